"""Sending what was sent before: as new events, at once or after they are edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.app import App
from textual.content import Content

from flux_tui.client.sent.entry import Entry, Note, Origin, SentEvent
from flux_tui.model.event import Event
from flux_tui.model.inline import name_text
from flux_tui.protocol.events import write_event
from flux_tui.tui.composer.asking import Extent, question_before
from flux_tui.tui.composer.delivering.delivery import Delivery
from flux_tui.tui.composer.delivering.outbox import Outbox
from flux_tui.tui.composer.wording import plural, receipts_line
from flux_tui.tui.json_view.lines import written
from flux_tui.tui.question.question import Question
from flux_tui.tui.workspace import Workspace
from flux_tui.tui.writing import may_write

if TYPE_CHECKING:
    from flux_tui.tui.composer.composer import Composer

MOST_EDITED = 2_000_000
"""Characters of events that are put into the batch editor."""

MOST_COPIED = 1_000
"""Events that are copied at once."""


def as_new(sent: Sequence[SentEvent]) -> list[Event]:
    """The events without their ids and times: what the same words would be, sent now."""
    return [one.event._replace(event_id=None, timestamp=None) for one in sent]


def send_again(app: App[None], workspace: Workspace, entry: Entry, sent: list[SentEvent]) -> None:
    """Publish the same as new events, after a question."""
    if not may_write(app, workspace):
        return
    if any(one.masked for one in sent):
        app.notify(
            "a secret was kept as its placeholder, and would be sent so; e edits it first",
            severity="warning",
            markup=False,
        )
        return
    events = as_new(sent)
    what = "this event" if len(events) == 1 else f"these {plural(len(events), 'event')}"
    about = name_text(events[0].entity_id or "", 60) if len(events) == 1 else ""
    plain = Question(
        "send again",
        Content(f"Send {what} once more, as new, with the time of now? {about}".rstrip()),
        do="Send",
    )
    question = question_before(workspace, Extent(events)) or plain
    app.push_screen(question, lambda yes: _publish(app, workspace, entry, events) if yes else None)


def _publish(app: App[None], workspace: Workspace, entry: Entry, events: list[Event]) -> None:
    clock, note = workspace.clock, Note(Origin.AGAIN, entry.number)
    delivery = Delivery(events, Outbox(lambda: clock.now() // 1_000_000), clock, note)
    workspace.desk.take(delivery)

    async def deliver() -> None:
        await delivery.run(workspace.open_publisher())
        severity = "error" if delivery.lost else "information"
        line = receipts_line(delivery.counts, delivery.receipts.unsent).plain
        app.notify(line, severity=severity, markup=False)  # type: ignore[arg-type]

    app.run_worker(deliver(), group="deliveries", name="again")


def edit_first(
    app: App[None], composer: Callable[[], Composer], entry: Entry, sent: list[SentEvent]
) -> None:
    """Open what was sent in the form of one event, or in the batch editor."""
    used = composer()
    if not may_write(app, used.workspace):
        return
    events = as_new(sent)
    note = Note(Origin.AGAIN, entry.number)
    if len(events) == 1 and _is_usual(events[0]):
        from flux_tui.tui.composer.event.screen import EventScreen

        event = events[0]
        draft = used.drafts.repeat(event.entity_id or "", event.properties or {})
        draft.stream, draft.source, draft.note = event.stream, event.source, note
        app.push_screen(EventScreen(used, draft))
        return
    text = "[\n" + ",\n".join(_on_a_line(event) for event in events) + "\n]"
    if len(text) > MOST_EDITED:
        said = f"{len(text) / 1_000_000:.1f} MB are more than the batch editor is good for"
        app.notify(said, severity="warning", markup=False)
    elif used.drafts.batch.delivering is not None:
        app.notify("the batch editor is sending; wait for it, or stop it", markup=False)
    elif used.drafts.batch.text.strip():
        question = Question(
            "the batch editor is not empty",
            Content("Put these events in place of what is in it?"),
            do="Replace",
        )
        app.push_screen(question, lambda yes: _open_batch(app, used, text, note) if yes else None)
    else:
        _open_batch(app, used, text, note)


def _open_batch(app: App[None], composer: Composer, text: str, note: Note) -> None:
    from flux_tui.tui.composer.batch.screen import BatchScreen

    draft = composer.drafts.batch = composer.drafts.new_batch()
    draft.text, draft.note = text, note
    draft.edited()
    app.push_screen(BatchScreen(composer))


def _is_usual(event: Event) -> bool:
    """Whether the form of one event can say all that it says."""
    return (
        event.has_effect
        and event.payload.keys() == {"entity_id", "properties"}
        and event.key is None
        and event.schema is None
    )


def _on_a_line(event: Event) -> str:
    from flux_tui.protocol.json_text import encode_ascii

    return "  " + encode_ascii(write_event(event))


async def copy_events(app: App[None], sent: Sequence[SentEvent]) -> None:
    """Copy what was sent as JSON: the event where it is one, else a list."""
    if len(sent) > MOST_COPIED:
        app.notify(f"{len(sent):,} events are too many to copy", markup=False)
        return
    from flux_tui.tui.copying import clipboard

    events = [write_event(one.event) for one in sent]
    taken = await clipboard.copy(app, written(events[0] if len(events) == 1 else list(events)))
    said = f"copied {plural(len(sent), 'event')} to {' and '.join(taken)}"
    app.notify(said if taken else "no clipboard takes so much", markup=False)
