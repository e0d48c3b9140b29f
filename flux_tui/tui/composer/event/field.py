"""A labelled field of a form, with what is to be said of it at the field itself."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from flux_tui.model.printable import printable
from flux_tui.tui.composer.note import Note
from flux_tui.tui.exact_input import ExactInput


class Field(Vertical):
    """A label, the field, a note beside it, and a problem below it while there is one."""

    def __init__(self, label: str, field: ExactInput) -> None:
        super().__init__()
        self._label = label
        self.field = field
        self._note = Note(classes="note")
        self._problem = Static(classes="problem")
        self._said = ("", "")

    def compose(self) -> ComposeResult:
        """One line, and one more while something is wrong."""
        with Horizontal():
            yield Static(Content(self._label), classes="label")
            yield self.field
            yield self._note
        yield self._problem

    def say(self, *, problem: str | None = None, note: str = "") -> None:
        """Show what is wrong with the field, and what else is to be said of it."""
        said = (printable(problem or "", limit=400), printable(note, limit=200))
        if said == self._said:
            return
        self._said = said
        if said[0]:
            self._problem.update(Content(f"✗ {said[0]}"))
        self._problem.display = bool(said[0])
        self._note.say(Content(said[1]))
        self.set_class(bool(said[0]), "-wrong")
