"""Making events ready to be sent: ids, times, texts; ahead, while it is asked whether to send."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from flux_tui.client.publishing.written import Ready, Span, completed, span_of_time, text_of
from flux_tui.client.sent.prepared import Prepared
from flux_tui.client.turns import Turns
from flux_tui.model.event import Event
from flux_tui.protocol.events import new_event_ids

PIECE = 100
"""Events that are made ready in one step at most, and ids that are drawn together."""

LONG = 200_000
"""Characters of events after which a step ends: large ones take long to write."""

MOST_AHEAD = 20_000
"""Events that are made ready ahead: more would take memory for what is perhaps not sent."""

MOST_LENGTH_AHEAD = 8_000_000
"""Characters of these at most, and bytes of what the ledger prepares of them, with what stood
before: each stands in memory two or three times until it is known whether it is sent."""

Try = tuple[str | bytes, str, int]
"""One event that was given an id: its content, the id, its time in ms.

The content is what the event says, as it was drafted; of what an earlier explorer tried no more is
known than the digest of that.
"""


class Piece(NamedTuple):
    """Some events as they were drafted, the try that each is, and all of them as they are sent.

    ``times`` are where in their texts the times stand that those got which were drafted without.
    """

    drafted: Sequence[Event]
    tries: Sequence[Try]
    ready: Ready
    times: Sequence[Span | None]

    def at(self, now: int) -> Piece:
        """The same sent now (ms): whatever was drafted without a time gets that one."""
        if not any(self.times):
            return self
        tries, events, texts = list(self.tries), list(self.ready.events), list(self.ready.texts)
        time, times = str(now), list(self.times)
        for place, span in enumerate(times):
            if span is not None:
                start, end = span
                content, event_id, _ = tries[place]
                tries[place] = content, event_id, now
                events[place] = events[place]._replace(timestamp=now)
                texts[place] = f"{texts[place][:start]}{time}{texts[place][end:]}"
                times[place] = start, start + len(time)
        return Piece(self.drafted, tries, Ready(events, texts), times)


def pieces(
    events: Iterable[Event], now: int, earlier: Callable[[str], Try | None] = lambda _: None
) -> Iterator[Piece]:
    """Events with ids and times (ms), some at a time; ``earlier`` is the try of a content that may
    have been sent before."""
    waiting, ids = iter(events), new_event_ids(now, PIECE)
    while drafted := list(islice(waiting, 1)):
        contents = [text_of(drafted[0])]
        long = len(contents[0])
        for event in islice(waiting, PIECE - 1):
            drafted.append(event)
            contents.append(text_of(event))
            long += len(contents[-1])
            if long > LONG:
                break
        tries = [
            earlier(content) or _first_try(event, content, ids, now)
            for event, content in zip(drafted, contents, strict=True)
        ]
        yield _piece(drafted, contents, tries)


def _first_try(event: Event, content: str, ids: Iterator[str], now: int) -> Try:
    event_id = next(ids) if event.event_id is None else event.event_id
    return content, event_id, now if event.timestamp is None else event.timestamp


def _piece(drafted: Sequence[Event], contents: Sequence[str], tries: Sequence[Try]) -> Piece:
    events, texts, times = list[Event](), list[str](), list[Span | None]()
    for event, content, (_, event_id, timestamp) in zip(drafted, contents, tries, strict=True):
        stream, source, payload, _, _, key, schema = event
        events.append(Event(stream, source, payload, timestamp, event_id, key, schema))
        text = completed(content, event, event_id, timestamp)
        texts.append(text)
        is_dated = event.timestamp is not None
        times.append(None if is_dated else span_of_time(text, content, timestamp))
    return Piece(drafted, tries, Ready(events, texts), times)


class Ahead:
    """Makes events ready while it is asked whether they are to be sent; nobody else knows of it.

    ``prepared`` is where the ledger has them ready, too; None: it has none.
    """

    def __init__(self, events: Sequence[Event], now: int, prepared: Prepared | None = None) -> None:
        """``now`` is in ms."""
        self.events = events
        self.pieces: list[Piece] = []
        """Those that are ready by now, in their order."""
        self.prepared = prepared
        self._now = now

    async def make(self) -> None:
        """Make the first ones ready, in slices."""
        turns, length = Turns(), 0
        for piece in pieces(self.events[:MOST_AHEAD], self._now):
            self.pieces.append(piece)
            length += sum(map(len, piece.ready.texts))
            if length >= MOST_LENGTH_AHEAD:
                break
            await turns.give()
        if self.prepared is not None:
            for piece in self.pieces:
                await self.prepared.add(piece.ready, piece.times)
                if self.prepared.size >= MOST_LENGTH_AHEAD:
                    break

    def drop(self) -> None:
        """They are not sent: nothing of it is wanted any more."""
        if self.prepared is not None:
            self.prepared.drop()
