"""The outbox: under which id a content goes out, kept until it is known to have arrived.

A retry of the same content is the same event, down to its timestamp, so that a server that knows
ids takes it once. Another content is another event; the same one sent again after it arrived, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import chain, islice
from typing import NamedTuple, overload

from flux_tui.client.past.arrival import arrival_hint
from flux_tui.client.past.backward import START
from flux_tui.client.publishing.written import Ready, text_of
from flux_tui.model.event import Event
from flux_tui.model.instant import NS
from flux_tui.tui.composer.delivering.making import Piece, Try, pieces

MOST_KEPT = 200_000
"""Events on their way that are remembered; far more than an editor holds."""

FEW = 500
"""Tries that are written out at once; of more each is when it is read."""


class Tried(NamedTuple):
    """An event that may have been sent, in the form that outlasts the explorer."""

    content: str
    event_id: str
    timestamp: int
    reason: str | None


class Tries(Sequence[Tried]):
    """A hundred thousand tries, of which each is written out by the thread that keeps them."""

    def __init__(self, tries: Sequence[Try], reasons: Mapping[str, str]) -> None:
        self._tries = tries
        self._reasons = reasons

    def __len__(self) -> int:
        return len(self._tries)

    @overload
    def __getitem__(self, index: int) -> Tried: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Tried]: ...

    def __getitem__(self, index: int | slice) -> Tried | Sequence[Tried]:
        if isinstance(index, slice):
            return [self._written(one) for one in self._tries[index]]
        return self._written(self._tries[index])

    def _written(self, one: Try) -> Tried:
        content, event_id, timestamp = one
        digest = _digest(content) if isinstance(content, str) else content
        return Tried(digest.hex(), event_id, timestamp, self._reasons.get(event_id))


class _Contents:
    """Tries by their contents, each to be had once."""

    def __init__(self, tries: Iterable[Try]) -> None:
        self._of_content: dict[str | bytes, list[Try]] = {}
        for one in reversed(list(tries)):
            self._of_content.setdefault(one[0], []).append(one)
        self._has_digests = any(isinstance(content, bytes) for content in self._of_content)

    def first(self, text: str) -> Try | None:
        """The first one of a content that is left."""
        left = self._left(text)
        return left[-1] if left else None

    def take(self, text: str) -> Try | None:
        """The same; it is not left any more."""
        left = self._left(text)
        return left.pop() if left else None

    def _left(self, text: str) -> list[Try] | None:
        earlier = self._of_content.get(_digest(text)) if self._has_digests else None
        return earlier or self._of_content.get(text)


class Outbox:
    """The events of one draft that were made ready and are not known to have arrived."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms
        self._tries: dict[str, Try] = {}
        """By their ids, the first one first."""
        self._reasons: dict[str, str] = {}
        """Why those of some ids failed when they were last tried."""
        self._contents: _Contents | None = None
        """The same by their contents, while nothing has changed since that was asked."""
        self._round: list[Try] = []
        self._is_complete = True
        self._doubts: dict[str, int] = {}
        self.revision = 0
        """Another number whenever ``tried`` is otherwise than before."""
        self.rounds = 0
        """How often events were made ready."""

    def make_ready(self, events: Sequence[Event]) -> Ready:
        """The events with ids and timestamps: those of the last try where there was one.

        Twice the same content in one batch is two events.
        """
        made, texts = list[Event](), list[str]()
        for some in self.ready_steps(events):
            made += some.events
            texts += some.texts
        return Ready(made, texts)

    def ready_steps(self, events: Sequence[Event], ahead: Sequence[Piece] = ()) -> Iterator[Ready]:
        """The same in steps, each of some events; stop between any two.

        ``ahead`` are the first of them, made ready already; what was tried before is made anew.
        """
        now = self._now_ms()
        self._round, self._is_complete = list(self._tries.values()), False
        for piece in self._pieces(events, ahead, now):
            self._take(piece)
            yield piece.ready
        self.rounds += 1
        self._is_complete = True
        self._forget_oldest()
        self._end_round()

    def _pieces(self, events: Sequence[Event], ahead: Sequence[Piece], now: int) -> Iterator[Piece]:
        if self._tries:
            return pieces(events, now, _Contents(self._tries.values()).take)
        left = islice(events, sum(len(piece.drafted) for piece in ahead), None)
        return chain((piece.at(now) for piece in ahead), pieces(left, now))

    def _take(self, piece: Piece) -> None:
        """From now on it may be that they were sent."""
        tries = self._tries
        for tried in piece.tries:
            if tried[1] not in tries:
                self._round.append(tried)
            tries[tried[1]] = tried
        self._changed()

    def arrived(self, events: Iterable[Event]) -> None:
        """Events that were made ready were accepted: their contents are free to be sent anew."""
        self._free(event.event_id for event in events)
        self._end_round()

    def failed(
        self, events: Iterable[Event], reason: str, *, doubtful_since: int | None = None
    ) -> None:
        """Ready events did not arrive; or nobody knows, if they were sent at a time that is given.

        That is in ns.
        """
        for event in events:
            event_id = event.event_id or ""
            if event_id in self._tries:
                self._reasons[event_id] = reason
                if doubtful_since is None:
                    self._doubts.pop(event_id, None)
                else:
                    self._doubts.setdefault(event_id, doubtful_since)
        self._changed()

    @property
    def doubts(self) -> dict[str, int]:
        """Ids of events that may have arrived when they were last sent, and when that was (ns)."""
        return dict(self._doubts)

    def in_doubt(self, events: Iterable[Event]) -> Iterator[Event | None]:
        """Of each of some events, in their order, what may have arrived of it when it was last
        sent: the same under the id that it would go by again; None where nothing may have."""
        tried = _Contents(self._tries.values() if self._doubts else ())
        for event in events:
            one = tried.take(text_of(event)) if self._doubts else None
            is_doubtful = one is not None and one[1] in self._doubts
            yield event._replace(event_id=one[1], timestamp=one[2]) if one and is_doubtful else None

    def reason(self, event: Event) -> str | None:
        """Why this content failed when it was last tried; None when it was not, or did not."""
        if not self._reasons:
            return None
        if self._contents is None:
            self._contents = _Contents(self._tries.values())
        tried = self._contents.first(text_of(event))
        return None if tried is None else self._reasons.get(tried[1])

    @property
    def tried(self) -> Sequence[Tried]:
        """All that was made ready and is not known to have arrived."""
        return self._written(tuple(self._tries.values()))

    @property
    def tried_in_round(self) -> Sequence[Tried]:
        """The same as it was when events were last made ready, whatever of it arrived since."""
        return self._written(tuple(self._round)) if self._round else self.tried

    def take_back(self, tried: Iterable[Tried]) -> None:
        """Know of what an earlier explorer tried; raises ValueError for what is no content.

        Of none of it is it known whether it arrived: that explorer may have ended meanwhile.
        """
        tried = list(tried)
        self.doubt((bytes.fromhex(content), event_id, time) for content, event_id, time, _ in tried)
        self._reasons.update({one.event_id: one.reason for one in tried if one.reason is not None})

    def doubt(self, tries: Iterable[Try]) -> None:
        """Know of tries that may have been sent; those that are known stay as they are."""
        for content, event_id, timestamp in tries:
            if event_id not in self._tries:
                self._tries[event_id] = (content, event_id, timestamp)
                sent = arrival_hint(Event("", "", {}, timestamp, event_id), START) * NS
                self._doubts[event_id] = sent
        self._changed()
        self._forget_oldest()

    def _written(self, tries: tuple[Try, ...]) -> Sequence[Tried]:
        written = Tries(tries, self._reasons)
        return written if len(tries) > FEW else tuple(written)

    def _free(self, event_ids: Iterable[str | None]) -> None:
        """The tries of some ids are over."""
        for event_id in event_ids:
            if event_id is not None and event_id in self._tries:
                del self._tries[event_id]
                self._reasons.pop(event_id, None)
                self._doubts.pop(event_id, None)
        self._changed()

    def _changed(self) -> None:
        self.revision += 1
        self._contents = None

    def _end_round(self) -> None:
        """All that was made ready has arrived, and no more is."""
        if self._is_complete and not self._tries:
            self._round = []

    def _forget_oldest(self) -> None:
        if len(self._tries) > MOST_KEPT:
            self._free(list(islice(self._tries, len(self._tries) - MOST_KEPT)))


def _digest(text: str) -> bytes:
    """Of what an event says, as it was drafted: the same bytes for the same content alone."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
