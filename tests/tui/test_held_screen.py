"""A screen that is held paints nothing, and all of it once it is let go."""

from __future__ import annotations

import asyncio

import pytest
from textual.app import App, ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static

from flux_tui.tui import held_screen
from flux_tui.tui.held_screen import HeldScreen


class Painted(Static):
    """Notes what was painted of it."""

    seen: str = ""

    def render(self) -> str:
        self.seen = str(self.name)
        return self.seen


class Holding(App[None]):
    def compose(self) -> ComposeResult:
        yield Painted(name="before")


def change(painted: Painted) -> Painted:
    painted._name = "after"
    painted.refresh()
    return painted


async def turns(painted: Painted, most: int = 200) -> None:
    """Let the loop turn until it is painted, or for so many times."""
    for _ in range(most):
        if painted.seen == "after":
            return
        await asyncio.sleep(0.002)


async def test_nothing_is_painted_until_it_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held_screen, "LONGEST", 60.0)
    app = Holding()
    async with app.run_test() as pilot:
        await pilot.pause()
        held = HeldScreen(app)
        painted = change(app.query_one(Painted))
        await turns(painted, 25)
        assert painted.seen == "before"
        held.let_go_soon()
        held.let_go_soon()
        await turns(painted)
        assert painted.seen == "after"


async def test_whoever_is_never_let_go_is_painted_all_the_same() -> None:
    app = Holding()
    async with app.run_test() as pilot:
        await pilot.pause()
        HeldScreen(app)
        painted = change(app.query_one(Painted))
        await turns(painted)
        assert painted.seen == "after"


async def test_whoever_was_let_go_too_late_stays_so() -> None:
    app = Holding()
    async with app.run_test() as pilot:
        await pilot.pause()
        held = HeldScreen(app)
        painted = change(app.query_one(Painted))
        await turns(painted)
        held.let_go_soon()
        painted.seen = ""
        painted.refresh()
        await turns(painted)
        assert painted.seen == "after"


async def test_what_is_behind_a_dialog_is_painted_too() -> None:
    app = Holding()
    async with app.run_test() as pilot:
        painted = app.query_one(Painted)
        await app.push_screen(ModalScreen[None]())
        await pilot.pause()
        HeldScreen(app)
        change(painted)
        await turns(painted)
        assert painted.seen == "after"
