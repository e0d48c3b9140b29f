"""A batch as a table: what is done in it is done to the text itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from flux_tui.tui.composer.batch.judgement import BatchJudgement
from flux_tui.tui.composer.batch_table.cell_line import CellLine
from flux_tui.tui.composer.batch_table.cell_typing import CellTyping, Known, Suggesting
from flux_tui.tui.composer.batch_table.cells import is_property
from flux_tui.tui.composer.batch_table.columns import ANOTHER
from flux_tui.tui.composer.batch_table.event_text import (
    TIMESTAMP,
    NoPlace,
)
from flux_tui.tui.composer.batch_table.grid import Grid
from flux_tui.tui.composer.batch_table.row_edits import (
    doubled,
    fresh_event,
    inserted,
    moved,
    removed,
)
from flux_tui.tui.composer.rows import PropertyRow, RowProblem
from flux_tui.tui.json_editor.text_change import TextEdit

Apply = Callable[[TextEdit], bool]
"""Edits the text; False while it must not be changed, or is still being read."""


class BatchTable(Vertical):
    """Shows a judgement; what is changed in it is an edit of the text that was judged."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "edit", "Edit", id="table.edit"),
        Binding("ctrl+n,insert", "new_row", "New row", id="table.new-row"),
        Binding("ctrl+d", "double_row", "Double", id="table.double-row"),
        Binding("ctrl+r", "remove_row", "Remove", id="table.remove-row"),
        Binding("delete,backspace", "clear", "Clear the cell", show=False, id="table.clear"),
        Binding("alt+down", "move_row(1)", "Move the row down", show=False, id="table.move-down"),
        Binding("alt+up", "move_row(-1)", "Move the row up", show=False, id="table.move-up"),
        Binding("down", "go(1, 0)", "Row below", show=False, id="table.down"),
        Binding("up", "go(-1, 0)", "Row above", show=False, id="table.up"),
        Binding("right", "go(0, 1)", "Next column", show=False, id="table.right"),
        Binding("left", "go(0, -1)", "Column before", show=False, id="table.left"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="table.page-down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="table.page-up"),
        Binding("home", "column(0)", "First column", show=False, id="table.home"),
        Binding("end", "column(-1)", "Last column", show=False, id="table.end"),
        Binding("ctrl+home", "row(0)", "First row", show=False, id="table.first"),
        Binding("ctrl+end", "row(-1)", "Last row", show=False, id="table.last"),
        Binding("tab", "next_cell(1)", "Next cell", show=False, id="table.next"),
        Binding("shift+tab", "next_cell(-1)", "Cell before", show=False, id="table.previous"),
        Binding("escape", "cancel", "Leave as it was", show=False, id="table.cancel"),
    ]

    def __init__(
        self,
        apply: Apply,
        known: Known,
        suggester: Suggesting,
        words: Callable[[int], Content],
    ) -> None:
        """``known`` are an entity's properties now, ``suggester`` completes a cell of an entity,
        ``words`` say what the event at a place will do."""
        super().__init__(id="batch-table")
        self._apply = apply
        self._words = words
        self._grid = Grid()
        self._typing = CellTyping(self._grid, known, suggester)
        self._line = CellLine()

    def compose(self) -> ComposeResult:
        """The grid, and a line to type in."""
        yield self._grid
        yield self._line

    def show(self, judgement: BatchJudgement) -> None:
        """Show another judgement, or the same one anew."""
        self._grid.show(judgement)

    def focus_grid(self) -> None:
        """Let a person go through the cells."""
        self.screen.set_focus(self._grid)

    @property
    def line(self) -> int:
        """The line of the text in which the event under the cursor begins."""
        events = self._grid.judgement.reading.events
        return events[self._grid.row].line if events else 1

    def go_to_line(self, line: int) -> None:
        """Put the cursor into the row of the event that stands in a line of the text."""
        events = self._grid.judgement.reading.events
        self.go_to_row(bisect_right(events, line, key=lambda draft: draft.line) - 1)

    def go_to_row(self, row: int) -> None:
        """Put the cursor into a row, the nearest there is, of the same column."""
        self._grid.move_to(row, self._grid.column)

    # -- a cell --------------------------------------------------------------------------------

    def _begin(self, text: str | None) -> None:
        """Type in the cell under the cursor, on what it holds or anew with ``text``."""
        grid = self._grid
        if not grid.count:
            self.app.bell()
            return
        title, row, suggester = self._typing.begin()
        self._line.open(title, row, text=text, suggester=suggester)
        self.refresh_bindings()

    def accept(self) -> bool:
        """Take what is typed; False, and it stays, while it is none."""
        line, grid = self._line, self._grid
        if not line.is_editing:
            return True
        if grid.path == ANOTHER:
            if line.row.text:
                grid.move_to(grid.row, grid.columns.add(line.row.text))
        elif line.is_changed:
            try:
                edit = self._typing.edit(line.row)
            except (RowProblem, NoPlace):
                self.app.bell()
                return False
            if not self._apply(edit):
                self.app.bell()
                return False
        self._leave()
        return True

    def _leave(self) -> None:
        self._line.close()
        self.focus_grid()
        self.refresh_bindings()
        self._say()

    @on(CellLine.Changed)
    def _judge_cell(self) -> None:
        """Say of what is typed of which kind it is, and what comes of it."""
        if self._line.is_editing:
            kind, note, is_wrong = self._typing.verdict(self._line.row)
            self._line.show(kind, note, is_wrong=is_wrong)

    @on(Grid.Typed)
    def _type(self, message: Grid.Typed) -> None:
        self._begin(message.text)

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        """Enter takes the cell and goes on below."""
        event.stop()
        self.action_edit()

    @on(Grid.Moved)
    def _say(self) -> None:
        if self._grid.count:
            self._line.say(self._words(self._grid.row))
        else:
            self._line.say(Content(""))

    @on(Grid.Clicked)
    def _go_where_clicked(self, message: Grid.Clicked) -> None:
        if self.accept():
            self._grid.move_to(message.row, message.column)
            if message.is_double:
                self._begin(None)

    # -- keys ----------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While nobody types, escape is the screen's."""
        return self._line.is_editing or action != "cancel"

    def action_edit(self) -> None:
        """Type in the cell; once typed, take it and go on below."""
        if not self._line.is_editing:
            self._begin(None)
            return
        is_name = self._grid.path == ANOTHER
        if self.accept() and not is_name:
            self._grid.move_to(self._grid.row + 1, self._grid.column)

    def action_next_cell(self, by: int) -> None:
        """Take what is typed and go to the next cell, from the last one to the next row."""
        grid = self._grid
        is_naming = self._line.is_editing and grid.path == ANOTHER
        if not self.accept() or is_naming:
            return
        row, column = divmod(grid.column + by, len(grid.columns.paths))
        if 0 <= grid.row + row < grid.count:
            grid.move_to(grid.row + row, column)

    def action_cancel(self) -> None:
        """Leave the cell as it was."""
        self._leave()

    def action_go(self, rows: int, columns: int) -> None:
        """Go to a cell beside this one."""
        if self.accept():
            self._grid.move_to(self._grid.row + rows, self._grid.column + columns)

    def action_page(self, pages: int) -> None:
        """Go by whole screens."""
        self.action_go(pages * max(1, self._grid.size.height - 2), 0)

    def action_column(self, column: int) -> None:
        """Go to a column; -1 is the last."""
        if self.accept():
            self._grid.move_to(self._grid.row, column % len(self._grid.columns.paths))

    def action_row(self, row: int) -> None:
        """Go to a row; -1 is the last."""
        if self.accept():
            self._grid.move_to(row if row >= 0 else self._grid.count - 1, self._grid.column)

    def action_clear(self) -> None:
        """Empty the cell: a property is not sent any more, a time becomes now."""
        grid = self._grid
        if not grid.count or grid.path == ANOTHER:
            return
        empty = PropertyRow(grid.path[-1])
        is_there = grid.cell(grid.row, grid.path) is not None
        if is_there and (is_property(grid.path) or grid.path == TIMESTAMP):
            self._change(self._typing.edit(empty))

    def action_new_row(self) -> None:
        """An event more below this one, of the same stream and source."""
        if not self.accept():
            return
        reading, row = self._grid.judgement.reading, self._grid.row
        like = reading.events[row] if self._grid.count else None
        place = row + 1 if self._grid.count else 0
        if self._change(inserted(reading, place, fresh_event(like))):
            self._grid.move_to(place, 0)

    def action_double_row(self) -> None:
        """The event once more, below itself."""
        if self.accept() and self._grid.count:
            row = self._grid.row
            if self._change(doubled(self._grid.judgement.reading, row)):
                self._grid.move_to(row + 1, self._grid.column)

    def action_remove_row(self) -> None:
        """Remove the event."""
        if self._grid.count:
            self._line.close()
            self._change(removed(self._grid.judgement.reading, self._grid.row))
            self._leave()

    def action_move_row(self, by: int) -> None:
        """The event and the next one, or the one before, change places."""
        row = self._grid.row
        if not self.accept() or not 0 <= min(row, row + by) <= row + by < self._grid.count:
            return
        if self._change(moved(self._grid.judgement.reading, row, by)):
            self._grid.move_to(row + by, self._grid.column)

    def _change(self, edit: TextEdit) -> bool:
        is_done = self._apply(edit)
        if not is_done:
            self.app.bell()
        return is_done
