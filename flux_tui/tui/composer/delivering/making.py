"""Making events ready to be sent: ids, times, texts; ahead, while it is asked whether to send."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from flux_tui.client.publishing.written import Ready, completed, text_of
from flux_tui.client.turns import Turns
from flux_tui.model.event import Event
from flux_tui.protocol.events import new_event_ids

PIECE = 100
"""Events that are made ready in one step at most, and ids that are drawn together."""

LONG = 200_000
"""Characters of events after which a step ends: large ones take long to write."""

MOST_AHEAD = 20_000
"""Events that are made ready ahead: more would take memory for what is perhaps not sent."""

Try = tuple[str | bytes, str, int]
"""One event that was given an id: its content, the id, its time in ms.

The content is what the event says, as it was drafted; of what an earlier explorer tried no more is
known than the digest of that.
"""


class Piece(NamedTuple):
    """Some events as they were drafted, the try that each is, and all of them as they are sent."""

    drafted: Sequence[Event]
    tries: Sequence[Try]
    ready: Ready

    def at(self, now: int) -> Piece:
        """The same sent now (ms): whatever was drafted without a time gets that one."""
        if all(event.timestamp is not None for event in self.drafted):
            return self
        times = (now if event.timestamp is None else event.timestamp for event in self.drafted)
        tries = [
            (content, event_id, time)
            for (content, event_id, _), time in zip(self.tries, times, strict=True)
        ]
        return _piece(self.drafted, [str(content) for content, _, _ in tries], tries)


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
    events, texts = list[Event](), list[str]()
    for event, content, (_, event_id, timestamp) in zip(drafted, contents, tries, strict=True):
        stream, source, payload, _, _, key, schema = event
        events.append(Event(stream, source, payload, timestamp, event_id, key, schema))
        texts.append(completed(content, event, event_id, timestamp))
    return Piece(drafted, tries, Ready(events, texts))


class Ahead:
    """Makes events ready while it is asked whether they are to be sent; nobody else knows of it."""

    def __init__(self, events: Sequence[Event], now: int) -> None:
        """``now`` is in ms."""
        self.events = events
        self.pieces: list[Piece] = []
        """Those that are ready by now, in their order."""
        self._now = now

    async def make(self) -> None:
        """Make the first ones ready, in slices."""
        turns = Turns()
        for piece in pieces(self.events[:MOST_AHEAD], self._now):
            self.pieces.append(piece)
            await turns.give()
