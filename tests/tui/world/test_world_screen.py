"""The World screen: what it shows, where it leads, and what it changes only when that is meant."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from textual.pilot import Pilot

from flux_tui.client import FluxClient, Phase
from flux_tui.engine.settings import Access
from flux_tui.model.change import EntityDeleted, Metrics, PropertySet
from flux_tui.model.event import setting
from flux_tui.model.instant import NS
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import Workspace, open_workspace
from flux_tui.tui.world.world_screen import WorldScreen
from tests.engine.running import local_engine
from tests.tui.composer.publishing import exploring, press, type_text
from tests.tui.workspaces import (
    NOON,
    screen_of,
    session_of,
    status_of,
    until,
    until_shown,
    workspace_of,
)

STATE = {
    "lab/hot": {"status": "failing"},
    "lab/fine": {"status": "ok"},
    "hall/dim": {"status": "degraded"},
}


async def test_groups_are_listed_with_what_is_wrong_in_them_and_lead_to_the_list() -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "i")
        await until_shown(pilot, "✗ 1  2")
        await press(pilot, "enter")
        await until_shown(pilot, "2 of 3 ── @group=lab")
        assert "hall" not in screen_of(pilot)


async def test_an_entity_that_stands_out_is_gone_to() -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "i", "tab", "tab")
        await until_shown(pilot, "lab/hot")
        await press(pilot, "enter")
        await until_shown(pilot, "lab/hot ── lab")


async def test_values_that_went_with_their_entity_are_not_said_to_want_room() -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace) as pilot:
        workspace.learning.history.enabled = True
        workspace.world.apply(PropertySet("lab/hot", "status", "ok", NOON))
        workspace.world.apply(EntityDeleted("lab/hot", NOON))
        await press(pilot, "i")
        await until_shown(pilot, "1 older or deleted one gone")


async def test_the_servers_figures_stand_there_with_their_course() -> None:
    workspace = workspace_of(STATE)
    for second in range(5):
        session_of(workspace).say(metrics=figures(second))
    async with exploring(workspace, size=(120, 40)) as pilot:
        await press(pilot, "i")
        await until_shown(pilot, "publishers")
        shown = screen_of(pilot)
        assert "events/s            25.0  ████" in shown
        assert "connections            3  ▄▄▄▄▄" in shown


async def test_what_audits_healed_is_said() -> None:
    workspace = workspace_of(STATE)
    session_of(workspace).heal(3)
    async with exploring(workspace) as pilot:
        await press(pilot, "i")
        await until_shown(pilot, "3 differences found by audits and healed")


async def test_who_was_deleted_is_named_and_leads_nowhere() -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace, size=(120, 60)) as pilot:
        workspace.world.apply(EntityDeleted("lab/hot", NOON))
        await press(pilot, "i", *["tab"] * 4)
        await until_shown(pilot, "lab/hot")
        await press(pilot, "enter")
        await until_shown(pilot, "Just deleted")


async def test_a_server_that_is_away_is_said_and_the_rest_stays() -> None:
    workspace = workspace_of(STATE, phase=Phase.OFFLINE)
    async with exploring(workspace, size=(120, 60)) as pilot:
        await press(pilot, "i")
        await until_shown(pilot, "the server does not answer")
        await until_shown(pilot, "lab/hot")


async def test_hostile_names_are_printed_harmlessly() -> None:
    workspace = workspace_of({"\x1b[31mred/\u202e[/]x": {"status": "failing"}})
    async with exploring(workspace) as pilot:
        await press(pilot, "i")
        await until_shown(pilot, "✗ 1")
        assert "\x1b" not in screen_of(pilot)
        assert "\u202e" not in screen_of(pilot)


async def test_connectors_and_configuration_are_asked_of_the_server() -> None:
    async with at_an_engine() as (_, pilot):
        await press(pilot, "i")
        await until_shown(pilot, "github")
        await until_shown(pilot, "rate limit")
        assert "memory log at 1" in screen_of(pilot)


async def test_a_setting_is_changed_once_the_question_is_answered() -> None:
    async with at_an_engine() as (workspace, pilot):
        await open_setting(pilot, down=1)
        await type_text(pilot, "2500")
        await press(pilot, "enter")
        await until_shown(pilot, "10,000 → 2,500")
        assert (await workspace.client.config()).rate_limit_per_namespace_per_minute == 10_000
        await press(pilot, "y")
        await until_shown(pilot, "2,500")
        assert (await workspace.client.config()).rate_limit_per_namespace_per_minute == 2500


async def test_what_is_asked_for_a_number_says_what_it_is_now_and_takes_no_other_text() -> None:
    async with at_an_engine() as (_, pilot):
        await open_setting(pilot, down=1)
        await until_shown(pilot, "now 10,000: type another number")
        await type_text(pilot, "ten")
        await until_shown(pilot, "that is no whole number")


async def test_a_single_lost_connection_is_one() -> None:
    workspace = workspace_of({"lab/hot": {}})
    async with exploring(workspace) as pilot:
        session_of(workspace).say(losses=1)
        await press(pilot, "i")
        await until_shown(pilot, "1 connection lost")


async def test_enter_twice_in_a_hurry_changes_nothing() -> None:
    async with at_an_engine() as (workspace, pilot):
        before = await workspace.client.config()
        await open_setting(pilot, down=0)
        await press(pilot, "down", "enter", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, WorldScreen), "nothing is asked")
        await press(pilot, "r")
        await until_shown(pilot, "rate limit")
        assert await workspace.client.config() == before


async def test_a_question_that_is_left_changes_nothing() -> None:
    async with at_an_engine() as (workspace, pilot):
        before = await workspace.client.config()
        await open_setting(pilot, down=0)
        await press(pilot, "down", "enter")
        await until_shown(pilot, "on → off")
        await press(pilot, "escape")
        await until_shown(pilot, "Configuration")
        assert await workspace.client.config() == before


async def test_a_read_only_explorer_changes_no_setting() -> None:
    async with at_an_engine(read_only=True) as (_, pilot):
        await press(pilot, "i", *["tab"] * 6)
        await until_shown(pilot, "rate limit")
        await press(pilot, "enter")
        await until_shown(pilot, "read-only")


async def test_without_the_administrators_token_it_is_said_how_to_give_it() -> None:
    async with at_an_engine(admin_token="right", given="wrong") as (_, pilot):
        await open_setting(pilot, down=0)
        await press(pilot, "down", "enter")
        await until_shown(pilot, "on → off")
        await press(pilot, "left", "enter")
        await until_shown(pilot, "FLUX_ADMIN_TOKEN")
        assert "wrong" not in screen_of(pilot)


def figures(second: int) -> Metrics:
    return Metrics(
        at=NOON + 2 * second * NS,
        entities=3,
        events=50 * second,
        rate=0.0,
        connections=3,
        publishers=2,
    )


async def open_setting(pilot: Pilot[None], *, down: int) -> None:
    """Open the World screen and one of its settings."""
    await press(pilot, "i")
    await until_shown(pilot, "rate limit")
    await press(pilot, *["tab"] * 6, *["down"] * down, "enter")
    await until_shown(pilot, "enter chooses")


@asynccontextmanager
async def at_an_engine(
    *, read_only: bool = False, admin_token: str | None = None, given: str | None = None
) -> AsyncIterator[tuple[Workspace, Pilot[None]]]:
    """An explorer on an engine with one entity."""
    async with local_engine(access=Access(admin_token=admin_token)) as running:
        options = replace(ExplorerOptions(url=running.url), read_only=read_only)
        client = FluxClient(running.url, admin_token=given, read_only=read_only)
        async with FluxClient(running.url) as writer:
            await writer.publish(setting("lab", "me", "a", {"n": 1}))
        workspace = open_workspace(options, client)
        async with exploring(workspace, size=(120, 60)) as pilot:
            await until(pilot, lambda: status_of(workspace).phase is Phase.LIVE, "live")
            yield workspace, pilot
