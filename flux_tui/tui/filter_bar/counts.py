"""What a filter does to the world, in numbers, at the right end of its line."""

from __future__ import annotations

from typing import NamedTuple

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from flux_tui.tui.cells import fit_right

ROOM = 30
"""Cells that the text of a filter keeps at least beside counts in words."""

STEP = 8
"""Cells by which the counts' place widens and narrows."""


class Counts(NamedTuple):
    """How many pass, how many do not, and of how many it cannot be known.

    ``looking`` is how far the world has been asked, in percent, while that takes its time;
    ``finds_nothing_yet`` is said of a text that is not shown, as it seems to go on.
    """

    shown: int
    hidden: int
    unknown: int = 0
    is_off: bool = False
    looking: int | None = None
    finds_nothing_yet: bool = False

    def text(self, width: int, on_key: str) -> str:
        """In words, in a bar of so many cells; ``on_key`` puts a filter on that is off."""
        if self.looking is not None:
            return f"looking, {self.looking} %"
        if self.finds_nothing_yet:
            return "nothing yet"
        if self.is_off:
            return f"off, {on_key} puts it on"
        unknown = f" · {self.unknown:,} unknown" if self.unknown else ""
        words = f"{self.shown:,} shown · {self.hidden:,} hidden{unknown}"
        fewer = f"{self.shown:,} of {self.shown + self.hidden + self.unknown:,}"
        if len(words) + ROOM <= width:
            return words
        if len(fewer) + len(unknown) + ROOM <= width:
            return fewer + unknown
        return fewer + (f", {self.unknown:,}?" if self.unknown else "")


class CountsLabel(Widget):
    """The counts. Its width goes in steps: while numbers go up and down it stands."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""

    def tell(self, text: str) -> None:
        """Show this from now on; nothing where it is empty."""
        if text == self._text:
            return
        self._text = text
        self.styles.width = -(-(len(text) + 2) // STEP) * STEP if text else 0
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The text, at the right."""
        style = self.rich_style
        text = fit_right(f" {self._text} ", self.size.width)
        return Strip([Segment(text, style)])
