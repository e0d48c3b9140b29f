"""Asks where to save events, and as what."""

from __future__ import annotations

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
from flux_tui.model.inline import size_text
from flux_tui.model.printable import printable
from flux_tui.tui.composer.choice import Choice
from flux_tui.tui.event_files.saving import SaveAs, form_of, save
from flux_tui.tui.exact_input import ExactInput
from flux_tui.tui.exporting.export_file import problem_with
from flux_tui.tui.exporting.path_suggester import PathSuggester
from flux_tui.tui.question.question import Question

FORMS = list(SaveAs)


class SaveScreen(ModalScreen[None]):
    """Closes once the file is there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", id="save.leave"),
        Binding("down", "app.focus_next", "Next", show=False, id="save.next"),
        Binding("up", "app.focus_previous", "Before", show=False, id="save.previous"),
        Binding("ctrl+c", "app.say_how_to_leave", show=False, id="save.interrupt"),
    ]

    def __init__(self, text: str, path: str) -> None:
        super().__init__()
        self._text = text
        self._path = ExactInput(path, suggester=PathSuggester(), id="path")
        self._form = Choice([form.value for form in FORMS], id="form")
        self._message = Static(id="message")
        self._is_writing = False

    def compose(self) -> ComposeResult:
        """Where to, and as what."""
        with Vertical(id="save", classes="file-dialog") as box:
            box.border_title = Content("save the events")
            box.border_subtitle = Content("esc leaves")
            yield Horizontal(Static(Content("file"), classes="label"), self._path)
            yield Horizontal(Static(Content("as"), classes="label"), self._form)
            yield self._message
            with Horizontal(id="answers"):
                yield Button(Content("Save"), "primary", id="do", compact=True)
                yield Button(Content("Cancel"), id="cancel", compact=True)

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
        self._message.update("")

    @on(Button.Pressed, "#cancel")
    def _on_cancelled(self) -> None:
        self.dismiss()

    @on(Input.Submitted, "#path")
    @on(Button.Pressed, "#do")
    def _decide(self) -> None:
        """Write the file; one that there is already is asked about first."""
        name = self._path.value.strip()
        path = Path(name).expanduser()
        if self._is_writing:
            return
        problem = problem_with(path) if name else "name a file"
        if problem is not None:
            self._say(problem)
        elif path.exists():
            what = Content(f"{printable(str(path), limit=300)} exists. Replace it?")
            question = Question("replace a file", what, do="Replace")
            self.app.push_screen(question, lambda yes: self._begin(path, True) if yes else None)
        else:
            self._begin(path, False)

    def _begin(self, path: Path, overwrite: bool) -> None:
        self._is_writing = True
        self.run_worker(self._write(path, overwrite), name="save a file")

    async def _write(self, path: Path, overwrite: bool) -> None:
        try:
            form = FORMS[self._form.index]
            size = await save(path, self._text, form, overwrite=overwrite)
        except UsageError as error:
            self._say(str(error))
            return
        finally:
            self._is_writing = False
        where = printable(str(path), limit=300)
        self.app.notify(f"saved ({size_text(size)}) to {where}", markup=False)
        if self.is_active:
            self.dismiss()

    def _say(self, problem: str) -> None:
        self._message.update(Content.styled(printable(problem, limit=400), "$text-error"))
