"""The outbox: under which id a content goes out, kept until it is known to have arrived.

A retry of the same content is the same event, down to its timestamp, so that a server that knows
ids takes it once. Another content is another event; the same one sent again after it arrived, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple, overload

from flux_tui.client.past.arrival import arrival_hint
from flux_tui.client.past.backward import START
from flux_tui.client.publishing.written import Ready, completed, text_of
from flux_tui.model.event import Event
from flux_tui.model.instant import NS
from flux_tui.protocol.events import new_event_ids

MOST_KEPT = 200_000
"""Events on their way that are remembered; far more than an editor holds."""

FEW = 500
"""Tries that are written out at once; of more each is when it is read."""


MOST_DRAWN = 100
"""Ids that are drawn together."""


class Tried(NamedTuple):
    """An event that may have been sent, in the form that outlasts the explorer."""

    content: str
    event_id: str
    timestamp: int
    reason: str | None


@dataclass(eq=False, slots=True)
class _Pending:
    """One event that was given an id and a time (ms), and why it last failed."""

    content: bytes
    event_id: str
    timestamp: int
    reason: str | None = None

    def made_of(self, event: Event, text: str) -> Ready:
        """The event as it was sent, made of the drafted one and its text."""
        stream, source, payload = event.stream, event.source, event.payload
        event_id, timestamp = self.event_id, self.timestamp
        made = Event(stream, source, payload, timestamp, event_id, event.key, event.schema)
        return Ready(made, completed(text, event, event_id, timestamp))

    @property
    def tried(self) -> Tried:
        """The same in the form that outlasts the explorer."""
        return Tried(self.content.hex(), self.event_id, self.timestamp, self.reason)


class Tries(Sequence[Tried]):
    """A hundred thousand tries, of which each is written out by the thread that keeps them."""

    def __init__(self, pending: Sequence[_Pending]) -> None:
        self._pending = pending

    def __len__(self) -> int:
        return len(self._pending)

    @overload
    def __getitem__(self, index: int) -> Tried: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Tried]: ...

    def __getitem__(self, index: int | slice) -> Tried | Sequence[Tried]:
        if isinstance(index, slice):
            return [one.tried for one in self._pending[index]]
        return self._pending[index].tried


class _Earlier:
    """The tries of each content that were there before a round, each to be had once."""

    def __init__(self, of_content: Mapping[bytes, Mapping[str, _Pending]]) -> None:
        self._of_content = of_content
        self._left: dict[bytes, list[_Pending]] = {}

    def take(self, content: bytes) -> _Pending | None:
        """The first of those left."""
        left = self._left.get(content)
        if left is None:
            left = self._left[content] = [*self._of_content.get(content, {}).values()][::-1]
        return left.pop() if left else None


class Outbox:
    """The events of one draft that were made ready and are not known to have arrived."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms
        self._of_content: dict[bytes, dict[str, _Pending]] = {}
        """The tries of each content by their ids, the first one first."""
        self._by_id: dict[str, _Pending] = {}
        self._round: list[_Pending] = []
        self._is_complete = True
        self._doubts: dict[str, int] = {}
        self.revision = 0
        """Another number whenever ``tried`` is otherwise than before."""
        self.rounds = 0
        """How often events were made ready."""

    def make_ready(self, events: Sequence[Event]) -> list[Ready]:
        """The events with ids and timestamps: those of the last try where there was one.

        Twice the same content in one batch is two events.
        """
        return list(self.ready_steps(events))

    def ready_steps(self, events: Sequence[Event]) -> Iterator[Ready]:
        """The same, an event a step; stop between any two."""
        earlier = _Earlier(self._of_content) if self._of_content else None
        now = self._now_ms()
        ids = new_event_ids(now, min(len(events), MOST_DRAWN))
        self._round, self._is_complete = list(self._by_id.values()), False
        for event in events:
            text = text_of(event)
            content = _digest(text)
            pending = None if earlier is None else earlier.take(content)
            if pending is None:
                event_id = next(ids) if event.event_id is None else event.event_id
                timestamp = now if event.timestamp is None else event.timestamp
                pending = _Pending(content, event_id, timestamp)
                self._round.append(pending)
            self._keep(pending)
            yield pending.made_of(event, text)
        self.revision += 1
        self.rounds += 1
        self._is_complete = True
        self._forget_oldest()
        self._end_round()

    def arrived(self, events: Iterable[Event]) -> None:
        """Events that were made ready were accepted: their contents are free to be sent anew."""
        for event in events:
            pending = self._by_id.pop(event.event_id or "", None)
            if pending is not None:
                self._free(pending)
        self._end_round()

    def failed(self, event: Event, reason: str, *, doubtful_since: int | None = None) -> None:
        """A ready event did not arrive; or nobody knows, if it was sent at a time that is given."""
        pending = self._by_id.get(event.event_id or "")
        if pending is None:
            return
        pending.reason = reason
        if doubtful_since is None:
            self._doubts.pop(pending.event_id, None)
        else:
            self._doubts.setdefault(pending.event_id, doubtful_since)
        self.revision += 1

    @property
    def doubts(self) -> dict[str, int]:
        """Ids of events that may have arrived when they were last sent, and when that was (ns)."""
        return dict(self._doubts)

    def reason(self, event: Event) -> str | None:
        """Why this content failed when it was last tried; None when it was not, or did not."""
        if not self._by_id:
            return None
        tries = self._of_content.get(_digest(text_of(event)), {})
        return next((one.reason for one in tries.values()), None)

    @property
    def tried(self) -> Sequence[Tried]:
        """All that was made ready and is not known to have arrived."""
        return _tried(tuple(self._by_id.values()))

    @property
    def tried_in_round(self) -> Sequence[Tried]:
        """The same as it was when events were last made ready, whatever of it arrived since."""
        return _tried(tuple(self._round)) if self._round else self.tried

    def take_back(self, tried: Iterable[Tried]) -> None:
        """Know of what an earlier explorer tried; raises ValueError for what is no content.

        Of none of it is it known whether it arrived: that explorer may have ended meanwhile.
        """
        for content, event_id, timestamp, reason in tried:
            sent = arrival_hint(Event("", "", {}, timestamp, event_id), START) * NS
            self._keep(_Pending(bytes.fromhex(content), event_id, timestamp, reason))
            self._doubts[event_id] = sent
        self._forget_oldest()

    def _keep(self, pending: _Pending) -> None:
        """One try more of a content, or one of those that are kept."""
        tries = self._of_content.get(pending.content)
        if tries is None:
            tries = self._of_content[pending.content] = {}
        tries[pending.event_id] = self._by_id[pending.event_id] = pending

    def _free(self, pending: _Pending) -> None:
        """One of the tries of a content is over."""
        self.revision += 1
        self._doubts.pop(pending.event_id, None)
        tries = self._of_content.get(pending.content, {})
        tries.pop(pending.event_id, None)
        if not tries:
            self._of_content.pop(pending.content, None)

    def _end_round(self) -> None:
        """All that was made ready has arrived, and no more is."""
        if self._is_complete and not self._by_id:
            self._round = []

    def _forget_oldest(self) -> None:
        while len(self._by_id) > MOST_KEPT:
            self._free(self._by_id.pop(next(iter(self._by_id))))


def _tried(pending: tuple[_Pending, ...]) -> Sequence[Tried]:
    return Tries(pending) if len(pending) > FEW else tuple(one.tried for one in pending)


def _digest(text: str) -> bytes:
    """Of what an event says, as it was drafted: the same bytes for the same content alone."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
