"""The filter stays true while nothing happens but time, and not while it is off or paused."""

from __future__ import annotations

from flux_tui.replica.grouping import Grouping
from flux_tui.replica.query import parse
from flux_tui.tui.explorer.filtering import Filtering
from tests.tui.workspaces import FrozenClock, workspace_of

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
