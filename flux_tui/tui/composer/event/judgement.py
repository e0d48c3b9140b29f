"""What is to be said of a draft of one event: at each field, at each row, and as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flux_tui.client import Admission
from flux_tui.model.event import Event
from flux_tui.model.inline import moment_text, name_text
from flux_tui.model.json import Json, JsonObject, same
from flux_tui.model.printable import printable
from flux_tui.protocol.json_reading import NotJson, Slip
from flux_tui.protocol.namespaces import event_owner
from flux_tui.protocol.rules import source_violation, stream_violation
from flux_tui.replica.world import World
from flux_tui.tui.composer.access import access_text
from flux_tui.tui.composer.event.draft import EventDraft, Mode
from flux_tui.tui.composer.preflight import Forecast, Preflight, Verdict, property_forecast
from flux_tui.tui.composer.rows import PropertyRow, RowProblem, problems, value_of_row
from flux_tui.tui.composer.timestamps import parse_timestamp
from flux_tui.tui.composer.wording import effect_text, plural, short


@dataclass(slots=True)
class Judgement:
    """Problems by field and by row; ``event`` is what would be sent, None while there is none."""

    known: Mapping[str, Json] | None = None
    """The entity's properties now, and where it is gone those it had."""
    problems: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    wanted: list[str] = field(default_factory=list)
    """Fields that are still empty and must not be."""
    row_problems: dict[int, str] = field(default_factory=dict)
    row_notes: dict[int, str] = field(default_factory=dict)
    idle: frozenset[int] = frozenset()
    """Rows that are not sent, as they say nothing new."""
    slip: Slip | None = None
    event: Event | None = None
    forecast: Forecast | None = None
    meanwhile: str = ""
    """What of the entity has become another since the draft was begun."""
    sent: str = ""
    """How many of the properties are sent, where it is not all of them."""
    namespaces: list[str] = field(default_factory=list)
    """The namespace into which it writes, where it names one."""
    access: str = ""
    """What is known of whether that may be written."""
    missing: str = ""
    """What is still to be done, while there is no event."""

    @property
    def blocked(self) -> bool:
        """Whether the server would refuse it."""
        return self.forecast is not None and not self.forecast.verdict.is_sendable

    @property
    def question(self) -> str | None:
        """What is to be asked about before it is sent."""
        if self.forecast is None:
            return None
        match self.forecast.verdict:
            case Verdict.IGNORED:
                return f"the server would accept this and do nothing: {self.forecast.reason}"
            case _:
                return None


def judge(
    draft: EventDraft,
    world: World,
    rows: list[PropertyRow],
    *,
    tried: bool,
    utc: bool,
    admission: Admission | None = None,
) -> Judgement:
    """Everything that is to be said of ``draft``; ``rows`` are its rows by their places.

    Once somebody ``tried`` to send it, what is empty and must not be is a problem too.
    """
    record = world.get(draft.entity_id)
    known = draft.base if record is None else record.properties
    judgement = Judgement(known=known)
    _judge_fields(draft, judgement, tried=tried, utc=utc)
    written = _judge_properties(draft, judgement, rows)
    if record is not None and (draft.entity_id or tried):
        judgement.notes["entity_id"] = (
            f"exists, {plural(len(known or {}), 'property', 'properties')}"
        )
    elif draft.entity_id:
        judgement.notes["entity_id"] = _absence(draft.entity_id, world)
    judgement.meanwhile = _meanwhile(draft.base, known or {})
    if written is None or judgement.problems or judgement.wanted:
        judgement.missing = _missing(judgement)
        return judgement
    properties = draft.sent(written)
    event = draft.event(properties)
    judgement.event = event
    judgement.forecast = Preflight(world, admission, draft.note.environment).judge(event)
    namespace = event_owner(event)
    judgement.namespaces = [] if namespace is None else [namespace]
    judgement.access = access_text(admission, judgement.namespaces)
    if draft.base is not None and not properties:
        judgement.event = None
        judgement.missing = "change a value: only what is changed is sent"
    return judgement


def _absence(entity_id: str, world: World) -> str:
    if world.deleted_at(entity_id) is not None:
        return "was deleted"
    return "is not opened" if world.is_blind_to(entity_id) else "does not exist yet"


