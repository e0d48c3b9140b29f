"""A filter that takes its time keeps no key waiting, says how far it is, is right in the end."""

from __future__ import annotations

import asyncio

import pytest

from flux_tui.client import FeedKind
from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from flux_tui.replica.grouping import Grouping
from flux_tui.replica.query import parse
from flux_tui.replica.view import Sort
from flux_tui.tui import slices
from flux_tui.tui.explorer import filtering as filtering_module
from flux_tui.tui.explorer.filtering import Filtering
from flux_tui.tui.workspace import Workspace
from tests.tui.composer.publishing import exploring, press, type_text
from tests.tui.workspaces import NOON, session_of, until, until_shown, workspace_of

STATE: dict[str, dict[str, Json]] = {f"e-{number:03}": {"n": number % 5} for number in range(500)}


@pytest.fixture(autouse=True)
def _in_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is answered at once."""
    monkeypatch.setattr(filtering_module, "AT_ONCE", 0.0)


async def looked(filtering: Filtering) -> None:
    """Until all have answered."""
    while filtering.counts.looking is not None:  # noqa: ASYNC110 - as a person would look
        await asyncio.sleep(0.001)


def naively(workspace: Workspace, query: str) -> int:
    """How many match, all asked now."""
    matches = Filtering(workspace).matches(parse(query))
    return sum(map(matches, workspace.world.entities.values()))


async def test_until_all_have_answered_the_last_filter_is_on() -> None:
    workspace = workspace_of(STATE)
    filtering = Filtering(workspace)
    filtering.ask(parse("n=1"))
    assert workspace.view.shown == 500
    assert filtering.text == ""
    assert filtering.counts.looking is not None
    await looked(filtering)
    assert workspace.view.shown == 100
    assert filtering.text == "n=1"


async def test_what_changes_meanwhile_is_asked_anew() -> None:
    workspace = workspace_of(STATE)
    filtering = Filtering(workspace)
    filtering.ask(parse("n=1 !@marked"))
    workspace.world.apply(PropertySet("e-000", "n", 1, NOON))
    workspace.world.apply(PropertySet("new", "n", 1, NOON))
    filtering.update()
    workspace.world.apply(PropertySet("e-005", "n", 1, NOON))
    workspace.view.order_by(Sort.by_property("n"))
    workspace.view.marks.add(["e-001"])
    filtering.marks_changed()
    await looked(filtering)
    assert workspace.view.shown == naively(workspace, "n=1 !@marked") == 102


async def test_a_pause_meanwhile_shows_what_was_then_and_going_on_what_is() -> None:
    workspace = workspace_of(STATE)
    filtering = Filtering(workspace)
    filtering.ask(parse("n=1"))
    filtering.update()
    workspace.view.pause()
    workspace.world.apply(PropertySet("e-000", "n", 1, NOON))
    await looked(filtering)
    assert workspace.view.shown == 100
    workspace.view.resume()
    assert workspace.view.shown == 101


async def test_grouped_otherwise_meanwhile_it_asks_again() -> None:
    workspace = workspace_of(STATE)
    filtering = Filtering(workspace)
    filtering.ask(parse("@group=3"))
    workspace.view.group(Grouping.by_property("n"))
    await looked(filtering)
    assert workspace.view.shown == 100


async def test_another_filter_takes_its_place_and_f_takes_it_off() -> None:
    workspace = workspace_of(STATE)
    filtering = Filtering(workspace)
    told: list[str] = []
    filtering.ask(parse("n=1"), lambda: told.append("first"))
    filtering.ask(parse("n<2"), lambda: told.append("second"))
    filtering.suspend(True, lambda: told.append("off"))
    assert told == ["off"]
    assert workspace.view.shown == 500
    filtering.suspend(False)
    await looked(filtering)
    assert (workspace.view.shown, filtering.text) == (200, "n<2")


async def test_closed_it_asks_nobody_any_more() -> None:
    workspace = workspace_of(STATE)
    filtering = Filtering(workspace)
    told: list[str] = []
    filtering.ask(parse("n=1"), lambda: told.append("done"))
    filtering.close()
    await looked_at_least_once()
    assert not told


async def looked_at_least_once() -> None:
    """Longer than a look at this world takes."""
    workspace = workspace_of(STATE)
    other = Filtering(workspace)
    other.ask(parse("n=1"))
    await looked(other)


async def test_the_list_and_its_title_follow_when_all_have_answered() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "slash")
        await type_text(pilot, "n=1")
        await until_shown(pilot, "100 of 500 ── n=1")
        await until_shown(pilot, "100 shown · 400 hidden")
        await press(pilot, "enter", "f")
        await until_shown(pilot, "filter off: n=1")
        await press(pilot, "f")
        await until_shown(pilot, "100 of 500 ── n=1")


async def test_those_of_whom_it_cannot_be_known_are_counted_apart() -> None:
    workspace = workspace_of(STATE)
    session_of(workspace).say(feed=FeedKind.WEBSOCKET)
    filtering = Filtering(workspace)
    filtering.ask(parse("@source=me n>=1"))
    async with exploring(workspace) as pilot:
        await until(pilot, lambda: filtering.counts.unknown, "doubts")
        assert (filtering.counts.shown, filtering.counts.hidden) == (0, 100), "n is surely 0"
        assert filtering.counts.unknown == 400
    filtering.ask(parse("n>=1"))
    await looked(filtering)
    assert filtering.counts.unknown == 0
    filtering.close()


async def test_whoever_marks_all_before_a_filter_is_on_marks_what_it_finds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(slices, "NAP", 0.4)  # longer than the keys take
    workspace = workspace_of(STATE)
    async with exploring(workspace) as pilot:
        await until_shown(pilot, "e-000")
        await press(pilot, "slash", *"n=1", "enter", "ctrl+a")
        await until_shown(pilot, "100 marked")
        assert len(workspace.view.marks) == 100


async def test_nothing_is_marked_of_a_filter_that_gave_way_to_another() -> None:
    workspace = workspace_of(STATE)
    filtering, marked = Filtering(workspace), list[int]()
    filtering.ask(parse("n=1"))
    filtering.once_shown(lambda: marked.append(workspace.view.shown))
    filtering.ask(parse("n<3"))
    await looked(filtering)
    assert marked == []
    filtering.once_shown(lambda: marked.append(workspace.view.shown))
    assert marked == [300]
