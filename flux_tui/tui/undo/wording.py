"""What is said of undo, before, while and after it happens; all of it is printable."""

from __future__ import annotations

from collections.abc import Sequence

from flux_tui.client import Receipt, Step
from flux_tui.client.sent.entry import Entry, Origin
from flux_tui.model.inline import name_text
from flux_tui.replica.undo.mending import Mend, Mending
from flux_tui.replica.undo.plan import STREAM, Plan, Reach
from flux_tui.tui.composer.wording import plural, short
from flux_tui.tui.deleting.wording import entities_text

ORIGIN_WORDS = {
    Origin.EVENT: "event",
    Origin.BATCH: "batch",
    Origin.DELETION: "deletion",
    Origin.UNDO: "undo",
    Origin.AGAIN: "resending",
    Origin.SERIES: "series",
    Origin.REPEAT: "repetition",
}
"""What made some events, in a word or two."""

MEANING = f"By new events (stream {STREAM}), set now, by you; what happened stays in the log."
"""What undo is, and what it cannot do."""

SINCE = "What was changed since is not overwritten, unless you choose it ({undo.choose})."
VEILED = "Of a secret, which is not kept, nobody can say whether it still stands."
UNSET = (
    "Flux cannot take a property away alone: to be without it, the entity is deleted and made "
    "anew with all else it has, if you choose that ({undo.choose})."
)
CREATED = "Entities that were not there before are deleted again."
CUT_SHORT = "Of what was deleted not everything is known: only what is named here comes back."
UNKNOWN = "What nobody knows from before stays as it is."


def entry_name(entry: Entry) -> str:
    """What an entry is: ``batch of 12 events``, ``event of sensor-1``."""
    word = ORIGIN_WORDS[entry.origin]
    if entry.origin is Origin.DELETION:
        return f"deletion of {_entities_of(entry)}"
    if entry.events == 1:
        return f"{word} of {_entities_of(entry)}"
    return f"{word} of {entry.events:,} events"


def _entities_of(entry: Entry) -> str:
    if entry.entities == 1:
        return name_text(entry.first or "", 40)
    return entities_text(entry.entities)


def meaning(lines: Sequence[Mending], plan: Plan) -> str:
    """What has to be said of a plan: as little as its lines need; with places for keys."""
    kinds = {line.kind for line in lines}
    said = [MEANING] if kinds & {Mend.SET, Mend.UNSET} else []
    said += [CREATED] if Mend.DELETE in kinds else []
    said += [SINCE] if any(line.since for line in lines) else []
    said += [VEILED] if any(line.since and line.veiled for line in lines) else []
    said += [UNSET] if Mend.UNSET in kinds else []
    said += [UNKNOWN] if Mend.UNKNOWN in kinds else []
    said += [CUT_SHORT] if plan.is_cut_short else []
    return " ".join(said)


def change_text(line: Mending) -> str:
    """What would become of one property, or of the entity."""
    now = short(line.now) if line.is_there else "·"
    match line.kind:
        case Mend.SET:
            return f"{now} → {short(line.target)}"
        case Mend.UNSET:
            return f"{now} → was not there"
        case Mend.DELETE:
            return "is deleted: it was not there"
        case Mend.UNKNOWN:
            return f"{now}, and what it was is not known"


def do_text(reach: Reach) -> str:
    """What the button does."""
    if not reach.entities:
        return "Nothing is chosen"
    if not reach.deleted:
        return f"Bring back {entities_text(reach.entities)}"
    if reach.deleted == reach.entities:
        return f"Delete {entities_text(reach.deleted)}"
    return f"Undo: {reach.entities - reach.deleted:,} back, {reach.deleted:,} deleted"


def dangers_text(reach: Reach) -> str:
    """What goes away, though perhaps only for a moment; empty where nothing does."""
    parts = []
    if reach.deleted:
        parts.append(f"{entities_text(reach.deleted)} will be deleted")
    if reach.made_anew:
        parts.append(f"{entities_text(reach.made_anew)} will be deleted and made anew")
    return "; ".join(parts)


def done_text(
    receipts: Sequence[Receipt], reach: Reach, further: str, rest: str | None = None
) -> str:
    """What became of an undo; the key ``further`` undoes what was sent before.

    ``rest`` is the key by which one finds what was left, where that is not nothing.
    """
    failed = sum(receipt.step in (Step.FAILED, Step.UNKNOWN) for receipt in receipts)
    if failed:
        return f"{failed:,} of {plural(len(receipts), 'event')} of the undo failed"
    back = reach.entities - reach.deleted
    parts = [f"{entities_text(back)} brought back to what was"] if back else []
    parts += [f"{entities_text(reach.deleted)} deleted again"] if reach.deleted else []
    done = " and ".join(parts)
    if rest is not None:
        return f"a part is undone: {done}; {rest} has the rest, {further} goes further back"
    return f"undone: {done}; {further} goes further back"