def _judge_fields(draft: EventDraft, judgement: Judgement, *, tried: bool, utc: bool) -> None:
    for name, value, violation in (
        ("stream", draft.stream, stream_violation(draft.stream)),
        ("source", draft.source, source_violation(draft.source)),
    ):
        if not value:
            judgement.wanted.append(name)
        if violation is not None and (value or tried):
            judgement.problems[name] = violation.replace(f" '{value}'", "", 1)  # it stands above
    if not draft.entity_id and draft.base is None:
        judgement.wanted.append("entity_id")
        if tried:
            judgement.problems["entity_id"] = "an entity's id is wanted: which one is it about?"
    try:
        timestamp = parse_timestamp(draft.timestamp)
    except ValueError as error:
        judgement.problems["timestamp"] = str(error)
        return
    judgement.notes["timestamp"] = (
        "when it is sent" if timestamp is None else _moment(timestamp, utc)
    )


def _judge_properties(
    draft: EventDraft, judgement: Judgement, rows: list[PropertyRow]
) -> JsonObject | None:
    """The properties as written; None while some are none."""
    known = judgement.known
    if draft.mode is Mode.JSON:
        try:
            written = draft.written(known)
        except NotJson as error:
            judgement.slip = error.slip
            return None
    else:
        judgement.row_problems = problems(rows, known)
        _note_rows(draft, judgement, rows)
        try:
            written = draft.written(known)
        except RowProblem:
            written = None
        if judgement.row_problems:
            written = None
    if written is not None and draft.base is not None:
        judgement.sent = f"{len(draft.sent(written))} of {len(written)} are sent"
    return written


def _note_rows(draft: EventDraft, judgement: Judgement, rows: list[PropertyRow]) -> None:
    """What will become of each property that is one."""
    known, base = judgement.known or {}, draft.base
    idle = set()
    for place, row in enumerate(rows):
        if row.is_blank or place in judgement.row_problems:
            continue
        try:
            value = value_of_row(row, known)
        except RowProblem:
            continue
        found = property_forecast(row.name, known, value, draft.note.environment)
        note = effect_text(found)
        if not row.name:
            note = f"! its name is empty; {note}"
        moved = base is not None and _has_moved(row.name, base, known)
        if moved and base is not None:
            note += f", was {short(base[row.name])}"
        if base is not None and row.name in base and same(base[row.name], value):
            note = f"now {short(known[row.name])}, was {short(base[row.name])}" if moved else ""
            if not draft.sends_all:
                idle.add(place)
        judgement.row_notes[place] = note
    judgement.idle = frozenset(idle)


def _meanwhile(base: Mapping[str, Json] | None, known: Mapping[str, Json]) -> str:
    """``meanwhile temperature is 25, 22 when you began``; the first of them by name."""
    moved = [name for name in base or {} if base and _has_moved(name, base, known)]
    if base is None or not moved:
        return ""
    name = moved[0]
    more = f"; and {plural(len(moved) - 1, 'property', 'properties')} more" if moved[1:] else ""
    now, begun = short(known[name]), short(base[name])
    return f"meanwhile {name_text(name, 40)} is {now}, {begun} when you began{more}"


def _has_moved(name: str, base: Mapping[str, Json], known: Mapping[str, Json]) -> bool:
    """Whether a property of an entity is another than it was when its draft was begun."""
    return name in base and name in known and not same(base[name], known[name])


def _missing(judgement: Judgement) -> str:
    wrong = [*judgement.problems.values(), *judgement.row_problems.values()]
    if judgement.slip is not None:
        wrong.append(str(judgement.slip))
    if wrong:
        more = f", and {plural(len(wrong) - 1, 'thing')} more" if len(wrong) > 1 else ""
        return f"to be mended before it can be sent: {printable(wrong[0], limit=200)}{more}"
    names = {"stream": "a stream", "source": "a source", "entity_id": "an entity"}
    parts = [names[name] for name in judgement.wanted]
    return "wants " + (" and ".join([", ".join(parts[:-1]), parts[-1]]) if parts[1:] else parts[0])


def _moment(timestamp: int, utc: bool) -> str:
    """A timestamp in ms as people read it; what no calendar holds as it is."""
    try:
        return moment_text(timestamp * 1_000_000, utc=utc)
    except (ValueError, OverflowError, OSError):
        return "beyond any calendar"
