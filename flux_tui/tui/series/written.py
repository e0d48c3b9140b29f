"""What the composer's screens hold, as the template of a series."""

from __future__ import annotations

from flux_tui.client.templates.template import Template, read_template
from flux_tui.errors import UsageError
from flux_tui.protocol.json_reading import NotJson
from flux_tui.tui.composer.batch.draft import BatchDraft
from flux_tui.tui.composer.batch.reading import Form, read_whole, write
from flux_tui.tui.composer.event.draft import EventDraft
from flux_tui.tui.composer.rows import RowProblem, quoted, read_properties
from flux_tui.tui.templates.drafting import event_text, template_text

LONGEST = 200_000
"""Characters of a batch of which a series is made; it is read at each key."""


def template_of_event(draft: EventDraft) -> Template:
    """A template of one event; raises UsageError in a sentence."""
    try:
        text = event_text(draft)
    except (RowProblem, NotJson) as problem:
        raise UsageError(str(problem)) from None
    return read_template(template_text(text, "event", ""), "", "the event")


def template_of_batch(draft: BatchDraft) -> Template:
    """A template of all events of a batch; raises UsageError in a sentence."""
    text = draft.text
    if len(text) > LONGEST:
        raise UsageError("a series is made of a few events, and this batch is large")
    reading = read_whole(text)
    if reading.slips:
        raise UsageError(str(reading.slips[0]))
    if not reading.events:
        raise UsageError("write the event first of which there are to be many")
    array = write(reading.events, text, Form.ARRAY)
    return read_template(template_text(array, "events", ""), "", "the batch")


def template_of_words(stream: str, source: str, properties: str) -> Template:
    """A template that sets properties, typed as JSON, of each entity; raises UsageError."""
    try:
        read_properties(properties)
    except NotJson as problem:
        raise UsageError(f"properties: {problem.slip.words}") from None
    head = f'"stream": {quoted(stream)}, "source": {quoted(source)}'
    line = properties.strip() or "{}"
    text = f'{{{head}, "payload": {{"entity_id": "{{{{id}}}}", "properties":\n{line}}}}}'
    try:
        return read_template(f'{{"event": {text}}}', "", "the event")
    except UsageError as problem:
        within = str(problem).partition("line 2, ")[2]
        raise UsageError(f"properties: {within}" if within else str(problem)) from None
