"""Asks where to save events, and as what."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from flux_tui.model.inline import size_text
from flux_tui.tui.choice import Choice
from flux_tui.tui.event_files.save_dialog import SaveDialog
from flux_tui.tui.event_files.saving import SaveAs, form_of, save
from flux_tui.tui.exact_input import ExactInput
from flux_tui.tui.exporting.export_file import path_to_write
from flux_tui.tui.exporting.path_suggester import PathSuggester

FORMS = list(SaveAs)


class SaveScreen(SaveDialog):
    """Closes once the file is there."""

    def __init__(self, text: str, path: str) -> None:
        super().__init__("save the events", "file")
        self._text = text
        self._path = ExactInput(path, suggester=PathSuggester(), id="path")
        self._form = Choice([form.value for form in FORMS], id="form")

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Where to, and as what."""
        return ("file", self._path), ("as", self._form)

    def target(self) -> Path:
        """The file that is named."""
        return path_to_write(self._path.value)

    async def write(self, path: Path, *, overwrite: bool) -> str:
        """Write the events in the chosen form."""
        size = await save(path, self._text, FORMS[self._form.index], overwrite=overwrite)
        return f"saved ({size_text(size)}) to"

    def on_mount(self) -> None:
        """The cursor is in the file's name; enter there saves."""
        self._path.focus()
        self._path.cursor_position = len(self._path.value)
        self._form.show(FORMS.index(form_of(Path(self._path.value))))

    @on(Input.Changed, "#path")
    def _follow_path(self, event: Input.Changed) -> None:
        """The form is what the name ends with."""
        event.stop()
        self._form.show(FORMS.index(form_of(Path(event.value))))
        self.say("")

    @on(Input.Submitted, "#path")
    def _on_named(self) -> None:
        self.decide()
