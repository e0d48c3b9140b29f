"""Many events as a person types them: a JSON array, {"events": […]} or JSON lines.

The text is read event by event, so that a large one can be read in slices between two keys, and
one bad line of JSON lines hides none of the others. One that differs little from a text that was
read is read where it differs (``rereading``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from flux_tui.errors import Malformed
from flux_tui.model.event import Event
from flux_tui.model.json import one_of_kind
from flux_tui.protocol.events import EventBody
from flux_tui.protocol.json_reading import (
    NotJson,
    Slip,
    doubled_name,
    end_of_value,
    read_json,
    read_name,
    skip_space,
)
from flux_tui.tui.composer.batch.draft_events import DraftEvent, DraftEvents

MOST_SLIPS = 100
"""Bad lines after which the rest of JSON lines is not looked at."""


class Form(Enum):
    """How the events are written."""

    ARRAY = auto()
    OBJECT = auto()
    LINES = auto()


@dataclass(slots=True)
class Reading:
    """What was read of a text so far."""

    text: str
    form: Form = Form.LINES
    events: DraftEvents = field(default_factory=DraftEvents)
    slips: list[Slip] = field(default_factory=list)
    slip_starts: list[int] = field(default_factory=list)
    """For each slip the offset at which that was begun which is none; the text's end for what ends
    an array."""
    opening: int = 0
    """Where the first event may start: behind the bracket of an array."""

    @property
    def is_sound(self) -> bool:
        """Whether each part of the text is an event that can be put into a request."""
        return not self.slips and all(draft.event is not None for draft in self.events)


def read_whole(text: str) -> Reading:
    """Read a text in one go."""
    reading = Reading(text)
    for _ in read_steps(reading):
        pass
    return reading


def read_steps(reading: Reading) -> Iterator[None]:
    """Read a text into ``reading``, an event a step; stop between any two."""
    reader = Reader(reading)
    reader.begin()
    yield from reader.events(reading.opening)


def write(drafts: Sequence[DraftEvent], text: str, form: Form) -> str:
    """Some events of a text, each as it was written, in the text's own form."""
    parts = [text[draft.start : draft.end] for draft in drafts]
    if form is Form.LINES:
        return "\n".join(parts)
    if not parts:
        return "[]" if form is Form.ARRAY else '{"events": []}'
    body = ",\n".join(parts)
    return f"[\n{body}\n]" if form is Form.ARRAY else f'{{"events": [\n{body}\n]}}'


