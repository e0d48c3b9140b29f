"""What is said of a history: how far it is read, when something happened, by which event."""

from __future__ import annotations

from flux_tui.client.past.reader import PastReader
from flux_tui.client.past.status import Reading
from flux_tui.model.event import Event
from flux_tui.model.inline import clock_text, moment_text
from flux_tui.model.printable import printable
from flux_tui.tui.cells import cut_middle
from flux_tui.tui.keys.naming import KeyNames

MS = 1_000_000
"""Nanoseconds in a millisecond, the unit of a publisher's timestamp."""

LATEST = 253_402_300_799_000
"""The last millisecond that has a date, in the year 9999; Flux takes later ones."""


def instant_of(event: Event) -> int | None:
    """When an event was published, in ns by its publisher's clock; None for what is no date."""
    timestamp = event.timestamp
    if timestamp is None or not 0 <= timestamp <= LATEST - 86_400_000:
        return None
    return timestamp * MS


def short_time(event: Event, today: str, *, utc: bool) -> str:
    """In eleven cells: the time of day; of another day than ``today`` the date and the minute."""
    instant = instant_of(event)
    if instant is None:
        return "no date"
    moment = moment_text(instant, utc=utc)
    return clock_text(instant, utc=utc) if moment.startswith(today) else moment[5:16]


def whole_time(event: Event, today: str, *, utc: bool) -> str:
    """The time to the millisecond, with its date if that is not today; or a number that is none."""
    instant = instant_of(event)
    if instant is None:
        return f"{event.timestamp} ms"
    return moment_text(instant, utc=utc).removeprefix(f"{today} ")


def provenance(event: Event, today: str, *, utc: bool) -> str:
    """Who published an event, when by that clock, and which it is."""
    parts = [
        whole_time(event, today, utc=utc),
        f"by {printable(event.source, limit=40)}",
        f"event {cut_middle(printable(event.event_id or 'without an id', limit=80), 13)}",
        printable(event.stream, limit=40),
    ]
    return " · ".join(parts)


def told(problem: str | None, event: Event | None, today: str, *, utc: bool) -> str:
    """What went wrong with the reading; else where the event comes from that the cursor is on."""
    if problem is not None:
        return printable(problem, limit=300)
    return "" if event is None else provenance(event, today, utc=utc)


def progress(reader: PastReader, today: str, key: KeyNames, *, utc: bool, lost: bool) -> str:
    """How much of the past is known, and whether there is more."""
    events, status = reader.history.events, reader.status
    count = f"{len(events):,} event{'' if len(events) == 1 else 's'}"
    back = f"{count} back to {_oldest(events[0], today, utc)}" if events else count
    match status.reading:
        case Reading.NOT_YET:
            said = f"{back}, loading…" if events else "loading…"
        case Reading.READING:
            said = f"{back}, loading… {key('history.stop')} stops"
        case Reading.WHOLE if reader.history.gaps:
            said = f"{back}, not all of them"
        case Reading.WHOLE:
            said = f"{count}, all that the server keeps" if events else "the server keeps no event"
        case Reading.LIMITED:
            said = f"{back}; older ones are left out"
        case Reading.FAILED:
            said = f"{back}; {key('history.retry')} tries again"
        case Reading.STOPPED:
            said = f"{back}; {key('history.retry')} reads on"
    parts = [f"not followed: {said}" if lost else said]
    gaps = reader.history.gaps
    if gaps:
        parts.append(f"{gaps:,} gap{'' if gaps == 1 else 's'}")
    if status.newest_missing:
        parts.append("the newest are missing: too many in one second")
    return " · ".join(parts)


def _oldest(event: Event, today: str, utc: bool) -> str:
    instant = instant_of(event)
    if instant is None:
        return "an event without a date"
    moment = moment_text(instant, utc=utc)[:19]
    return moment[11:] if moment.startswith(today) else moment
