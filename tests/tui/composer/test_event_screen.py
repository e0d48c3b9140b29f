"""One event by hand: typed, judged, sent; and nothing that was typed is lost."""

from __future__ import annotations

import asyncio

import pytest

from flux_tui.client import Phase
from flux_tui.model.json import Json
from flux_tui.tui.composer.composer import Composer
from flux_tui.tui.composer.event.form import EventForm
from flux_tui.tui.exact_input import ExactInput
from flux_tui.tui.options import ExplorerOptions
from tests.tui.composer.publishing import (
    SENSORS,
    exploring,
    only,
    press,
    scripted,
    type_event,
)
from tests.tui.workspaces import (
    NOON,
    explorer_of,
    screen_of,
    until,
    until_shown,
    workspace_of,
)


async def test_a_single_event_is_typed_with_the_keyboard_alone_and_sent() -> None:
    workspace, publisher = scripted()
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "lab.sensors", "me", "sensor-09", "")
        await type_event(pilot, "temperature", "22.50", "status", "all right", "armed", "true")
        await until_shown(pilot, "makes a new entity, sensor-09, with 3 properties")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "accepted after 3.2 ms · in the state after 5.1 ms")
        event = only(publisher.published)
        assert (event.stream, event.source, event.entity_id) == ("lab.sensors", "me", "sensor-09")
        assert event.properties == {"temperature": 22.5, "status": "all right", "armed": True}
        assert event.timestamp == NOON // 1_000_000
        assert event.event_id
        await press(pilot, "escape")
        await until_shown(pilot, "sensor-09")
        assert pilot.app.screen is explorer_of(pilot)


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_the_form_works_at_any_size(size: tuple[int, int]) -> None:
    workspace, publisher = scripted(SENSORS)
    async with exploring(workspace, size) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "sensor-01", "", "temperature", "30")
        await until_shown(pilot, "20.5 → 30")
        assert "Send" in screen_of(pilot)
        if size[0] >= 200:
            assert "sensor-02" in screen_of(pilot), "the live list stays visible"
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "in the state after")
        assert only(publisher.published).properties == {"temperature": 30}


async def test_a_field_error_is_shown_at_the_field_and_nothing_is_sent() -> None:
    workspace, publisher = scripted(SENSORS)
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "Lab", "", "sensor-01", "soon", "p", "1")
        await until_shown(pilot, "invalid stream format: must be lowercase")
        await until_shown(pilot, "this is no time: write now")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "source is required")
        assert publisher.published == []
        lines = screen_of(pilot).split("\n")
        at = next(n for n, line in enumerate(lines) if "invalid stream format" in line)
        assert "Lab" in lines[at - 1]
        assert pilot.app.focused is pilot.app.screen.query("ExactInput").first()


async def test_closing_keeps_the_draft_and_clearing_can_be_taken_back() -> None:
    workspace, _ = scripted(SENSORS)
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "half-written", "", "temperature", "30")
        await press(pilot, "escape")
        assert pilot.app.screen is explorer_of(pilot)
        await press(pilot, "n")
        await until_shown(pilot, "half-written")
        await until_shown(pilot, "temperature")
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: "half-written" not in screen_of(pilot))
        await until_shown(pilot, "ctrl+l brings back what was cleared")
        await press(pilot, "ctrl+l")
        await until_shown(pilot, "half-written")
        await until(pilot, lambda: "what was cleared" not in screen_of(pilot))


async def test_what_is_typed_while_other_things_are_being_shown_is_in_the_draft() -> None:
    workspace, _ = scripted(SENSORS)
    async with exploring(workspace) as pilot:
        await press(pilot, "e")
        await until_shown(pilot, "event from sensor-01")
        form = pilot.app.screen.query_one(EventForm)
        draft = Composer(workspace).drafts.edit("sensor-01", {})
        loading = asyncio.create_task(form.load(draft))
        await asyncio.sleep(0)
        form.query(ExactInput).first().value = "lab"
        await loading
        await until(pilot, lambda: draft.stream == "lab")


@pytest.mark.parametrize("state", [SENSORS, {}], ids=["a world", "never reached"])
async def test_a_read_only_explorer_says_so_and_opens_nothing(
    state: dict[str, dict[str, Json]],
) -> None:
    options = ExplorerOptions(url="http://flux.test:3000", read_only=True)
    phase = Phase.LIVE if state else Phase.OFFLINE
    async with exploring(workspace_of(state, options=options, phase=phase)) as pilot:
        for key in ("n", "b", "e", "E" if state else "e"):
            await press(pilot, key, "f5")
            await until_shown(pilot, "read-only, so nothing can be")
            assert "n writes" not in screen_of(pilot)
            assert pilot.app.screen is explorer_of(pilot)
            pilot.app.clear_notifications()
