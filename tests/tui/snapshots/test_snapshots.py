"""How the main screens look, as pictures; ``--snapshot-update`` takes them anew.

Look at a picture before it is accepted: it is the only test of colours.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from importlib.metadata import version

import pytest
from textual.pilot import Pilot

from flux_tui.client import FluxClient
from flux_tui.errors import Unreachable
from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import Workspace
from tests.tui.quiet_loop import QuietLoop
from tests.tui.workspaces import FrozenClock, app_of, lines_of, until, until_shown, workspace_of

Compare = Callable[..., bool]

DRAWN_BY = {"textual": "8.2.", "rich": "15."}
"""The versions that the pictures were taken with: others may draw the same screen otherwise."""

pytestmark = pytest.mark.skipif(
    any(not version(name).startswith(drawn) for name, drawn in DRAWN_BY.items()),
    reason=f"the pictures were taken with {DRAWN_BY}",
)

WIDE = (118, 36)
SMALL = (80, 24)

STATE: dict[str, dict[str, Json]] = {
    "room-101": {"occupied": True, "people": 3, "climate": {"mode": "auto", "target": 21.5}},
    "room-102": {"occupied": False, "people": 0, "climate": {"mode": "eco", "target": 17}},
    "sensor-01": {"temperature": 22.5, "unit": "celsius", "status": "ok", "battery": 88},
    "sensor-02": {"temperature": 31.0, "unit": "celsius", "status": "failing", "battery": 61},
    "sensor-03": {"temperature": 9.25, "unit": "celsius", "status": "warning", "battery": None},
    "sensor-04": {"temperature": 21.0, "unit": "celsius", "status": "ok"},
    "service-billing": {"status": "healthy", "latency_ms": 12, "needs": ["service-db"]},
    "service-db": {"status": "down", "latency_ms": None, "needs": []},
    "wire-\x1b[31m\u202e": {"[bold]markup[/]": "\x00\x1b]0;title\x07", "empty": ""},
    "": {"漢字": "é 👩‍👩‍👧 ü", "long": "x" * 300},
}
"""A small world with everything that has a look of its own."""


@pytest.fixture
def compare(snap_compare: Callable[..., bool], monkeypatch: pytest.MonkeyPatch) -> Compare:
    """Compare the screen with its picture: of a size, after some keys, once it shows a text."""

    def compare(size: tuple[int, int], *keys: str, shows: str, theme: str | None = None) -> bool:
        clock = FrozenClock()
        options = ExplorerOptions(url="http://flux.test:3000", utc=True, theme=theme)
        workspace = workspace_of(STATE, clock=clock, options=options)

        async def play(pilot: Pilot[None]) -> None:
            await pilot.pause()
            change(workspace, clock, "room-101", "people", 4)
            change(workspace, clock, "sensor-01", "status", "warning")
            clock.go_on(30)
            change(workspace, clock, "sensor-02", "temperature", 31.5)
            await until_shown(pilot, "31.5")
            await until(pilot, lambda: ages_are_painted(pilot), "the next tick")
            await pilot.press(*keys)
            await until_shown(pilot, shows)

        app = app_of(workspace)
        with asyncio.Runner(loop_factory=QuietLoop) as runner:
            monkeypatch.setattr(app, "run", partial(app.run, loop=runner.get_loop()))
            return snap_compare(app, terminal_size=size, run_before=play)

    return compare


def change(workspace: Workspace, clock: FrozenClock, entity_id: str, name: str, to: Json) -> None:
    """Something changes now, as an event tells it."""
    workspace.world.apply(PropertySet(entity_id, name, to, clock.now(), "agent-a", "0193-e2"))


def ages_are_painted(pilot: Pilot[None]) -> bool:
    """Whether the list was painted since time went on: ages are, once a second."""
    rows = [line.partition("││")[0] for line in lines_of(pilot)]
    return any("room-102" in row and "35s" in row for row in rows)


def test_the_list_beside_the_detail(compare: Compare) -> None:
    assert compare(WIDE, shows="3 → 4")


def test_the_list_at_80_columns(compare: Compare) -> None:
    assert compare(SMALL, shows="room-102")


def test_the_detail_at_80_columns(compare: Compare) -> None:
    assert compare(SMALL, "j", "j", "enter", shows="climate")


def test_the_composer_of_an_event(compare: Compare) -> None:
    assert compare(WIDE, "j", "j", "e", shows="event from room-101")


def test_the_composer_of_a_batch(compare: Compare) -> None:
    assert compare(WIDE, "b", *"[1]", shows="1 not an event")


def test_what_can_be_copied_of_a_value(compare: Compare) -> None:
    assert compare(WIDE, "j", "j", "enter", "j", "y", shows="publish command")


def test_what_is_asked_before_many_are_deleted(compare: Compare) -> None:
    assert compare(WIDE, "ctrl+a", "d", shows="10 entities: sensor 4")


def test_what_is_asked_before_an_export(compare: Compare) -> None:
    assert compare(SMALL, "ctrl+a", "x", shows="‹ 10 marked ›")


def test_the_choice_of_a_groups_columns(compare: Compare) -> None:
    assert compare(SMALL, *["j"] * 4, "o", "j", "j", shows="columns of sensor")


@pytest.mark.parametrize("theme", ["flux-light", "flux-contrast"])
def test_the_list_beside_the_detail_in_another_theme(compare: Compare, theme: str) -> None:
    assert compare(WIDE, shows="3 → 4", theme=theme)


def test_the_changes_in_the_lists_place(compare: Compare) -> None:
    assert compare(SMALL, "z", shows="ok → warning")


def test_two_entities_side_by_side(compare: Compare) -> None:
    assert compare(SMALL, *["j"] * 5, "space", "space", "=", shows=" differ")


def test_a_long_value_whole_in_light(compare: Compare) -> None:
    assert compare(SMALL, "enter", "v", shows="300 B", theme="flux-light")


def test_the_raw_tab_searched(compare: Compare) -> None:
    keys = ("j", "j", "enter", "left_square_bracket", "slash", *"auto")
    assert compare(SMALL, *keys, shows="1 of 1")


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["wide", "small"])
def test_the_world_as_a_whole(
    compare: Compare, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def send(*_: object, **__: object) -> None:
        raise Unreachable("http://flux.test:3000 does not answer; is it running?")

    monkeypatch.setattr(FluxClient, "send", send)
    assert compare(size, "i", shows="does not answer")


def test_the_changes_with_the_lists_room(compare: Compare) -> None:
    assert compare(WIDE, "z", shows="31.0 → 31.5")


def test_two_entities_side_by_side_at_80_columns(compare: Compare) -> None:
    assert compare(SMALL, *["j"] * 6, "space", "=", shows="differ")


def test_a_filter_that_nothing_matches(compare: Compare) -> None:
    assert compare(SMALL, "slash", *"nothing", "enter", shows="esc shows them again")


@pytest.mark.parametrize("theme", ["flux-dark", "flux-light"])
def test_a_filter_with_what_could_be_typed_next(compare: Compare, theme: str) -> None:
    keys = [*"room or stat"]
    keys = ["space" if key == " " else key for key in keys]
    assert compare(SMALL, "slash", *keys, shows="status  property", theme=theme)


def test_a_filter_with_a_mistake(compare: Compare) -> None:
    keys = ["slash", *"temperature", ">", "=", "2", "0", "space", "at", *"stal"]
    assert compare(SMALL, *keys, shows="perhaps @stale")
