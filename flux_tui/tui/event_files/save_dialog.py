"""Asks for a file to be written, and once more before it replaces one that is there."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from flux_tui.errors import UsageError
from flux_tui.model.printable import printable
from flux_tui.tui.exporting.export_file import path_text
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.question.replacing import ask_to_replace
from flux_tui.tui.sparing_screen import SparingModal


class SaveDialog(SparingModal[None]):
    """Closes once the file is there. Who extends it has the fields, and writes the file."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", id="save.leave"),
        Binding("down", "app.focus_next", "Next", show=False, id="save.next"),
        Binding("up", "app.focus_previous", "Before", show=False, id="save.previous"),
        Binding("ctrl+c", "app.say_how_to_leave", show=False, id="save.interrupt"),
    ]

    def __init__(self, does: str, kind: str, hint: str = "") -> None:
        """``does`` is what it does, ``kind`` what is written, ``hint`` is said until it fails."""
        super().__init__()
        self._does = does
        self._kind = kind
        self._message = Static(Content(hint), id="message")
        self._is_writing = False

    @abstractmethod
    def fields(self) -> Iterable[tuple[str, Widget]]:
        """What is asked, each with its label."""

    @abstractmethod
    def target(self) -> Path:
        """The file that is wanted; raises UsageError while what was typed names none."""

    @abstractmethod
    async def write(self, path: Path, *, overwrite: bool) -> str:
        """Write the file; what is said of it, before its name. Raises UsageError."""

    def compose(self) -> ComposeResult:
        """The fields, what is wrong, the two answers."""
        with Vertical(classes="file-dialog") as box:
            box.border_title = Content(self._does)
            box.border_subtitle = Content(keys_of(self).say("{save.leave} leaves"))
            for label, field in self.fields():
                yield Horizontal(Static(Content(label), classes="label"), field)
            yield self._message
            with Horizontal(id="answers"):
                yield Button(Content("Save"), "primary", id="do", compact=True)
                yield Button(Content("Cancel"), id="cancel", compact=True)

    def say(self, problem: str) -> None:
        """Say what is wrong; nothing is, any more, where it is empty."""
        self._message.update(Content.styled(printable(problem, limit=400), "$text-error"))

    @on(Button.Pressed, "#cancel")
    def _on_cancelled(self) -> None:
        self.dismiss()

    @on(Button.Pressed, "#do")
    def decide(self) -> None:
        """Write the file; one that there is already is asked about first."""
        if self._is_writing:
            return
        try:
            path = self.target()
        except UsageError as error:
            self.say(str(error))
            return
        ask_to_replace(self.app, path, self._kind, lambda overwrite: self._begin(path, overwrite))

    def _begin(self, path: Path, overwrite: bool) -> None:
        self._is_writing = True
        self.run_worker(self._write(path, overwrite), name=f"save a {self._kind}")

    async def _write(self, path: Path, overwrite: bool) -> None:
        try:
            done = await self.write(path, overwrite=overwrite)
        except UsageError as error:
            self.say(str(error))
            return
        finally:
            self._is_writing = False
        self.app.notify(f"{done} {path_text(path)}", markup=False)
        if self.is_active:
            self.dismiss()
