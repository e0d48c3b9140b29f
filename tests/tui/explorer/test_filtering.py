"""The filter stays true while nothing happens but time, and says what cannot be known now."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from flux_tui.client import FeedKind
from flux_tui.model.change import PropertySet
from flux_tui.replica.grouping import Grouping
from flux_tui.replica.query import parse
from flux_tui.replica.view import passing_time
from flux_tui.tui.explorer.filtering import Filtering
from flux_tui.tui.options import ExplorerOptions
from tests.tui.composer.publishing import exploring
from tests.tui.workspaces import (
    FrozenClock,
    screen_of,
    session_of,
    status_of,
    until,
    until_shown,
    workspace_of,
)

STATE = {"a-1": {"n": 1}, "b-1": {"n": 2}}


async def test_an_entity_leaves_when_it_has_grown_too_old() -> None:
    clock = FrozenClock()
    workspace = workspace_of(STATE, clock=clock)
    filtering = Filtering(workspace)
    filtering.ask(parse("@age<10s"))
    assert workspace.view.shown == 2
    clock.go_on(20)
    change = filtering.pass_time()
    assert change is not None
    assert change.moved
    assert workspace.view.shown == 0


async def test_who_falls_silent_is_shown_at_once_in_a_world_of_any_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(passing_time, "TURN", 2)
    clock = FrozenClock()
    ids = [f"e-{number}" for number in range(20)]
    workspace = workspace_of({entity_id: {"n": 1} for entity_id in ids}, clock=clock)
    cadence, filtering = workspace.learning.cadence, Filtering(workspace)

    def pass_time(*reporting: str) -> None:
        clock.go_on(2)
        now = clock.now()
        workspace.world.apply_all(PropertySet(entity_id, "n", now, now) for entity_id in reporting)
        cadence.tick()
        filtering.update()
        filtering.pass_time()

    filtering.ask(parse("@stale"))
    for _ in range(10):
        pass_time(*ids)
    assert workspace.view.shown == 0
    for _ in range(10):
        pass_time(*ids[:5])
        assert workspace.view.shown == len(cadence.silent)
    assert len(cadence.silent) == 15
    pass_time(*ids)
    assert workspace.view.shown == 0
    for _ in range(30):
        pass_time()
    assert workspace.view.shown == 20
    cadence.live(False)
    cadence.live(True)
    filtering.pass_time()
    assert workspace.view.shown == 0


async def test_nobody_is_asked_anew_where_time_changes_nothing() -> None:
    filtering = Filtering(workspace_of(STATE))
    filtering.ask(parse("n>0"))
    assert filtering.pass_time() is None


async def test_while_it_is_off_or_paused_time_takes_nothing_away() -> None:
    clock = FrozenClock()
    workspace = workspace_of(STATE, clock=clock)
    filtering = Filtering(workspace)
    filtering.ask(parse("@age<10s"))
    filtering.suspend(True)
    workspace.view.pause()
    clock.go_on(20)
    assert filtering.pass_time() is None
    filtering.suspend(False)
    assert workspace.view.shown == 2, "the clock of the picture stands still"
    workspace.view.resume()
    filtering.pass_time()
    assert workspace.view.shown == 0


async def test_the_group_asked_for_is_the_one_it_is_listed_in() -> None:
    workspace = workspace_of(STATE)
    filtering = Filtering(workspace)
    filtering.ask(parse("@group=a"))
    assert workspace.view.groups == ["a"]
    workspace.view.group(Grouping.by_property("n"))
    assert workspace.view.shown == 0
    filtering.ask(parse("@group=2"))
    assert workspace.view.members("2") == ["b-1"]


@pytest.mark.parametrize(
    ("filter_text", "feed", "said"),
    [
        ("@source=me", FeedKind.WEBSOCKET, "@source=me cannot be known here"),
        ("@stale or n=7", FeedKind.POLLING, "@stale cannot be known here"),
        ("@stale @source=me", FeedKind.POLLING, "@stale, @source=me cannot be known here"),
    ],
)
async def test_what_cannot_be_known_follows_the_feed(
    filter_text: str, feed: FeedKind, said: str
) -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace) as pilot:
        await pilot.press("slash")
        pilot.app.query_one("#filter", Input).value = filter_text
        await until_shown(pilot, f"0 of 2 ── {filter_text}")
        assert "cannot be known" not in screen_of(pilot)
        for _ in range(2):
            session_of(workspace).say(feed=feed)
            await until_shown(pilot, said)
            session_of(workspace).say(feed=FeedKind.SSE)
            await until(pilot, lambda: "cannot be known" not in screen_of(pilot))


async def test_a_mute_server_tells_no_rhythm_until_it_speaks() -> None:
    workspace = workspace_of(STATE)
    session_of(workspace).say(feed=FeedKind.WEBSOCKET)
    filtering = Filtering(workspace)
    filtering.ask(parse("@stale"))
    assert filtering.unknown_terms(status_of(workspace)) is None
    session_of(workspace).say(mute=True)
    assert filtering.unknown_terms(status_of(workspace)) is not None
    filtering.suspend(True)
    assert filtering.unknown_terms(status_of(workspace)) is None, "nothing is asked"


async def test_before_there_is_a_feed_nothing_is_called_unknown() -> None:
    workspace = workspace_of(STATE, options=ExplorerOptions(url="http://x", where="@source=me"))
    session_of(workspace).say(feed=None)
    async with exploring(workspace) as pilot:
        await until_shown(pilot, "0 of 2 ── @source=me")
        assert "cannot be known" not in screen_of(pilot)
