"""The outbox: under which id a content goes out, kept until it is known to have arrived.

A retry of the same content is the same event, down to its timestamp, so that a server that knows
ids takes it once. Another content is another event; the same one sent again after it arrived, too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from flux_tui.model.event import Event
from flux_tui.protocol.events import new_event_id, write_event
from flux_tui.protocol.json_text import encode_ascii

MOST_KEPT = 50_000
"""Events on their way that are remembered; far more than an editor holds."""


@dataclass(slots=True)
class _Pending:
    """One event that was given an id, and why it last failed."""

    event: Event
    reason: str | None = field(default=None)


class Outbox:
    """The events of one draft that were made ready and are not known to have arrived."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms
        self._pending: dict[bytes, list[_Pending]] = {}
        self._contents: dict[str, bytes] = {}

    def make_ready(self, events: Sequence[Event]) -> list[Event]:
        """The events with ids and timestamps: those of the last try where there was one.

        Twice the same content in one batch is two events.
        """
        used: dict[bytes, int] = {}
        ready = []
        for event in events:
            content = _content(event)
            place = used.get(content, 0)
            used[content] = place + 1
            pending = self._pending.setdefault(content, [])
            if place == len(pending):
                pending.append(_Pending(self._complete(event)))
            ready.append(pending[place].event)
            self._contents[ready[-1].event_id or ""] = content
        self._forget_oldest()
        return ready

    def arrived(self, event: Event) -> None:
        """An event that was made ready was accepted: its content is free to be sent anew."""
        content = self._contents.pop(event.event_id or "", None)
        if content is None:
            return
        kept = [p for p in self._pending.get(content, []) if p.event.event_id != event.event_id]
        if kept:
            self._pending[content] = kept
        else:
            self._pending.pop(content, None)

    def failed(self, event: Event, reason: str) -> None:
        """An event that was made ready did not arrive, or nobody knows."""
        content = self._contents.get(event.event_id or "")
        for pending in self._pending.get(content or b"", []):
            if pending.event.event_id == event.event_id:
                pending.reason = reason

    def reason(self, event: Event) -> str | None:
        """Why this content failed when it was last tried; None when it was not, or did not."""
        if not self._contents:
            return None
        pending = self._pending.get(_content(event))
        return pending[0].reason if pending else None

    def _complete(self, event: Event) -> Event:
        now = self._now_ms()
        return replace(
            event,
            event_id=new_event_id(now) if event.event_id is None else event.event_id,
            timestamp=now if event.timestamp is None else event.timestamp,
        )

    def _forget_oldest(self) -> None:
        while len(self._contents) > MOST_KEPT:
            event_id = next(iter(self._contents))
            self._pending.pop(self._contents.pop(event_id), None)


def _content(event: Event) -> bytes:
    """What an event says, as it was drafted: the same bytes for the same content alone."""
    return blake2b(encode_ascii(write_event(event)).encode(), digest_size=16).digest()
