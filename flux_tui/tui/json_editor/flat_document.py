"""A text document without wrapping, for texts of megabytes.

Textual's own joins its whole text, measures all of its lines and counts their wrapped parts at
each key. This one answers the same questions from what it remembers, in the time of one line.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from textual._cells import cell_width_to_column_index
from textual.document._document import Document, EditResult, Location
from textual.document._wrapped_document import WrappedDocument
from textual.geometry import Offset, Size

from flux_tui.model.printable import printable

MANY_LINES = 5_000
"""Lines above which the widest is not looked for anew when it may have become shorter."""

WIDE = 120
"""Cells from which on a text is wider than most panes, so that more of it shows no other bars."""

ROOM = 40
"""Cells by which the width of such a text grows at once."""

MOST_CELLS = 2
"""Cells that a character takes at most."""

LONG_LINE = 4_000
"""Characters above which a line is not measured and coloured whole: only what is seen counts."""


def shown(line: str) -> str:
    """A line as it stands on the screen: one character for each, and nothing that acts."""
    return printable(line.replace("\t", " "))


def width_of(text: str) -> int:
    """Cells of a part of a line; of a long one its characters, as measuring it would take long."""
    if text.isascii() or len(text) > LONG_LINE:
        return len(text)
    return cell_len(shown(text))


def widest_of(lines: Iterable[str]) -> int:
    """Cells of the widest of some lines: only those that may be it are measured.

    Megabytes that are not ASCII would take seconds.
    """
    widest = 0
    for line in sorted(lines, key=len, reverse=True):
        if MOST_CELLS * len(line) <= widest:
            break
        widest = max(widest, width_of(line))
    return widest


def location_in(text: str, offset: int, after: int = 0, location: Location = (0, 0)) -> Location:
    """The row and the column of an offset, both counted from 0.

    Quicker where the ``location`` of an offset before it, ``after``, is known.
    """
    row = location[0] + text.count("\n", after, offset)
    return row, offset - text.rfind("\n", 0, offset) - 1


class FlatDocument(Document):
    """A document that remembers its text and how wide its widest line is."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._joined: str | None = None
        self._widest = widest_of(self._lines)

    @property
    def text(self) -> str:
        """The whole text, lines ended by a line feed whatever ended them before."""
        if self._joined is None:
            self._joined = "\n".join(self._lines)
        return self._joined

    def get_size(self, tab_width: int) -> Size:
        """Width and height in cells; tabs are as wide as spaces.

        A wide text has room to grow: another width has the whole screen arranged anew.
        """
        widest = self._widest
        return Size(widest if widest < WIDE else widest - widest % ROOM + ROOM, len(self._lines))

    def replace_range(self, start: Location, end: Location, text: str) -> EditResult:
        """Replace the text between two places."""
        result = super().replace_range(start, end, text)
        self._joined = None
        if result.replaced_text and len(self._lines) <= MANY_LINES:
            changed = self._lines
        else:
            changed = self._lines[min(start, end)[0] : result.end_location[0] + 1]
        widest = widest_of(changed)
        self._widest = widest if changed is self._lines else max(self._widest, widest)
        return result


class Unwrapped(WrappedDocument):
    """The same lines on the screen as in the document."""

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        """There is nothing to wrap."""

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """There is nothing to wrap."""

    @property
    def height(self) -> int:
        """A line each."""
        return self.document.line_count

    def get_offsets(self, line_index: int) -> list[int]:
        """No line is broken anywhere."""
        return []

    def get_sections(self, line_index: int) -> list[str]:
        """The whole line."""
        return [self.document.get_line(line_index)]

    def location_to_offset(self, location: Location) -> Offset:
        """Where a place of the document is on the screen.

        The cursor may still stand where a line was, while what brought that is undone.
        """
        row, column = min(location[0], self.document.line_count - 1), location[1]
        line = self.document.get_line(row)
        return Offset(column if len(line) > LONG_LINE else width_of(line[:column]), row)

    def offset_to_location(self, offset: Offset) -> Location:
        """Which place of the document is at a place on the screen."""
        row = max(0, min(offset.y, self.document.line_count - 1))
        return row, self.get_target_document_column(row, max(0, offset.x), 0)

    def get_target_document_column(self, line_index: int, x_offset: int, y_offset: int) -> int:
        """Which column of a line is at a cell."""
        line = self.document.get_line(line_index)
        if line.isascii() or len(line) > LONG_LINE:
            return min(x_offset, len(line))
        return cell_width_to_column_index(shown(line), x_offset, 1)
