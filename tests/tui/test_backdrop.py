"""What is seen behind a dialog."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.color import Color
from textual.renderables.background_screen import BackgroundScreen
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions
from textual.widgets import Static

from flux_tui.tui.backdrop import Backdrop

TINT = Color(0, 0, 0, 0.6)


class World(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("[bold red on blue]one[/] ┃ 二 [link='http://two']2[/]", id="first")
        yield Static("three", id="second")


def lines_of(backdrop: Backdrop, app: World) -> list[Strip]:
    width, height = app.screen.size
    options = RenderOptions(lambda style: Style(), {})
    return backdrop.render_strips(width, height, Style(), options)


async def test_it_is_what_textual_would_paint() -> None:
    app = World()
    async with app.run_test(size=(40, 6)):
        behind = BackgroundScreen(app.screen, TINT)
        segments = app.console.render(behind, app.console.options.update(width=40))
        expected = list(Segment.split_and_crop_lines(segments, 40, include_new_lines=False))
        lines = lines_of(Backdrop().show(behind), app)
        assert [line.simplify() for line in lines] == [Strip(e).simplify() for e in expected[:6]]


async def test_only_a_line_that_has_changed_is_tinted_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    app, tinted = World(), list[str]()
    tint = BackgroundScreen.process_segments

    def note(line: Strip, color: Color) -> object:
        tinted.append(line.text.rstrip())
        return tint(line, color)

    async with app.run_test(size=(40, 6)) as pilot:
        monkeypatch.setattr(BackgroundScreen, "process_segments", note)
        backdrop = Backdrop().show(BackgroundScreen(app.screen, TINT))
        lines_of(backdrop, app)
        tinted.clear()
        app.query_one("#second", Static).update("four")
        await pilot.pause()
        lines = lines_of(backdrop, app)
        assert tinted == ["four"]
        assert [line.text.rstrip() for line in lines[:2]] == ["one ┃ 二 2", "four"]


async def test_another_tint_is_seen_at_once() -> None:
    app = World()
    async with app.run_test(size=(40, 6)):
        backdrop = Backdrop().show(BackgroundScreen(app.screen, TINT))
        dark = lines_of(backdrop, app)
        bright = lines_of(
            backdrop.show(BackgroundScreen(app.screen, Color(255, 255, 255, 0.5))), app
        )
        assert dark != bright
