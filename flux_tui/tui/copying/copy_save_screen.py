"""Asks for the file into which a copy goes: where there is no clipboard, or where it is large."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from flux_tui.model.inline import size_text
from flux_tui.tui.copying.copyable import Copyable
from flux_tui.tui.event_files.save_dialog import SaveDialog
from flux_tui.tui.exact_input import ExactInput
from flux_tui.tui.exporting.export_file import path_to_write, write_lines
from flux_tui.tui.exporting.path_suggester import PathSuggester


class CopySaveScreen(SaveDialog):
    """Closes once the file is there."""

    def __init__(self, copyable: Copyable, path: str) -> None:
        super().__init__(f"copy {copyable.name} into a file", "file")
        self._copyable = copyable
        self._path = ExactInput(path, suggester=PathSuggester(), id="path")

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Where to."""
        return (("file", self._path),)

    def target(self) -> Path:
        """The file that is named."""
        return path_to_write(self._path.value)

    async def write(self, path: Path, *, overwrite: bool) -> str:
        """All lines of it, however many."""
        size = await write_lines(path, self._copyable.lines(), overwrite=overwrite)
        return f"copied the {self._copyable.name} ({size_text(size)}) to"

    def on_mount(self) -> None:
        """The cursor is in the file's name; enter there saves."""
        self._path.focus()
        self._path.cursor_position = len(self._path.value)

    @on(Input.Changed, "#path")
    def _on_typed(self, event: Input.Changed) -> None:
        event.stop()
        self.say("")

    @on(Input.Submitted, "#path")
    def _on_named(self) -> None:
        self.decide()
