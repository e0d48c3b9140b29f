"""What is seen behind a dialog: the screen beneath it, in the dialog's tint."""

from __future__ import annotations

from itertools import chain, islice, repeat
from typing import Any

from textual.color import Color
from textual.css.styles import RulesMap
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import Screen
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

Tinted = tuple[Strip, Strip]
"""A line as it is beneath, and in the tint."""


class Backdrop(Visual):
    """Tints each line once: behind an open dialog a world goes on, line by line.

    Textual tints the whole screen anew for each of them.
    """

    def __init__(self) -> None:
        self._beneath: Screen[Any] | None = None
        self._tint = Color(0, 0, 0)
        self._lines: list[Tinted] = []

    def show(self, background: BackgroundScreen) -> Backdrop:
        """Show another screen, or the same in another tint; itself."""
        if background.color != self._tint:
            self._lines = []
        self._beneath, self._tint = background.screen, background.color
        return self

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """The screen's lines as they are now, in the tint."""
        if self._beneath is None:
            return []
        before = chain(self._lines, repeat(None))
        now = islice(self._beneath._compositor.render_strips(), height)
        self._lines = [
            kept if kept is not None and kept[0] == line else (line, self._tinted(line))
            for line, kept in zip(now, before, strict=False)
        ]
        return [tinted for _, tinted in self._lines]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """It fills what it stands in."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """That of the screen."""
        return 0 if self._beneath is None else self._beneath.size.height

    def _tinted(self, line: Strip) -> Strip:
        return Strip(BackgroundScreen.process_segments(line, self._tint), line.cell_length)
