"""A text that differs little from one that was read: only what differs is read again."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from flux_tui.protocol.json_reading import Slip
from flux_tui.tui.composer.batch.draft_events import DraftEvent
from flux_tui.tui.composer.batch.reading import MOST_SLIPS, Form, Reader, Reading
from flux_tui.tui.json_editor.text_change import edit_between


class Rereading:
    """Reads a text into ``reading`` by what ``before`` has read; the same as reading it anew.

    The first ``kept`` events are those that stood there before, the last ``joined`` too, moved.
    """

    def __init__(self, before: Reading, text: str) -> None:
        self.before = before
        self.reading = Reading(text)
        self.kept = 0
        self.joined = 0
        self._edit = edit_between(before.text, text)
        self._shift = len(self._edit.text) - (self._edit.end - self._edit.start)
        self._next = 0
        self._join: int | None = None

    def steps(self) -> Iterator[None]:
        """Read, an event a step."""
        before, reading, edit = self.before, self.reading, self._edit
        reader = Reader(reading, self._joins)
        reader.begin()
        is_alike = reading.form is before.form and reading.opening == before.opening
        if not is_alike or edit.start < reading.opening:
            self._next = len(before.events)
            yield from reader.events(reading.opening)
            return
        at = self._keep_lines() if reading.form is Form.LINES else self._keep_elements()
        self._next = self.kept = len(reading.events)
        if not self.kept:
            yield from reader.events(reading.opening)
        elif reading.form is Form.LINES:
            yield from reader.values_after(reading.events[-1], at)
        else:
            yield from reader.events_after(reading.events[-1])
        if self._join is not None:
            self._move(self._join)

    @property
    def come(self) -> slice:
        """The places of the events that did not stand there before."""
        return slice(self.kept, len(self.reading.events) - self.joined)

    @property
    def gone(self) -> slice:
        """The places before of those that do not stand there any more."""
        return slice(self.kept, len(self.before.events) - self.joined)

    def _keep_elements(self) -> int:
        """Take the elements that end before the first difference."""
        before, edit = self.before, self._edit
        kept = bisect_left(before.events, edit.start, key=_end)
        self.reading.events.take(before.events, 0, kept)
        return self.reading.events[-1].end if kept else self.reading.opening

    def _keep_lines(self) -> int:
        """Take what stands in lines before the first that differs; the answer is where they end.

        A mistake that was found only where the texts differ may be another now.
        """
        before, reading, start = self.before, self.reading, self._edit.start
        limit = before.text.rfind("\n", 0, start) + 1
        line = before.text.count("\n", 0, start) + 1 if before.slips else 1
        for slip, begun in zip(before.slips, before.slip_starts, strict=True):
            if slip.line >= line or begun >= limit:
                limit = min(limit, before.text.rfind("\n", 0, begun) + 1)
                break
        kept, end = bisect_left(before.events, limit, key=_end), 0
        while kept:
            end = before.text.find("\n", before.events[kept - 1].end)
            if kept == len(before.events) or before.events[kept].start > end:
                break
            kept -= 1
        if not kept:
            return 0
        reading.events.take(before.events, 0, kept)
        known = bisect_left(before.slip_starts, end)
        reading.slips += before.slips[:known]
        reading.slip_starts += before.slip_starts[:known]
        return end

    def _joins(self, at: int) -> bool:
        """Whether at this offset an event starts from which on nothing differs."""
        events, old = self.before.events, at - self._shift
        while self._next < len(events) and events[self._next].start < old:
            self._next += 1
        if self._next == len(events) or events[self._next].start != old or old < self._edit.end:
            return False
        known = len(self.before.slips)
        left = known - bisect_left(self.before.slip_starts, old)
        if known >= MOST_SLIPS or len(self.reading.slips) + left >= MOST_SLIPS:
            return False
        self._join = self._next
        return True

    def _move(self, first: int) -> None:
        """Take the events from ``first`` on, and their slips, moved to where they are now."""
        before, reading, edit, shift = self.before, self.reading, self._edit, self._shift
        self.joined = len(before.events) - first
        lines = edit.text.count("\n") - before.text.count("\n", edit.start, edit.end)
        known = bisect_left(before.slip_starts, before.events[first].start)
        reading.events.take(before.events, first, len(before.events), shift=shift, lines=lines)
        reading.slips += map(self._moved_slip, before.slips[known:])
        reading.slip_starts += [begun + shift for begun in before.slip_starts[known:]]

    def _moved_slip(self, slip: Slip) -> Slip:
        text, edit = self.before.text, self._edit
        lines = edit.text.count("\n") - text.count("\n", edit.start, edit.end)
        columns = 0
        if slip.line == text.count("\n", 0, edit.end) + 1:
            now = self.reading.text
            columns = _column(now, edit.start + len(edit.text)) - _column(text, edit.end)
        return Slip(slip.message, slip.line + lines, slip.column + columns)


def _end(draft: DraftEvent) -> int:
    return draft.end


def _column(text: str, at: int) -> int:
    return at - text.rfind("\n", 0, at)
