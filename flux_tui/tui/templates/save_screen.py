"""Asks under which name a template is kept."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from flux_tui.errors import UsageError
from flux_tui.model.printable import printable
from flux_tui.tui.exact_input import ExactInput
from flux_tui.tui.exporting.export_file import NewFile
from flux_tui.tui.question.question import Question
from flux_tui.tui.templates.drafting import template_text
from flux_tui.tui.templates.folders import path_of
from flux_tui.tui.templates.template import read_template


class SaveTemplateScreen(ModalScreen[None]):
    """Closes once the file is there. Placeholders are typed into the event itself, before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", id="template.cancel"),
        Binding("down", "app.focus_next", "Next", show=False, id="template.next"),
        Binding("up", "app.focus_previous", "Before", show=False, id="template.previous"),
        Binding("ctrl+c", "app.say_how_to_leave", show=False, id="template.interrupt"),
    ]

    def __init__(self, body: str, member: str, folder: Path) -> None:
        super().__init__()
        self._body, self._member, self._folder = body, member, folder
        self._called = ExactInput(placeholder="as reading, or lamp off", id="name")
        self._description = ExactInput(placeholder="what it is for", id="description")
        self._message = Static(Content("{{name}} or {{temp:number=20}} in a value is asked for"))

    def compose(self) -> ComposeResult:
        """Its name, and what it is for."""
        with Vertical(id="save-template", classes="file-dialog") as box:
            box.border_title = Content("save as a template")
            box.border_subtitle = Content("esc leaves")
            yield Horizontal(Static(Content("name"), classes="label"), self._called)
            yield Horizontal(Static(Content("for"), classes="label"), self._description)
            yield self._message
            with Horizontal(id="answers"):
                yield Button(Content("Save"), "primary", id="do", compact=True)
                yield Button(Content("Cancel"), id="cancel", compact=True)

    @on(Button.Pressed, "#cancel")
    def _on_cancelled(self) -> None:
        self.dismiss()

    @on(Input.Submitted, "#name")
    def _go_on(self) -> None:
        self._description.focus()

    @on(Input.Submitted, "#description")
    @on(Button.Pressed, "#do")
    def _decide(self) -> None:
        """Write it; one of this name is asked about first."""
        text = template_text(self._body, self._member, self._description.value)
        try:
            path = path_of(self._folder, self._called.value)
            read_template(text, path.stem, "this")
        except UsageError as error:
            self._say(str(error))
            return
        if path.exists():
            what = Content(f"{printable(str(path), limit=300)} exists. Replace it?")
            question = Question("replace a template", what, do="Replace")
            self.app.push_screen(
                question, lambda yes: self._begin(path, text, True) if yes else None
            )
        else:
            self._begin(path, text, False)

    def _begin(self, path: Path, text: str, overwrite: bool) -> None:
        self.run_worker(self._write(path, text, overwrite), name="template", exclusive=True)

    async def _write(self, path: Path, text: str, overwrite: bool) -> None:
        try:
            await asyncio.to_thread(write_template, path, text, overwrite=overwrite)
        except OSError as error:
            self._say(f"{path} cannot be written ({error.strerror or error})")
            return
        self.app.notify(f"saved as {printable(str(path), limit=300)}", markup=False)
        if self.is_active:
            self.dismiss()

    def _say(self, problem: str) -> None:
        self._message.update(Content.styled(printable(problem, limit=300), "$text-error"))


def write_template(path: Path, text: str, *, overwrite: bool) -> None:
    """Write a template's file, whole or not at all; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = NewFile(path)
    try:
        file.write(text)
        file.finish(overwrite=overwrite)
    finally:
        file.discard()
