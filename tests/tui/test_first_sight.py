"""A screen that is first seen is styled, laid out and painted once, and then as it stays."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Static

from flux_tui.tui.sparing_screen import SparingScreen
from tests.tui.workspaces import until


class Place(Static):
    """Notes whether it had heard of its size whenever it was painted."""

    def __init__(self) -> None:
        super().__init__("here")
        self.has_heard = False
        self.painted = list[bool]()

    def on_resize(self) -> None:
        self.has_heard = True

    def render_line(self, y: int) -> Strip:
        self.painted.append(self.has_heard)
        return super().render_line(y)


class Somewhere(SparingScreen[None]):
    def __init__(self) -> None:
        super().__init__()
        self.place = Place()
        self.layouts = 0

    def compose(self) -> ComposeResult:
        yield self.place

    def _refresh_layout(self, *args: Any, **how: Any) -> None:
        self.layouts += 1
        super()._refresh_layout(*args, **how)


async def test_what_is_in_it_has_heard_of_its_size_when_it_is_first_painted() -> None:
    app, somewhere = App[None](), Somewhere()
    async with app.run_test() as pilot:
        await app.push_screen(somewhere)
        await until(pilot, lambda: somewhere.place.painted)
        assert all(somewhere.place.painted)


async def test_it_is_laid_out_again_for_another_size_alone() -> None:
    app, somewhere = App[None](), Somewhere()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(somewhere)
        await pilot.pause()
        layouts = somewhere.layouts
        await pilot.resize_terminal(80, 24)
        assert somewhere.layouts == layouts
        await pilot.resize_terminal(90, 24)
        assert somewhere.layouts > layouts
        assert somewhere.place.size.width == 90


async def test_the_first_screen_of_a_mode_has_no_other_styled_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app, somewhere = App[None](), Somewhere()
    async with app.run_test() as pilot:
        app.add_mode("somewhere", lambda: somewhere)
        styled = list[object]()
        monkeypatch.setattr(app.stylesheet, "update", lambda root, **_: styled.append(root))
        await app.switch_mode("somewhere")
        await until(pilot, lambda: somewhere.place.painted)
        assert not styled


async def test_another_theme_is_worn_by_the_first_screen_of_a_mode_that_was_not_yet_seen() -> None:
    app = App[None]()
    async with app.run_test() as pilot:
        somewhere: Screen[None] = Somewhere()
        app.add_mode("somewhere", lambda: somewhere)
        before = app.screen.styles.background
        app.theme = "textual-light"
        await app.switch_mode("somewhere")
        await until(pilot, lambda: somewhere.styles.background != before)
