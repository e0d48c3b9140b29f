"""A painted list with a cursor, which keys move by lines and by screens."""

from __future__ import annotations

from collections.abc import Sequence

from textual.binding import Binding, BindingType

from flux_tui.tui.painted_list import PaintedList


def cursor_keys(of: str) -> list[BindingType]:
    """The keys of a list's cursor; their ids begin with what the list is ``of``."""
    return [
        Binding("down,j", "move(1)", "Down", show=False, id=f"{of}.down"),
        Binding("up,k", "move(-1)", "Up", show=False, id=f"{of}.up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id=f"{of}.page-down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id=f"{of}.page-up"),
        Binding("home,g", "to(0)", "First", show=False, id=f"{of}.first"),
        Binding("end,G", "to(-1)", "Last", show=False, id=f"{of}.last"),
    ]


class CursorList(PaintedList):
    """``count`` lines, one of them under the cursor; a subclass tells of a move."""

    def __init__(self, name: str, parts: Sequence[str], *, id: str) -> None:  # noqa: A002
        super().__init__(name, parts, id=id)
        self._cursor = 0

    @property
    def count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def move_to(self, line: int) -> None:
        """Put the cursor on a line, or on the nearest there is, and show it."""
        before, self._cursor = self._cursor, max(0, min(line, self.count - 1))
        self.repaint_seen({before, self._cursor})
        self.show_line(self._cursor)

    def action_move(self, lines: int) -> None:
        """Move the cursor by some lines."""
        self.move_to(self._cursor + lines)

    def action_page(self, pages: int) -> None:
        """Move the cursor by whole screens."""
        self.move_to(self._cursor + pages * max(1, self.size.height - 1))

    def action_to(self, line: int) -> None:
        """Move the cursor to a line; -1 is the last."""
        self.move_to(line if line >= 0 else self.count - 1)
