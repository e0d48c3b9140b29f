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
        {"phase": Phase.STALE},
        {"phase": Phase.CATCHING_UP},
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


def test_the_first_snapshot_teaches_nothing() -> None:
    workspace = workspace_of({"a": {"n": 0}}, phase=Phase.LOADING)
    learning = workspace.learning
    workspace.world.apply(PropertySet("b", "n", 1, 1))
    assert (learning.history.samples("b", "n"), learning.arrivals.is_new("b")) == ([], False)
    session_of(workspace).say(phase=Phase.LIVE)
    workspace.world.apply(PropertySet("c", "n", 1, 2))
    assert len(learning.history.samples("c", "n")) == 1
    assert learning.arrivals.is_new("c")