class Reader:
    """Reads parts of one text; knows the line of each offset it comes to, in their order.

    ``joins`` is asked before each event whether from there on all is known already.
    """

    def __init__(self, reading: Reading, joins: Callable[[int], bool] = lambda at: False) -> None:
        self._text = reading.text
        self._reading = reading
        self._joins = joins
        self._line = 1
        self._counted = 0

    def begin(self) -> None:
        """Find out how the events are written, and where the first may start."""
        text, reading = self._text, self._reading
        start = skip_space(text, 0)
        if text.startswith("[", start):
            reading.form, reading.opening = Form.ARRAY, start + 1
        elif text.startswith("{", start) and (inner := self._events_of_object(start)) is not None:
            reading.form, reading.opening = Form.OBJECT, inner + 1

    def events(self, at: int) -> Iterator[None]:
        """The events from the opening on."""
        if self._reading.form is Form.LINES:
            yield from self.values(skip_space(self._text, at))
            return
        at = skip_space(self._text, at)
        if self._text.startswith("]", at):
            self._end(at)
        else:
            yield from self._elements(at)

    def events_after(self, last: DraftEvent) -> Iterator[None]:
        """The events of an array that follow one that was read."""
        self._line, self._counted = last.line, last.start
        yield from self._elements(last.end, is_after_one=True)

    def values_after(self, last: DraftEvent, at: int) -> Iterator[None]:
        """The values from ``at`` on, which lies behind one that was read."""
        self._line, self._counted = last.line, last.start
        yield from self.values(skip_space(self._text, at))

    def _elements(self, at: int, *, is_after_one: bool = False) -> Iterator[None]:
        """The elements of an array from ``at`` on; what is wrong among them ends it."""
        try:
            if is_after_one:
                at = self._next(at)
            while at >= 0 and not self._joins(at):
                at = self._next(self._event(at))
                yield
        except NotJson as error:
            self._take(error.slip, len(self._text))

    def _next(self, end: int) -> int:
        """Where the element after the one that ends here starts; -1 after the last."""
        text = self._text
        at = skip_space(text, end)
        if text.startswith(",", at):
            return skip_space(text, at + 1)
        if text.startswith("]", at):
            self._close(at)
            return -1
        raise self._slip(at, "expected `,` or `]`")

    def _close(self, at: int) -> None:
        """Nothing may follow an array that is all of the text."""
        at = skip_space(self._text, at + 1)
        if self._reading.form is Form.ARRAY and at < len(self._text):
            raise self._slip(at, "trailing characters")

    def values(self, at: int) -> Iterator[None]:
        """Values one after another, usually one a line; a bad one costs its line alone."""
        text = self._text
        while at < len(text) and not self._joins(at):
            begun = at
            try:
                end = begun = self._event(at)
                line_end = text.find("\n", end)
                rest = text[end : line_end if line_end >= 0 else len(text)]
                if rest.strip(" \t\r") and not rest.lstrip(" \t").startswith(("{", "[")):
                    raise self._slip(skip_space(text, end), "trailing characters")
            except NotJson as error:
                self._take(error.slip, begun)
                if len(self._reading.slips) >= MOST_SLIPS:
                    return
                end = text.find("\n", begun)
                end = len(text) if end < 0 else end
            at = skip_space(text, end)
            yield

    def _events_of_object(self, start: int) -> int | None:
        """Where the array of ``{"events": […]}`` starts; None when the object is something else.

        What is wrong after the array does not hide the events in it.
        """
        text = self._text
        at = skip_space(text, start + 1)
        try:
            while text.startswith('"', at):
                name, at = read_name(text, at)
                at = skip_space(text, at)
                if not text.startswith(":", at):
                    return None
                at = skip_space(text, at + 1)
                if name == "events" and text.startswith("[", at):
                    return at
                at = skip_space(text, end_of_value(text, at))
                if text.startswith(",", at):
                    at = skip_space(text, at + 1)
        except (ValueError, NotJson):
            return None
        return None

    def _event(self, start: int) -> int:
        """Read the event at ``start``; the answer is where it ends. Raises NotJson."""
        line = self._line_at(start)
        try:
            end = end_of_value(self._text, start)
            text = self._text[start:end]
            value = read_json(text)
        except NotJson as error:
            raise NotJson(error.slip.moved(line - 1, self._column(start))) from None
        event, problem, unsent = _interpret(value)
        doubled = doubled_name(text, value)
        name = None if doubled is None else doubled.name
        self._reading.events.append(DraftEvent(start, end, line, event, problem, unsent, name))
        return end

    def _end(self, at: int) -> None:
        """The end of an array without elements."""
        try:
            self._close(at)
        except NotJson as error:
            self._take(error.slip, len(self._text))

    def _take(self, slip: Slip, begun: int) -> None:
        self._reading.slips.append(slip)
        self._reading.slip_starts.append(begun)

    def _slip(self, at: int, message: str) -> NotJson:
        return NotJson(Slip(message, self._line_at(at), self._column(at) + 1))

    def _column(self, at: int) -> int:
        return at - self._text.rfind("\n", 0, at) - 1

    def _line_at(self, at: int) -> int:
        if at < self._counted:
            return self._text.count("\n", 0, at) + 1
        self._line += self._text.count("\n", self._counted, at)
        self._counted = at
        return self._line


def _interpret(value: object) -> tuple[Event | None, str | None, Sequence[str]]:
    """An event from a JSON value, or why it is none, and what of it Flux does not know."""
    if not isinstance(value, dict):
        return None, f"an event is an object {{…}}, not {one_of_kind(value)}", ()  # type: ignore[arg-type]
    try:
        body = EventBody.read(value)
        return body.to_event(), None, tuple(body.model_extra or ())
    except Malformed as error:
        return None, str(error), ()
