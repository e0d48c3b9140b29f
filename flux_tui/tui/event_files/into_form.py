"""A file of one event is opened in the form; one of several, or of what it has not, as a batch."""

from __future__ import annotations

from textual.app import App
from textual.screen import Screen

from flux_tui.client.turns import Turns
from flux_tui.model.printable import printable
from flux_tui.protocol.json_reading import NotJson
from flux_tui.tui.composer.batch.reading import Reading, read_steps
from flux_tui.tui.composer.composer import Composer
from flux_tui.tui.composer.event.draft import EventDraft
from flux_tui.tui.composer.rows import RowProblem
from flux_tui.tui.event_files.event_files import opening_screen, save_file
from flux_tui.tui.templates.drafting import draft_of, event_text
from flux_tui.tui.templates.opening import put_batch, put_event


def open_in_form(screen: Screen[None], composer: Composer, path: str = "") -> None:
    """Ask for a file, or open the one that is named; ``screen`` is the form's."""

    def read(text: str | None) -> None:
        if text is not None:
            screen.run_worker(_open(screen.app, composer, text), group="open", exclusive=True)

    screen.app.push_screen(opening_screen(composer, path), read)


def save_from_form(app: App[None], composer: Composer, draft: EventDraft) -> None:
    """Save the event that a draft sends."""
    if draft.is_blank:
        save_file(app, composer, "")
        return
    try:
        text = event_text(draft)
    except (RowProblem, NotJson) as problem:
        app.notify(printable(str(problem), limit=200), severity="warning", markup=False)
        return
    save_file(app, composer, text)


async def _open(app: App[None], composer: Composer, text: str) -> None:
    events = await _first_events(text)
    draft = draft_of(events[0], composer.drafts) if len(events) == 1 else None
    if draft is not None:
        put_event(app, composer, draft)
        return
    why = "it has several events" if len(events) > 1 else "the form has not all that is in it"
    app.notify(f"opened as a batch: {why}", markup=False)
    put_batch(app, composer, text)


async def _first_events(text: str) -> list[str]:
    """The texts of all events where that is one, else of the first two; of none that is wrong."""
    reading, turns = Reading(text), Turns()
    for _ in read_steps(reading):
        if len(reading.events) > 1:
            break
        await turns.give()
    if reading.slips:
        return []
    return [text[event.start : event.end] for event in reading.events]
