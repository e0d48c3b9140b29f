"""Edits of a batch's text that add, double, remove and move whole events, each as it is written."""

from __future__ import annotations

from flux_tui.tui.composer.batch.draft_events import DraftEvent
from flux_tui.tui.composer.batch.reading import Form, Reading
from flux_tui.tui.composer.rows import quoted
from flux_tui.tui.json_editor.text_change import TextEdit


def fresh_event(like: DraftEvent | None) -> str:
    """The text of a new event, from where the one that it stands below comes from."""
    event = None if like is None else like.event
    stream, source = ("", "") if event is None else (event.stream, event.source)
    return (
        f'{{"stream": {quoted(stream)}, "source": {quoted(source)}, '
        '"payload": {"entity_id": "", "properties": {}}}'
    )


def inserted(reading: Reading, place: int, event: str) -> TextEdit:
    """An event more, to stand at ``place``, set as those around it are."""
    events, text = reading.events, reading.text
    if not events:
        return _first(reading, event)
    if place >= len(events):
        end = events[-1].end
        return TextEdit(end, end, f"{_gap(reading)}{event}")
    start = events[place].start
    return TextEdit(start, start, f"{event}{_gap(reading)}") if text else _first(reading, event)


def doubled(reading: Reading, place: int) -> TextEdit:
    """The event at ``place`` once more, below itself."""
    draft = reading.events[place]
    return TextEdit(draft.end, draft.end, _gap(reading) + reading.text[draft.start : draft.end])


def removed(reading: Reading, place: int) -> TextEdit:
    """Without the event at ``place``; what is no event beside it stays."""
    events, text = reading.events, reading.text
    draft = events[place]
    if reading.form is Form.LINES:
        return _line_removed(text, draft)
    if place + 1 < len(events):
        return TextEdit(draft.start, events[place + 1].start, "")
    if place:
        return TextEdit(events[place - 1].end, draft.end, "")
    return TextEdit(draft.start, draft.end, "")


def moved(reading: Reading, place: int, by: int) -> TextEdit:
    """The event at ``place`` one further (``by`` 1) or before (-1): the two change places."""
    first, second = (place, place + 1) if by > 0 else (place - 1, place)
    one, other, text = reading.events[first], reading.events[second], reading.text
    between = text[one.end : other.start]
    both = text[other.start : other.end] + between + text[one.start : one.end]
    return TextEdit(one.start, other.end, both)


def _first(reading: Reading, event: str) -> TextEdit:
    """The first event: into the brackets that are there, or as a line of its own."""
    at = reading.opening if reading.form is not Form.LINES else 0
    rest = reading.text[at:]
    return TextEdit(at, at, event if reading.form is not Form.LINES or not rest else f"{event}\n")


def _gap(reading: Reading) -> str:
    """What stands between two events of a text, or would."""
    if reading.form is Form.LINES:
        return "\n"
    events, text = reading.events, reading.text
    if len(events) > 1:
        return text[events[0].end : events[1].start]
    before = text[reading.opening : events[0].start]
    return f",{before}" if before else ", "


def _line_removed(text: str, draft: DraftEvent) -> TextEdit:
    """Its lines go with it when nothing else stands in them."""
    start = text.rfind("\n", 0, draft.start) + 1
    end = text.find("\n", draft.end)
    end = len(text) if end < 0 else end
    if text[start : draft.start].strip() or text[draft.end : end].strip():
        return TextEdit(draft.start, draft.end, "")
    if end < len(text):
        return TextEdit(start, end + 1, "")
    return TextEdit(max(0, start - 1), end, "")
