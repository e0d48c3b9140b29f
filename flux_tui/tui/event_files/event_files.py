"""What the composer's screens do with files."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App
from textual.binding import Binding
from textual.content import Content

from flux_tui.model.inline import day_text
from flux_tui.model.printable import printable
from flux_tui.tui.composer.composer import Composer
from flux_tui.tui.event_files.dropping import FileDropped
from flux_tui.tui.event_files.open_screen import OpenScreen
from flux_tui.tui.event_files.save_screen import SaveScreen
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.question.question import Question

Put = Callable[[str], None]
"""Has a text in the editor instead of what is there."""

FILE_BINDINGS: list[Binding] = [
    Binding(
        "ctrl+o",
        "file('open')",
        "Open",
        id="composer.open",
        tooltip="Events from a file: JSON, JSON lines, or a table (CSV)",
    ),
    Binding(
        "f7",
        "file('save')",
        "Save to a file",
        show=False,
        id="composer.save",
        priority=True,
        tooltip="Write the events into a file: JSON or JSON lines",
    ),
]
"""The keys for files, also of the batch editor, in whose text f7 would select all."""


def opening_screen(composer: Composer, path: str = "") -> OpenScreen:
    """What asks for a file; a table that lacks them has the stream and the source used last."""
    used = composer.drafts.used
    return OpenScreen(
        path,
        stream=next(reversed(used.streams), ""),
        source=next(reversed(used.sources), ""),
    )


def open_file(app: App[None], composer: Composer, put: Put, path: str = "") -> None:
    """Open a file in the batch editor; what is written there is asked about first."""

    def read(text: str | None) -> None:
        if text is not None:
            put_in(app, composer, put, text)

    app.push_screen(opening_screen(composer, path), read)


def put_in(app: App[None], composer: Composer, put: Put, text: str) -> None:
    """Have a text in the batch editor; what is written there is asked about first."""
    draft = composer.drafts.batch
    if draft.delivering is not None:
        stop = keys_of(app)("composer.stop")
        words = f"wait until what is in the editor is sent, or stop it ({stop})"
        app.notify(words, markup=False)
    elif draft.text.strip() and not draft.has_arrived:
        lines = draft.text.strip().count("\n") + 1
        held = "a line that was" if lines == 1 else f"{lines:,} lines that were"
        what = Content(
            f"The editor holds {held} not sent. Put the new events in the place of that? "
            f"{keys_of(app)('composer.undo')} brings it back."
        )
        question = Question("replace the batch", what, do="Replace")
        app.push_screen(question, lambda yes: put(text) if yes else None)
    else:
        put(text)


def ask_to_open(app: App[None], dropped: FileDropped, open_path: Callable[[str], None]) -> None:
    """A file was dropped: open it, or take its path for text."""
    path = str(dropped.path)

    def answer(yes: bool | None) -> None:
        if yes:
            open_path(path)
        else:
            dropped.taker.take_paste(dropped.text)

    what = Content(f"Open {printable(path, limit=300)}?")
    app.push_screen(Question("a dropped file", what, do="Open", harmless=True), answer)


def save_file(app: App[None], composer: Composer, text: str) -> None:
    """Save what an editor holds."""
    if not text.strip():
        app.notify("there is nothing to save", markup=False)
        return
    workspace = composer.workspace
    day = day_text(workspace.clock.now(), utc=workspace.options.utc)
    app.push_screen(SaveScreen(text, f"events-{day}.json"))
