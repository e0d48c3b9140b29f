"""The outbox: under which id a content goes out, kept until it is known to have arrived.

A retry of the same content is the same event, down to its timestamp, so that a server that knows
ids takes it once. Another content is another event; the same one sent again after it arrived, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import NamedTuple

from flux_tui.client.past.arrival import arrival_hint
from flux_tui.client.past.backward import START
from flux_tui.model.event import Event
from flux_tui.model.instant import NS
from flux_tui.protocol.events import new_event_id, write_event
from flux_tui.protocol.json_text import encode_ascii

MOST_KEPT = 200_000
"""Events on their way that are remembered; far more than an editor holds."""


class Tried(NamedTuple):
    """An event that may have been sent, in the form that outlasts the explorer."""

    content: str
    event_id: str
    timestamp: int
    reason: str | None


@dataclass(slots=True)
class _Pending:
    """One event that was given an id and a time (ms), and why it last failed.

    Where it may have arrived all the same, ``doubtful_since`` is when it was sent (ns).
    """

    event_id: str
    timestamp: int
    reason: str | None = field(default=None)
    doubtful_since: int | None = field(default=None)

    def made_of(self, event: Event) -> Event:
        """The event as it was sent."""
        return replace(event, event_id=self.event_id, timestamp=self.timestamp)


class Outbox:
    """The events of one draft that were made ready and are not known to have arrived."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms
        self._pending: dict[bytes, list[_Pending]] = {}
        self._contents: dict[str, bytes] = {}
        self._arrived: list[tuple[bytes, _Pending]] = []
        self.revision = 0
        """Another number whenever ``tried`` is otherwise than before."""
        self.rounds = 0
        """How often events were made ready."""

    def make_ready(self, events: Sequence[Event]) -> list[Event]:
        """The events with ids and timestamps: those of the last try where there was one.

        Twice the same content in one batch is two events.
        """
        ready: list[Event] = []
        for _ in self.ready_steps(events, ready):
            pass
        return ready

    def ready_steps(self, events: Sequence[Event], ready: list[Event]) -> Iterator[None]:
        """The same, an event a step, into ``ready``; stop between any two."""
        used: dict[bytes, int] = {}
        now = self._now_ms()
        self._arrived.clear()
        for event in events:
            content = _content(event)
            place = used.get(content, 0)
            used[content] = place + 1
            pending = self._pending.setdefault(content, [])
            if place == len(pending):
                pending.append(_completing(event, now))
            ready.append(pending[place].made_of(event))
            self._contents[pending[place].event_id] = content
            yield
        self.revision += 1
        self.rounds += 1
        self._forget_oldest()

    def arrived(self, event: Event) -> None:
        """An event that was made ready was accepted: its content is free to be sent anew."""
        content = self._contents.pop(event.event_id or "", None)
        if content is None:
            return
        self.revision += 1
        pending = self._pending.get(content, [])
        kept = [p for p in pending if p.event_id != event.event_id]
        self._arrived += [(content, p) for p in pending if p.event_id == event.event_id]
        if kept:
            self._pending[content] = kept
        else:
            self._pending.pop(content, None)

    def failed(self, event: Event, reason: str, *, doubtful_since: int | None = None) -> None:
        """A ready event did not arrive; or nobody knows, if it was sent at a time that is given."""
        pending = self._pending_of(event)
        if pending is None:
            return
        pending.reason = reason
        if doubtful_since is None or pending.doubtful_since is None:
            pending.doubtful_since = doubtful_since
        self.revision += 1

    def doubts(self, events: Sequence[Event]) -> dict[str, int]:
        """Ids of ready events that may have arrived before, and when they were sent (ns)."""
        doubts = {}
        for event in events if self._contents else ():
            pending = self._pending_of(event)
            if pending is not None and pending.doubtful_since is not None:
                doubts[pending.event_id] = pending.doubtful_since
        return doubts

    def reason(self, event: Event) -> str | None:
        """Why this content failed when it was last tried; None when it was not, or did not."""
        if not self._contents:
            return None
        pending = self._pending.get(_content(event))
        return pending[0].reason if pending else None

    def tried(self, *, with_arrived: bool = False) -> list[Tried]:
        """All that was made ready and is not known to have arrived.

        ``with_arrived``: and what of it arrived since, as long as the draft still says that too.
        """
        arrived = self._arrived if with_arrived else []
        open_ = ((content, one) for content, tries in self._pending.items() for one in tries)
        return [
            Tried(content.hex(), one.event_id, one.timestamp, one.reason)
            for content, one in (*arrived, *open_)
        ]

    def take_back(self, tried: Iterable[Tried]) -> None:
        """Know of what an earlier explorer tried; raises ValueError for what is no content.

        Of none of it is it known whether it arrived: that explorer may have ended meanwhile.
        """
        for content, event_id, timestamp, reason in tried:
            key = bytes.fromhex(content)
            sent = arrival_hint(Event("", "", {}, timestamp, event_id), START) * NS
            pending = _Pending(event_id, timestamp, reason, doubtful_since=sent)
            self._pending.setdefault(key, []).append(pending)
            self._contents[event_id] = key
        self._forget_oldest()

    def _pending_of(self, event: Event) -> _Pending | None:
        content = self._contents.get(event.event_id or "")
        pending = self._pending.get(content or b"", [])
        return next((one for one in pending if one.event_id == event.event_id), None)

    def _forget_oldest(self) -> None:
        while len(self._contents) > MOST_KEPT:
            event_id = next(iter(self._contents))
            self._pending.pop(self._contents.pop(event_id), None)


def _completing(event: Event, now: int) -> _Pending:
    """The id and the time of an event: those it has, else new ones."""
    return _Pending(
        new_event_id(now) if event.event_id is None else event.event_id,
        now if event.timestamp is None else event.timestamp,
    )


def _content(event: Event) -> bytes:
    """What an event says, as it was drafted: the same bytes for the same content alone."""
    return blake2b(encode_ascii(write_event(event)).encode(), digest_size=16).digest()
