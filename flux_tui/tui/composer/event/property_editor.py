"""The properties of an event as rows: name, value, type, and what will become of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input

from flux_tui.model.json import Json
from flux_tui.model.printable import printable
from flux_tui.tui.choice import Choice
from flux_tui.tui.composer.note import Note
from flux_tui.tui.composer.rows import PropertyRow, RowKind, cycled, kind_of_row
from flux_tui.tui.event_files.dropping import DropInput
from flux_tui.tui.exact_input import ExactInput

KINDS = list(RowKind)
"""The kinds in the order in which they are gone through."""


ValuesOf = Callable[[Callable[[], str]], Suggester]
"""What completes the values of a property, by its name at the moment."""


class RowLine(Horizontal):
    """One property. Posts ``Edited`` when a person changes something in it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "leave(1)", "Row below", show=False, id="rows.down"),
        Binding("up", "leave(-1)", "Row above", show=False, id="rows.up"),
        Binding("tab", "step(1)", "Next cell", show=False, id="rows.next"),
        Binding("shift+tab", "step(-1)", "Cell before", show=False, id="rows.previous"),
    ]

    class Edited(Message):
        """The row says something else now."""

    class Left(Message):
        """A person goes to the row ``by`` rows further, to the ``column`` given."""

        def __init__(self, line: RowLine, by: int, column: int) -> None:
            super().__init__()
            self.line = line
            self.by = by
            self.column = column

    def __init__(self, row: PropertyRow, names: Suggester, values: ValuesOf) -> None:
        super().__init__()
        self.row = row
        self._property_name = DropInput(
            row.name, placeholder="property", suggester=names, classes="name"
        )
        self._property_value = DropInput(
            row.text, placeholder="value", suggester=values(lambda: self.row.name)
        )
        self._kind = Choice([kind.value for kind in KINDS])
        self._note = Note(classes="note")
        self.columns: Sequence[Widget] = (self._property_name, self._property_value, self._kind)
        self._open_cells()

    def compose(self) -> ComposeResult:
        """One line."""
        yield from self.columns
        yield self._note

    def show(self, kind: RowKind, note: str, *, is_wrong: bool, is_idle: bool) -> None:
        """Show of which kind it is, and what is to be said of it."""
        self._kind.show(KINDS.index(kind), is_guess=self.row.kind is None)
        self._note.say(Content(printable(note, limit=200)))
        self.set_class(is_wrong, "-wrong")
        self.set_class(is_idle, "-idle")

    def action_leave(self, by: int) -> None:
        """Go to another row."""
        focused = self.screen.focused
        column = next((i for i, cell in enumerate(self.columns) if cell is focused), 0)
        self.post_message(self.Left(self, by, column))

    def action_step(self, by: int) -> None:
        """Go to the next cell, or the one before, in this row or another.

        Not by the screen's own order: it goes by places, and cells that have just come have none.
        """
        cells = [cell for cell in self.columns if cell.focusable]
        place = next((i for i, cell in enumerate(cells) if cell is self.screen.focused), 0) + by
        if 0 <= place < len(cells):
            self.screen.set_focus(cells[place])
        else:
            self.post_message(self.Left(self, by, 0 if by > 0 else -1))

    @on(Input.Changed)
    def _take_text(self, event: Input.Changed) -> None:
        event.stop()
        row = PropertyRow(self._property_name.value, self._property_value.value, self.row.kind)
        if row != self.row:
            self.row = row
            self._open_cells()
            self.post_message(self.Edited())

    @on(Choice.Chosen)
    def _take_kind(self, event: Choice.Chosen) -> None:
        event.stop()
        self.row = cycled(self.row, KINDS[event.index])
        self._open_cells()
        if self._property_value.value != self.row.text:
            self._property_value.value = self.row.text
        self.post_message(self.Edited())

    def _open_cells(self) -> None:
        """Let into the cells that there are: a blank row has no kind, a null no value.

        At once, not when the row is judged: the next key may be a tab.
        """
        self._kind.display = not self.row.is_blank
        self._property_value.disabled = self.row.kind is RowKind.NULL

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        """Enter goes to the value, and from there to the next row."""
        event.stop()
        if event.input is self._property_name and not self._property_value.disabled:
            self.screen.set_focus(self._property_value)
        else:
            self.post_message(self.Left(self, 1, 0))


class PropertyEditor(VerticalScroll, can_focus=False):
    """Rows, the last of them always blank. Posts ``Edited`` when a person changes something."""

    class Edited(Message):
        """The rows say something else now."""

    def __init__(self, names: Suggester, values: ValuesOf) -> None:
        super().__init__(id="rows")
        self._names = names
        self._values = values
        self._lines: list[RowLine] = []

    @property
    def rows(self) -> list[PropertyRow]:
        """The rows as they are, blank ones left out."""
        return [line.row for line in self._lines if not line.row.is_blank]

    @property
    def all_rows(self) -> list[PropertyRow]:
        """The rows by their places, blank ones too."""
        return [line.row for line in self._lines]

    async def load(self, rows: Sequence[PropertyRow]) -> None:
        """Show other rows."""
        await self.remove_children()
        self._lines = [RowLine(row, self._names, self._values) for row in (*rows, PropertyRow())]
        await self.mount_all(self._lines)

    def show(
        self,
        notes: Mapping[int, str],
        problems: Mapping[int, str],
        idle: frozenset[int],
        known: Mapping[str, Json] | None,
    ) -> None:
        """Say of each row, by its place, what will become of it, or what is wrong with it."""
        for place, line in enumerate(self._lines):
            problem = problems.get(place)
            line.show(
                kind_of_row(line.row, known),
                notes.get(place, "") if problem is None else f"✗ {problem}",
                is_wrong=problem is not None,
                is_idle=place in idle,
            )

    def focus_row(self, place: int, column: int = 0) -> None:
        """Put the cursor into a row, the nearest there is."""
        if self._lines:
            line = self._lines[max(0, min(place, len(self._lines) - 1))]
            cells = [cell for cell in line.columns if cell.focusable]
            if cells:
                self.screen.set_focus(cells[max(-1, min(column, len(cells) - 1))])

    def focus_new(self) -> None:
        """Put the cursor into the blank row."""
        self.focus_row(len(self._lines) - 1)

    async def remove_focused(self) -> None:
        """Remove the row that the cursor is in; the blank one stays."""
        for place, line in enumerate(self._lines):
            if line.has_focus_within and not line.row.is_blank:
                del self._lines[place]
                if place >= len(self._lines):
                    await self._append_blank()
                self.focus_row(place)
                await line.remove()
                self.post_message(self.Edited())
                return

    @on(RowLine.Edited)
    async def _edited(self, event: RowLine.Edited) -> None:
        event.stop()
        if self._lines and not self._lines[-1].row.is_blank:
            await self._append_blank()
        self.post_message(self.Edited())

    @on(RowLine.Left)
    def _move(self, event: RowLine.Left) -> None:
        event.stop()
        place = self._lines.index(event.line) + event.by
        if 0 <= place < len(self._lines):
            self.focus_row(place, event.column)
        elif place < 0:
            self.screen.focus_previous(ExactInput)
        else:
            self.screen.focus_next()

    async def _append_blank(self) -> None:
        line = RowLine(PropertyRow(), self._names, self._values)
        self._lines.append(line)
        await self.mount(line)
