"""The events of a text in their order; an edit before them moves them without touching them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple, overload

from flux_tui.model.event import Event

MANY_RUNS = 32
"""Runs from which on they are made one when there is time: each edit elsewhere makes two more."""

STRIDE = 500
"""Events that are moved at once: a fraction of a millisecond."""


class DraftEvent(NamedTuple):
    """One event of a text, from ``start`` to ``end``; without an ``event`` it is none, and why.

    The whole request would be refused for one that is none.
    """

    start: int
    end: int
    line: int
    event: Event | None
    problem: str | None = None
    unsent: Sequence[str] = ()
    """Fields that Flux does not know; they are not sent."""
    doubled: str | None = None
    """A name that it has twice: of its values the last one counts, as for Flux."""


class _Run(NamedTuple):
    """Some neighbours out of a list, which several texts may share, and how far they stand off."""

    events: list[DraftEvent]
    first: int
    last: int
    shift: int = 0
    """Characters by which they stand further on in this text."""
    lines: int = 0


class DraftEvents(Sequence[DraftEvent]):
    """Grows at its end, by one event read or by a whole run that another text has, moved or not."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self) -> None:
        self._runs: list[_Run] = []
        self._starts: list[int] = []
        """The place of the first event of each run."""
        self._closed = 0
        """Events in those runs; the others were appended since."""
        self._open: list[DraftEvent] = []

    def append(self, draft: DraftEvent) -> None:
        """Have one event more."""
        self._open.append(draft)

    def take(
        self, others: DraftEvents, first: int, last: int, *, shift: int = 0, lines: int = 0
    ) -> None:
        """Have those of another text from ``first`` to before ``last``, moved by so much."""
        self._close()
        others._close()
        number = max(0, bisect_right(others._starts, first) - 1)
        for start, run in islice(zip(others._starts, others._runs, strict=True), number, None):
            begin, end = max(first - start, 0), min(last - start, run.last - run.first)
            if begin >= end:
                break
            part = run.first + begin, run.first + end
            self._add(_Run(run.events, *part, run.shift + shift, run.lines + lines))

    def settle(self) -> Iterator[None]:
        """Make one run of too many, a stride a step; to whoever asks they are the same."""
        self._close()
        if len(self._runs) < MANY_RUNS:
            return
        settled: list[DraftEvent] = []
        for start in range(0, len(self), STRIDE):
            settled += self[start : start + STRIDE]
            yield
        self._runs, self._starts = [_Run(settled, 0, len(settled))], [0]

    def _close(self) -> None:
        if self._open:
            self._add(_Run(self._open, 0, len(self._open)))
            self._open = []

    def _add(self, run: _Run) -> None:
        self._runs.append(run)
        self._starts.append(self._closed)
        self._closed += run.last - run.first

    # -- as a sequence -------------------------------------------------------------------------

    def __len__(self) -> int:
        return self._closed + len(self._open)

    @overload
    def __getitem__(self, place: int) -> DraftEvent: ...
    @overload
    def __getitem__(self, place: slice) -> list[DraftEvent]: ...
    def __getitem__(self, place: int | slice) -> DraftEvent | list[DraftEvent]:
        if isinstance(place, slice):
            return self._part(*place.indices(len(self)))
        place = range(len(self))[place]
        if place >= self._closed:
            return self._open[place - self._closed]
        number = bisect_right(self._starts, place) - 1
        run = self._runs[number]
        draft = run.events[run.first + place - self._starts[number]]
        return draft if not run.shift and not run.lines else _moved([draft], run)[0]

    def _part(self, first: int, last: int, step: int) -> list[DraftEvent]:
        if step != 1:
            return [self[place] for place in range(first, last, step)]
        found: list[DraftEvent] = []
        for start, events in self._from(first):
            if start >= last:
                break
            found += events[: last - start]
        return found

    def _from(self, first: int) -> Iterator[tuple[int, list[DraftEvent]]]:
        """All events from a place on, in pieces of at most a stride, each with its own place."""
        number = max(0, bisect_right(self._starts, first) - 1)
        for start, run in islice(zip(self._starts, self._runs, strict=True), number, None):
            for begin in range(run.first + max(first - start, 0), run.last, STRIDE):
                part = run.events[begin : min(begin + STRIDE, run.last)]
                is_moved = run.shift or run.lines
                yield start + begin - run.first, _moved(part, run) if is_moved else part
        begin = max(first - self._closed, 0)
        yield self._closed + begin, self._open[begin:]

    def __iter__(self) -> Iterator[DraftEvent]:
        for _, events in self._from(0):
            yield from events

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DraftEvents) and list(self) == list(other)


def _moved(part: list[DraftEvent], run: _Run) -> list[DraftEvent]:
    new, shift, lines = tuple.__new__, run.shift, run.lines
    return [  # as the class itself does, at a third of its cost
        new(DraftEvent, (start + shift, end + shift, line + lines, *rest))
        for start, end, line, *rest in part
    ]
