"""Asks which file to open; of a table also what it does not say itself, with a look at the first
events that it becomes.
"""

from __future__ import annotations

import os
from collections.abc import Coroutine
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static
from textual.worker import Worker

from flux_tui.errors import FluxTuiError
from flux_tui.model.inline import size_text
from flux_tui.model.printable import printable
from flux_tui.replica.table import Filling, Header, read_header
from flux_tui.tui.cells import cut_end
from flux_tui.tui.choice import Choice
from flux_tui.tui.event_files.file_text import read_text
from flux_tui.tui.event_files.tables import MOST_PROBLEMS, convert, sample
from flux_tui.tui.exact_input import ExactInput
from flux_tui.tui.exporting.path_suggester import PathSuggester
from flux_tui.tui.frame import FrameBudget
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.sparing_screen import SparingModal

PREVIEWED = 3
"""Events of a table that are shown before it is opened."""

PREVIEWED_CELLS = 130
"""Cells of each of them, in two lines: so all have room."""

VALUES = [
    "numbers, true, false, null and JSON as such",
    "everything as text",
    "numbers also with a comma: 22,5",
]

HINT = "JSON, JSON lines, or a table (CSV); → completes the name"


class OpenScreen(SparingModal[str | None]):
    """Closes with the events' text for an editor; with None when nothing was opened."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", id="open.leave"),
        Binding("down", "app.focus_next", "Next", show=False, id="open.next"),
        Binding("up", "app.focus_previous", "Before", show=False, id="open.previous"),
        Binding("ctrl+c", "app.say_how_to_leave", show=False, id="open.interrupt"),
    ]

    def __init__(self, path: str = "", *, stream: str = "", source: str = "") -> None:
        """A ``path`` that is known is read at once; the words are for tables that have none."""
        super().__init__()
        self._path = ExactInput(path, suggester=PathSuggester(), id="path")
        self._stream = ExactInput(stream, placeholder="of rows without one", id="stream")
        self._source = ExactInput(source, placeholder="of rows without one", id="source")
        self._values = Choice(VALUES, id="values")
        self._preview = Static(id="preview")
        self._about_table = Vertical(id="table")
        self._about_table.display = False
        self._message = Static(id="message")
        self._do = Button(Content("Open"), "primary", id="do", compact=True)
        self._worker: Worker[None] | None = None
        self._table: tuple[str, Header] | None = None
        self._accepts_problems = False
        self._told = ""
        self._frames = FrameBudget(self, lambda: self._say(self._told))

    def compose(self) -> ComposeResult:
        """The file; of a table what is to be said of it; the first events."""
        with Vertical(id="open", classes="file-dialog") as box:
            box.border_title = Content("open a file of events")
            box.border_subtitle = Content(keys_of(self).say("{open.leave} leaves"))
            yield _row("file", self._path)
            with self._about_table:
                yield _row("stream", self._stream)
                yield _row("source", self._source)
                yield _row("cells", self._values)
                yield self._preview
            yield self._message
            with Horizontal(id="answers"):
                yield self._do
                yield Button(Content("Cancel"), id="cancel", compact=True)

    def on_mount(self) -> None:
        """The cursor is in the file's name; a name that is known is opened."""
        self._path.focus()
        self._say(HINT)
        if self._path.value:
            self._decide()

    def on_unmount(self) -> None:
        """Paint no more; what is being read is given up."""
        self._frames.close()

    # -- what a person does --------------------------------------------------------------------

    def action_leave(self) -> None:
        """Give up what is being read; else close."""
        if self._worker is None:
            self._close(None)
            return
        self._worker.cancel()
        self._end("stopped: nothing was opened")

    @on(Button.Pressed, "#cancel")
    def _on_cancelled(self) -> None:
        self.action_leave()

    @on(Input.Changed, "#path")
    def _on_path(self, event: Input.Changed) -> None:
        """Another file: what was known of the last one is not true of it."""
        event.stop()
        self._table = None
        self._about_table.display = False
        self._say(HINT)

    @on(Input.Changed, "#stream")
    @on(Input.Changed, "#source")
    @on(Choice.Chosen, "#values")
    def _on_filling(self, event: Input.Changed | Choice.Chosen) -> None:
        event.stop()
        self._accepts_problems = False
        self._show_sample()

    @on(Input.Submitted)
    @on(Button.Pressed, "#do")
    def _decide(self) -> None:
        """Read the file; a table is then looked at before it is opened."""
        name = self._path.value.strip()
        if self._worker is not None:
            return
        if not name:
            self._say("name a file", problem=True)
        elif self._table is None:
            self._begin(self._read(Path(os.path.expanduser(name))))
        else:
            self._begin(self._convert(*self._table))

    # -- reading -------------------------------------------------------------------------------

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        self._worker = self.run_worker(self._guarded(work), name="open a file")

    async def _guarded(self, work: Coroutine[None, None, None]) -> None:
        try:
            await work
        except FluxTuiError as error:
            self._end(str(error), problem=True)

    async def _read(self, path: Path) -> None:
        text = await read_text(path, self._progress)
        if not is_table(path, text):
            self._end("")
            self._close(text)
            return
        header = read_header(text)
        self._table = (text, header)
        self._about_table.display = True
        self._end("")
        self._accepts_problems = False
        self._show_sample()
        fields = {"stream": self._stream, "source": self._source}
        wanted = [fields[name] for name in header.lacks if not fields[name].value]
        (wanted[0] if wanted else self._do).focus()

    async def _convert(self, text: str, header: Header) -> None:
        converted = await convert(text, header, self._filling, self._count)
        problems = converted.problems
        if problems and not (self._accepts_problems and converted.lines):
            self._accepts_problems = len(problems) < MOST_PROBLEMS
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            instead = (
                f"; enter again opens the other {len(converted.lines):,}"
                if self._accepts_problems and converted.lines
                else ""
            )
            self._end(f"{problems[0]}{more}{instead}", problem=True)
            return
        self._end("")
        self._close("\n".join(converted.lines))

    @property
    def _filling(self) -> Filling:
        text, comma = (self._values.index == place for place in (1, 2))
        return Filling(self._stream.value, self._source.value, text, comma)

    def _show_sample(self) -> None:
        if self._table is None:
            return
        text, header = self._table
        shown = sample(text, header, self._filling, PREVIEWED)
        lines = [*shown.lines, *(f"✗ {problem}" for problem in shown.problems)]
        said = (
            cut_end(printable(line, limit=2 * PREVIEWED_CELLS), PREVIEWED_CELLS) for line in lines
        )
        self._preview.update(Content("\n".join(said)))
        kind = "a row an entity" if header.is_of_entities else "a row an event"
        nameless = any('"": ' in line for line in shown.lines) and "" in header.names
        warning = "; one column has no name, nor has the property of its cells" if nameless else ""
        self._say(f"a table, {kind}; enter opens it as JSON lines{warning}")

    # -- what is said --------------------------------------------------------------------------

    def _progress(self, read: int, total: int) -> None:
        stop = keys_of(self)("open.leave")
        self._told = f"{size_text(read)} of {size_text(total)} read · {stop} stops"
        self._frames.request()

    def _count(self, events: int) -> None:
        self._told = f"{events:,} events · {keys_of(self)('open.leave')} stops"
        self._frames.request()

    def _end(self, text: str, *, problem: bool = False) -> None:
        self._worker = None
        self._told = text
        self._say(text, problem=problem)

    def _say(self, text: str, *, problem: bool = False) -> None:
        shown = printable(text, limit=400)
        self._message.update(Content.styled(shown, "$text-error") if problem else Content(shown))

    def _close(self, text: str | None) -> None:
        if self.is_active:
            self.dismiss(text)


def is_table(path: Path, text: str) -> bool:
    """Whether a file is a table: by its name, else by how it begins."""
    match path.suffix.lower():
        case ".csv" | ".tsv":
            return True
        case ".json" | ".jsonl" | ".ndjson":
            return False
    return not text.lstrip().startswith(("[", "{"))


def _row(label: str, field: Input | Choice) -> Horizontal:
    return Horizontal(Static(Content(label), classes="label"), field)
