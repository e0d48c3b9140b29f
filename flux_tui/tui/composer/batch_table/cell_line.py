"""The lines beneath the grid: what the row will do, or the cell while somebody types in it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input

from flux_tui.tui.cells import cut_middle
from flux_tui.tui.choice import Choice
from flux_tui.tui.composer.note import Note
from flux_tui.tui.composer.rows import PropertyRow, RowKind, cycled
from flux_tui.tui.exact_input import ExactInput

KINDS = list(RowKind)
"""The kinds in the order in which they are gone through."""

LONGEST_TITLE = 24
"""Cells of a cell's title."""


class CellLine(Vertical):
    """Posts ``Changed`` when the cell says something else."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "next_kind", "Type", id="cell.kind"),
    ]

    class Changed(Message):
        """What is typed is something else now."""

    def __init__(self) -> None:
        super().__init__(id="cell-line")
        self.is_editing = False
        self._begun = PropertyRow()
        self._kind: RowKind | None = None
        self._title = Note(classes="title")
        self._input = ExactInput(classes="cell")
        self._choice = Choice([kind.value for kind in KINDS])
        self._choice.can_focus = False
        self._note = Note(classes="note")
        self._words = Note(classes="words")

    def compose(self) -> ComposeResult:
        """One line to type in, one for what comes of it."""
        with Horizontal():
            yield self._title
            yield self._input
            yield self._choice
        yield self._note
        yield self._words

    def on_mount(self) -> None:
        """Nobody types yet."""
        self._show_editing(False)

    @property
    def row(self) -> PropertyRow:
        """What is typed."""
        return PropertyRow(self._begun.name, self._input.value, self._kind)

    @property
    def is_changed(self) -> bool:
        """Whether that is something else than what there was."""
        return self.row != self._begun

    def say(self, words: Content) -> None:
        """What the row will do, to be read while nobody types."""
        self._words.say(words)

    def open(
        self, title: str, row: PropertyRow, *, text: str | None, suggester: Suggester | None
    ) -> None:
        """Type in a cell: on what it holds, or anew with ``text``."""
        self._begun, self._kind = row, row.kind if text is None else None
        self._title.styles.width = min(LONGEST_TITLE, len(title)) + 2
        self._title.say(Content(f" {cut_middle(title, LONGEST_TITLE)} "))
        self._input.suggester = suggester
        self._input.value = row.text if text is None else text
        self._input.cursor_position = len(self._input.value)
        self._show_editing(True)
        self.screen.set_focus(self._input)
        self.post_message(self.Changed())

    def close(self) -> None:
        """Nobody types any more."""
        self._show_editing(False)

    def show(self, kind: RowKind | None, note: str, *, is_wrong: bool) -> None:
        """Say of which kind what is typed is, and what comes of it; ``note`` is printable."""
        self._choice.display = kind is not None
        if kind is not None:
            self._choice.show(KINDS.index(kind), is_guess=self._kind is None)
        self._note.say(Content(note))
        self.set_class(is_wrong, "-wrong")

    def action_next_kind(self) -> None:
        """Take what is typed as another type."""
        self._choice.action_step(1)

    def on_input_changed(self, event: Input.Changed) -> None:
        """It says something else."""
        event.stop()
        self.post_message(self.Changed())

    def on_choice_chosen(self, event: Choice.Chosen) -> None:
        """Its type is chosen."""
        event.stop()
        row = cycled(self.row, KINDS[event.index])
        self._kind = row.kind
        if row.text != self._input.value:
            self._input.value = row.text
        self.post_message(self.Changed())

    def _show_editing(self, is_editing: bool) -> None:
        self.is_editing = is_editing
        for widget in (self.query_one(Horizontal), self._note):
            widget.display = is_editing
        self._words.display = not is_editing
        self._input.can_focus = is_editing
