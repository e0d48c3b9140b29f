"""What the feed cannot tell teaches nothing, and nobody is called silent for it."""

from __future__ import annotations

import pytest

from flux_tui.client import FeedKind, Phase
from flux_tui.model.change import PropertySet
from flux_tui.tui.workspace import Workspace
from tests.tui.workspaces import FrozenClock, session_of, workspace_of


def regular() -> tuple[Workspace, FrozenClock]:
    """A world in which one entity has reported every 5 s."""
    clock = FrozenClock()
    workspace = workspace_of({"a": {"n": 0}}, clock=clock)
    for number in range(1, 12):
        workspace.world.apply(PropertySet("a", "n", number, clock.now()))
        pass_time(workspace, clock, 5)
    return workspace, clock


def pass_time(workspace: Workspace, clock: FrozenClock, seconds: int) -> None:
    for _ in range(seconds):
        clock.go_on(1)
        workspace.learning.cadence.tick()


def test_a_live_feed_tells_who_is_silent() -> None:
    workspace, clock = regular()
    pass_time(workspace, clock, 30)
    assert list(workspace.learning.cadence.silent) == ["a"]


@pytest.mark.parametrize(
    "status",
    [
        {"phase": Phase.OFFLINE},
        {"mute": True},
        {"feed": FeedKind.POLLING},
    ],
    ids=str,
)
def test_what_cannot_be_heard_is_no_silence_and_afterwards_there_is_a_grace(
    status: dict[str, object],
) -> None:
    workspace, clock = regular()
    session_of(workspace).say(**status)
    pass_time(workspace, clock, 600)
    session_of(workspace).say(phase=Phase.LIVE, mute=False, feed=FeedKind.SSE)
    pass_time(workspace, clock, 15)
    assert not workspace.learning.cadence.silent
    pass_time(workspace, clock, 15)
    assert list(workspace.learning.cadence.silent) == ["a"]


@pytest.mark.parametrize(
    "doubt", [{"phase": Phase.CATCHING_UP}, {"phase": Phase.STALE}, {"deaf": True}], ids=str
)
def test_a_feed_in_doubt_makes_nobody_silent_and_that_time_is_no_silence(
    doubt: dict[str, object],
) -> None:
    workspace, clock = regular()
    session_of(workspace).say(**doubt)
    pass_time(workspace, clock, 600)
    session_of(workspace).say(phase=Phase.LIVE, deaf=False)
    pass_time(workspace, clock, 10)
    assert not workspace.learning.cadence.silent
    pass_time(workspace, clock, 10)
    assert list(workspace.learning.cadence.silent) == ["a"]


@pytest.mark.parametrize("phase", [Phase.CATCHING_UP, Phase.STALE])
def test_a_feed_that_falls_behind_again_and_again_neither_hides_nor_forgets_who_is_silent(
    phase: Phase,
) -> None:
    workspace, clock = regular()
    silent: list[bool] = []
    for _ in range(40):
        session_of(workspace).say(phase=phase)
        pass_time(workspace, clock, 1)
        session_of(workspace).say(phase=Phase.LIVE)
        pass_time(workspace, clock, 1)
        silent.append("a" in workspace.learning.cadence.silent)
    assert silent == sorted(silent), "once found, it stays"
    assert 10 < silent.index(True) < 20
    workspace.world.apply(PropertySet("a", "n", 99, clock.now()))
    assert not workspace.learning.cadence.silent


@pytest.mark.parametrize("phase", [Phase.LIVE, Phase.CATCHING_UP, Phase.STALE])
def test_whatever_the_feed_brings_counts_however_it_is_doubted(phase: Phase) -> None:
    workspace = workspace_of({"a": {"n": 0}})
    learning = workspace.learning
    session_of(workspace).say(phase=phase)
    workspace.world.apply(PropertySet("b", "n", 1, 1))
    assert len(learning.history.samples("b", "n")) == 1
    assert learning.arrivals.is_new("b")


def test_the_first_snapshot_teaches_nothing() -> None:
    workspace = workspace_of({"a": {"n": 0}}, phase=Phase.LOADING)
    learning = workspace.learning
    workspace.world.apply(PropertySet("b", "n", 1, 1))
    assert (learning.history.samples("b", "n"), learning.arrivals.is_new("b")) == ([], False)
    session_of(workspace).say(phase=Phase.LIVE)
    workspace.world.apply(PropertySet("c", "n", 1, 2))
    assert len(learning.history.samples("c", "n")) == 1
    assert learning.arrivals.is_new("c")
