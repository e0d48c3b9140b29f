"""The first lines of what would be copied: where no clipboard takes it, it can be read here."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from rich.text import Text
from textual.app import RenderResult
from textual.widget import Widget

from flux_tui.tui.cells import CUT, cut_end
from flux_tui.tui.json_view.wrapping import wrapped

LINES = 3
"""Lines that are shown at most."""

WIDEST = 600
"""Characters of a text that are looked at: more than its lines can have."""


class Preview(Widget):
    """Shows some lines of text, wrapped and safe to print; what is cut is marked."""

    def __init__(self) -> None:
        super().__init__(id="copy-preview")
        self._text = ""

    def show(self, lines: Iterable[str]) -> None:
        """Show these from the first on; no more of them are made than can be seen."""
        self._text = "\n".join(line[:WIDEST] for line in islice(lines, LINES + 1))[:WIDEST]
        self.refresh()

    def render(self) -> RenderResult:
        """The lines that there is room for."""
        width, height = self.size
        lines = wrapped(self._text, width)
        if len(lines) > height:
            last = cut_end(lines[height - 1].rstrip(), width - 1) + CUT
            lines = [*lines[: height - 1], last]
        return Text("\n".join(lines), no_wrap=True)
