"""What the ledger says of entries and events: short, printable text in the parts of a row."""

from __future__ import annotations

from collections.abc import Mapping

from flux_tui.client import Step
from flux_tui.client.sent.doubts import Doubts
from flux_tui.client.sent.entry import Entry, Origin, SentEvent
from flux_tui.client.sent.undone import Undone
from flux_tui.model.inline import moment_text, name_text, value_text
from flux_tui.model.json import Json, same
from flux_tui.model.printable import printable
from flux_tui.replica.past.steps import Was
from flux_tui.replica.world import World
from flux_tui.tui.cells import fit, fit_middle, width_of
from flux_tui.tui.composer.wording import STEP_SIGNS, plural, short
from flux_tui.tui.ledger.row_list import Part
from flux_tui.tui.undo.wording import entry_name

MOST_NAMED = 8
"""Properties of an event that are looked at for its line."""

UNDONE_WORDS = {Undone.PART: "undone in part", Undone.WHOLE: "undone"}
"""How much of an entry was taken back."""

SIGN_PARTS = {"✗": "failing", "!": "warning", "?": "warning", "●": "success"}
"""In which part of the styles a sign is."""


def entry_parts(entry: Entry, width: int, today: str, *, utc: bool) -> list[Part]:
    """One entry: when, how far it came, what it was, what became of it."""
    sign, state, part = entry_state(entry)
    moment = moment_text(entry.at, utc=utc)
    time = moment[11:19] if moment.startswith(today) else moment[5:16]
    left = max(0, width - 12 - 3)
    rest = min(width_of(state), max(0, left // 2))
    return [
        (fit(time, 12), "dim"),
        (f"{sign}  ", SIGN_PARTS.get(sign, "")),
        (fit(entry_name(entry), max(0, left - rest - 2)) + "  ", ""),
        (fit(state, rest), part),
    ]


def entry_state(entry: Entry) -> tuple[str, str, str]:
    """A sign, what became of it in words, and the part of the styles they are in."""
    if entry.is_open:
        return "◐", "on its way", ""
    parts = []
    if entry.in_doubt:
        parts.append(f"{entry.in_doubt:,} in doubt")
    if entry.failed:
        parts.append(f"{entry.failed:,} failed")
    unseen = entry.steps.get(Step.UNSEEN, 0)
    if unseen:
        parts.append(f"{unseen:,} not seen in the state")
    if entry.undone is not Undone.NOTHING:
        parts.append(UNDONE_WORDS[entry.undone])
    if entry.origin is Origin.UNDO and entry.of is not None:
        parts.append(f"of #{entry.of}")
    said = f"{', '.join(parts)}  #{entry.number}" if parts else f"#{entry.number}"
    if entry.in_doubt:
        return "?", said, "warning"
    if entry.failed:
        return "✗", said, "failing"
    return ("!" if unseen else "●"), said, "dim"


def event_parts(sent: SentEvent, width: int, world: World) -> list[Part]:
    """One event: how far it came, of which entity, what it changed, what of it stands now."""
    sign = STEP_SIGNS[sent.step]
    stands, part = stands_now(sent, world)
    left = max(0, width - 2)
    entity = min(28, left // 3)
    rest = min(width_of(stands), left // 3)
    return [
        (f"{sign} ", SIGN_PARTS.get(sign, "")),
        (fit_middle(name_text(sent.event.entity_id or "", 400), entity) + "  ", ""),
        (fit(changed_text(sent), max(0, left - entity - rest - 4)) + "  ", ""),
        (fit(stands, rest), part),
    ]


def changed_text(sent: SentEvent) -> str:
    """What an event changed: ``temperature 22.5 → 31  unit new``."""
    event, before = sent.event, sent.before
    if event.is_tombstone:
        count = len(before.values)
        return "deleted" + (f" with {plural(count, 'property', 'properties')}" if count else "")
    parts = []
    for name, value in list((event.properties or {}).items())[:MOST_NAMED]:
        was = before.was(name)
        old = {Was.ABSENT: "new", Was.UNKNOWN: "…"}.get(was) or short(before.values[name])
        parts.append(f"{name_text(name, 40)} {old} → {short(value)}")
    return "  ".join(parts) or "nothing: it sets no property"


def stands_now(sent: SentEvent, world: World) -> tuple[str, str]:
    """What of an event stands now, and in which part of the styles that is."""
    event = sent.event
    if sent.step is Step.FAILED:
        return "failed", "failing"
    if not event.has_effect:
        return "no effect", "dim"
    if sent.masked:
        return "has a secret", "dim"
    entity_id = event.entity_id or ""
    record = world.get(entity_id)
    if record is None and world.is_blind_to(entity_id):
        return "not opened", "dim"
    if event.is_tombstone:
        return ("gone", "dim") if record is None else ("made anew since", "warning")
    if record is None:
        return "deleted since", "warning"
    other = _overwritten(event.properties or {}, record.properties)
    if not other:
        return "stands", "success"
    source = record.source(other[0])
    by = "" if source is None else f" by {name_text(source, 24)}"
    total = len(event.properties or {})
    some = "" if len(other) == total else f"{len(other)} of {total} "
    return f"{some}overwritten{by}", "dim"


def _overwritten(sent: Mapping[str, Json], now: Mapping[str, Json]) -> list[str]:
    return [name for name, value in sent.items() if name not in now or not same(now[name], value)]


def footer_text(sent: SentEvent) -> str:
    """The rest of what is known of an event: why it failed, who, where, under which id."""
    event = sent.event
    parts = [printable(sent.reason, limit=300)] if sent.reason else []
    parts += [f"{name_text(event.stream, 60)} by {name_text(event.source, 60)}"]
    if event.event_id is not None:
        parts.append(f"event {name_text(event.event_id, 60)}")
    if sent.masked:
        parts.append("secrets are kept as placeholders")
    return " · ".join(parts)


def doubts_text(doubts: Doubts) -> str:
    """What looking for doubtful events has come to."""
    said = [f"{doubts.found:,} found in the server's log"] if doubts.found else []
    said += [f"{doubts.lost:,} never arrived"] if doubts.lost else []
    said += [f"{doubts.left:,} still in doubt"] if doubts.left else []
    line = f"{plural(doubts.asked, 'event')} in doubt: {', '.join(said)}"
    return line if doubts.problem is None else f"{line}: {value_text(doubts.problem, 200)}"
