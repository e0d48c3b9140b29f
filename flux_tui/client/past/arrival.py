"""When an event arrived, as far as it tells: a hint for where to ask, never a fact."""

from __future__ import annotations

from flux_tui.model.event import Event

LATEST = 4_102_444_800
"""2100: what claims to be later is no hint."""


def arrival_hint(event: Event, earliest: int) -> int:
    """The second in which an event may have arrived.

    An id that Flux has given is a UUIDv7 and begins with the server's time in ms; one of the
    publisher's may begin with anything, as its timestamp may be.
    """
    milliseconds = _uuid7_time(event.event_id or "")
    if milliseconds is None:
        milliseconds = event.timestamp or 0
    return min(max(milliseconds // 1000, earliest), LATEST)


def _uuid7_time(event_id: str) -> int | None:
    if len(event_id) != 36 or event_id[14] != "7":
        return None
    try:
        return int(event_id[:8] + event_id[9:13], 16)
    except ValueError:
        return None
