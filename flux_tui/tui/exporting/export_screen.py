"""Asks what to export, as what, and where to; then shows how far it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.notifications import SeverityLevel
from textual.widgets import Button, Input, Static
from textual.worker import Worker

from flux_tui.errors import UsageError
from flux_tui.model.inline import size_text
from flux_tui.model.printable import printable
from flux_tui.replica.export import Format
from flux_tui.tui.acting.aim_row import AimRow
from flux_tui.tui.acting.aims import Aim
from flux_tui.tui.choice import Choice
from flux_tui.tui.exact_input import ExactInput
from flux_tui.tui.exporting.caution import Caution, caution_of
from flux_tui.tui.exporting.export_file import export, path_text, path_to_write
from flux_tui.tui.exporting.path_suggester import PathSuggester
from flux_tui.tui.frame import FrameBudget
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.question.replacing import ask_to_replace
from flux_tui.tui.sparing_screen import SparingModal
from flux_tui.tui.workspace import Workspace

FORMATS = list(Format)
MEANING = {
    Format.JSON: "the server's own list, an entity a line",
    Format.JSONL: "an entity a line",
    Format.CSV: "for spreadsheets: nested values as JSON, formulas behind a '",
}


class ExportScreen(SparingModal[None]):
    """Closes once the file is there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", id="export.leave"),
        Binding("ctrl+t", "next_aim", "Others", show=False, id="export.target", priority=True),
        Binding("down", "app.focus_next", "Next", show=False, id="export.next"),
        Binding("up", "app.focus_previous", "Before", show=False, id="export.previous"),
        Binding("ctrl+c", "app.say_how_to_leave", show=False, id="export.interrupt"),
    ]

    def __init__(self, workspace: Workspace, aims: Sequence[Aim], path: str) -> None:
        super().__init__()
        self._workspace = workspace
        self._aims = AimRow(aims, "export.target")
        self._formats = Choice(list(FORMATS), id="format")
        self._path = ExactInput(path, suggester=PathSuggester(), id="path")
        self._meaning = Static(id="format-meaning")
        self._caution = Static(id="export-caution")
        self._caution.display = False
        self._warned = ""
        self._stop_following: Callable[[], None] = lambda: None
        self._message = Static(id="export-message")
        self._do = Button(Content("Export"), "primary", id="do", compact=True)
        self._worker: Worker[None] | None = None
        self._written = 0
        self._total = 0
        self._frames = FrameBudget(self, self._show_progress)

    def compose(self) -> ComposeResult:
        """What, as what, where to."""
        with Vertical(id="export") as box:
            box.border_title = Content("export")
            box.border_subtitle = Content(keys_of(self).say("{export.leave} leaves"))
            for label, field in (
                ("what", self._aims),
                ("format", self._formats),
                ("", self._meaning),
                ("file", self._path),
            ):
                with Horizontal():
                    yield Static(Content(label), classes="label")
                    yield field
            yield self._caution
            yield self._message
            with Horizontal(id="answers"):
                yield self._do
                yield Button(Content("Cancel"), id="cancel", compact=True)

    def on_mount(self) -> None:
        """The cursor is in the file's name; enter there exports."""
        self._stop_following = self._workspace.session.observe(lambda _: self._warn())
        self._warn()
        self._follow_path(self._path.value)
        self._path.focus()
        self._path.cursor_position = len(self._path.value)

    def on_unmount(self) -> None:
        """Paint no more; what is being written is given up."""
        self._stop_following()
        self._frames.close()

    @property
    def format(self) -> Format:
        """The chosen format."""
        return FORMATS[self._formats.index]

    # -- what a person does --------------------------------------------------------------------

    def action_next_aim(self) -> None:
        """Mean the next of what is offered."""
        if self._worker is None and self._aims.can_focus:
            self._aims.action_step(1)

    def action_leave(self) -> None:
        """Give up what is being written; else close."""
        if self._worker is None:
            if self.is_active:
                self.dismiss()
            return
        self._worker.cancel()
        self._end("stopped: nothing was written")

    @on(Choice.Chosen, "#format")
    def _follow_format(self) -> None:
        """The file's name ends as the format is called."""
        path = Path(self._path.value)
        if path.suffix.lstrip(".") in FORMATS:
            self._path.value = str(path.with_suffix(f".{self.format}"))
        self._show_meaning()

    @on(Input.Changed, "#path")
    def _on_path(self, event: Input.Changed) -> None:
        event.stop()
        self._follow_path(event.value)

    def _follow_path(self, path: str) -> None:
        """The format is what the file's name ends with, if it is one."""
        suffix = Path(path).suffix.lstrip(".").lower()
        if suffix in FORMATS:
            self._formats.show(FORMATS.index(Format(suffix)))
        self._message.update("")
        self._show_meaning()

    def _show_meaning(self) -> None:
        self._meaning.update(Content(f"  {MEANING[self.format]}"))

    @on(Input.Submitted, "#path")
    @on(Button.Pressed, "#do")
    def _decide(self) -> None:
        """Write the file; one that there is already is asked about first."""
        if self._worker is not None:
            return
        try:
            path = path_to_write(self._path.value)
        except UsageError as error:
            self._say(str(error), problem=True)
            return
        ask_to_replace(self.app, path, "file", lambda overwrite: self._begin(path, overwrite))

    @on(Button.Pressed, "#cancel")
    def _on_cancelled(self) -> None:
        self.action_leave()

    # -- writing -------------------------------------------------------------------------------

    def _caution_now(self) -> Caution:
        options = self._workspace.options
        return caution_of(self._workspace.session.status, utc=options.utc)

    def _warn(self) -> None:
        """Say what the file would not be, while it is not being written."""
        if self._worker is None:
            self._aims.follow()
        words = self._caution_now().before
        if self._worker is None and words != self._warned:
            self._warned = words
            self._caution.update(Content(words))
            self._caution.display = bool(words)

    def _begin(self, path: Path, overwrite: bool) -> None:
        ids = self._aims.aim.ids()
        self._written, self._total = 0, len(ids)
        self._do.disabled = True
        self._show_progress()
        self._worker = self.run_worker(self._write(path, ids, overwrite), name="export")

    async def _write(self, path: Path, ids: Sequence[str], overwrite: bool) -> None:
        caution = self._caution_now()
        with self._workspace.view.picture.moment() as moment:
            try:
                size = await export(
                    path, self.format, ids, moment, overwrite=overwrite, progress=self._progress
                )
            except UsageError as error:
                self._end(str(error), problem=True)
                return
        what = "1 entity" if len(ids) == 1 else f"{len(ids):,} entities"
        done = f"exported {what} ({size_text(size)}) to {path_text(path)}"
        done += caution.after
        severity: SeverityLevel = "warning" if caution.after else "information"
        self.app.notify(done, severity=severity, markup=False)
        self._end(done)
        if self.is_active:
            self.dismiss()

    def _progress(self, written: int) -> None:
        self._written = written
        self._frames.request()

    def _show_progress(self) -> None:
        if self._worker is None:
            return  # asked for before it ended
        leave = keys_of(self)("export.leave")
        self._say(f"{self._written:,} of {self._total:,} written · {leave} stops")

    def _end(self, text: str, *, problem: bool = False) -> None:
        self._worker = None
        self._warn()
        self._do.disabled = False
        self._say(text, problem=problem)

    def _say(self, text: str, *, problem: bool = False) -> None:
        shown = printable(text, limit=400)
        self._message.update(Content.styled(shown, "$text-error") if problem else Content(shown))
