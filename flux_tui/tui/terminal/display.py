"""What stands on the terminal, cell by cell, and how little makes the next frame of it.

Textual writes a line from its widget's left edge to the last cell that changed, every piece in its
full style. Here words that stand there already are left alone, the cursor passes over them, and of
a style only what differs is written: an age that ticks costs ten bytes instead of seven hundred.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from functools import lru_cache

from rich.cells import cell_len, get_character_cell_size

from flux_tui.tui.terminal.frame_text import Line, read_frame
from flux_tui.tui.terminal.style import PLAIN, RESET, transition

WORDS = re.compile(r"[^ ]++(?: [^ ]++)*+| ++")
"""What is written whole when anything in it differs: text with single spaces, or a gap."""

NEAR = 4
"""Cells that are rather written again than passed over: that takes as many bytes."""

DOUBTFUL = "doubtful"
"""The style, for want of one, of cells that are known only as one whole."""

HARMLESS = re.compile(
    r"(?:\x1b\[\?(?!1049|1047|1048|47)[0-9;]+(?:[hl]|\$p)|\x1b\[[<>][0-9;]*u"
    r"|\x1b\][^\x07\x1b]*\x07)*"
)
"""Modes, questions and titles: they draw nothing and move nothing, unless to another screen."""


class Display:
    """The terminal's cells as far as they are known, its cursor and its style."""

    def __init__(self) -> None:
        self._columns = self._lines = sys.maxsize
        self._rows: dict[int, _Row] = {}
        self._at: tuple[int, int] | None = None
        self._style: str | None = PLAIN
        self._written: list[str] = []

    def resize(self, columns: int, lines: int) -> None:
        """The terminal has another size, and may show anything; what is beyond it is not drawn.

        Frames of the old size may still come: they would spoil the last line and the last column.
        """
        self._columns, self._lines = columns, lines
        self.forget()

    def forget(self) -> None:
        """Nothing is known any more: others may have written on the terminal."""
        self._rows.clear()
        self._at = None
        self._style = None

    def draw(self, data: str) -> str:
        """What to write for what Textual writes; all of it, where it is anything but a frame."""
        frame = read_frame(data)
        if frame is None:
            return self._pass_on(data)
        for line in frame.lines:
            if line.row <= self._lines:
                self._draw_line(line)
        if frame.cursor is not None:
            self._go_to(*frame.cursor)
        written = "".join(self._written)
        self._written.clear()
        return written

    def _pass_on(self, data: str) -> str:
        """Something else finds the plain style that Textual would have left behind."""
        ended = RESET if self._style != PLAIN else ""
        if HARMLESS.fullmatch(data) is None:
            self.forget()
        self._style = PLAIN
        return ended + data

    def _draw_line(self, line: Line) -> None:
        """Write the words of a line that do not stand there yet."""
        row = self._rows.setdefault(line.row, _Row())
        cells_of_runs = [_cells(text) for _, text in line.runs]
        column = line.column
        for (style, text), cells in zip(line.runs, cells_of_runs, strict=True):
            if cells is None:
                self._draw_whole(line, row)
                return
            if column + len(cells) - 1 > self._columns:
                cells = cells[: max(0, self._columns + 1 - column)]
                text = "".join(cells)
            if not row.holds(column, cells, style):
                for word in WORDS.finditer(text):
                    first, last = word.span()
                    if not row.holds(column + first, cells[first:last], style):
                        self._go_to(line.row, column + first)
                        self._write(style, word[0])
                        self._at = line.row, column + last
                row.put(column, cells, style)
            column += len(cells)

    def _draw_whole(self, line: Line, row: _Row) -> None:
        """Write a line as Textual does, unless it stands there just so.

        Terminals disagree about the width of something in it, and so about the places behind that.
        """
        width = sum(cell_len(text) for _, text in line.runs)
        cells = [repr(line.runs), *[""] * (width - 1)]
        fits = line.column + width - 1 <= self._columns
        if fits and not row.holds(line.column, cells, DOUBTFUL):
            row.put(line.column, cells, DOUBTFUL)
            self._go_to(line.row, line.column)
            for style, text in line.runs:
                self._write(style, text)
            self._at = None

    def _write(self, style: str, text: str) -> None:
        if style != self._style:
            self._written.append(transition(self._style, style))
            self._style = style
        self._written.append(text)

    def _go_to(self, row: int, column: int) -> None:
        """Move the cursor by the shortest way."""
        if self._at == (row, column):
            return
        way = f"\x1b[{row};{column}H"
        if self._at is not None and self._at[0] == row and self._at[1] < column:
            between = self._at[1], column
            steps = column - self._at[1]
            known = self._rows.get(row) if steps <= NEAR else None
            again = None if known is None else known.text_between(*between, self._style)
            way = min(again or way, f"\x1b[{steps if steps > 1 else ''}C", way, key=len)
        self._written.append(way)
        self._at = row, column


class _Row:
    """One row; ``cells`` and ``styles`` begin with one that is not there, as columns from 1 do."""

    __slots__ = ("_cells", "_styles")

    def __init__(self) -> None:
        self._cells: list[str | None] = [None]
        self._styles: list[str | None] = [None]

    def holds(self, column: int, cells: Sequence[str], style: str) -> bool:
        """Whether these cells stand there in this style."""
        end = column + len(cells)
        return self._cells[column:end] == cells and self._styles[column:end] == [style] * len(cells)

    def put(self, column: int, cells: Sequence[str], style: str) -> None:
        """Remember cells in a style."""
        end = column + len(cells)
        missing = end - len(self._cells)
        if missing > 0:
            self._cells += [None] * missing
            self._styles += [None] * missing
        self._cells[column:end] = cells
        self._styles[column:end] = [style] * len(cells)

    def text_between(self, first: int, last: int, style: str | None) -> str | None:
        """The text of some cells, if it is all in this style and one character a cell."""
        cells = self._cells[first:last]
        same = self._styles[first:last] == [style] * (last - first)
        if not same or any(cell is None or len(cell) != 1 for cell in cells):
            return None
        return "".join(cell for cell in cells if cell)


@lru_cache(4096)
def _cells(text: str) -> list[str] | None:
    """A text's cells, a character each; None when one of them takes more than one, or none."""
    if text.isascii() or all(get_character_cell_size(character) == 1 for character in text):
        return list(text)
    return None
