"""Preflight: what an event will do, said before it is sent.

The rules are Flux's own (``protocol.rules``), the state is the World's, and who may write is what
is known of that (``Admission``). Events that are judged one after another see what those before
them will have done.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from flux_tui.client import Admission
from flux_tui.client.templates.secrets import takes
from flux_tui.model.event import Event
from flux_tui.model.json import Json, kind_of, same
from flux_tui.protocol.events import write_event
from flux_tui.protocol.json_text import encode
from flux_tui.protocol.rules import MAX_SINGLE_BYTES, ignored_because, violation_of
from flux_tui.replica.world import World

EVENT_ID, TIMESTAMP = "0" * 36, 10**12
"""As long as the event id and the timestamp that are still to be given."""

UTF8_MOST = 4
"""Bytes a character takes at most."""


REPEATED = "the same event, with the same id, goes before it: the server takes it once"
"""Why an event that repeats another has no effect."""


class Verdict(Enum):
    """What will become of an event, from bad to good."""

    NONE = auto()
    """It is not an event at all, and a request with it in it would be refused whole."""
    REFUSED = auto()
    """The server would refuse it, by one of its rules."""
    TOO_LARGE = auto()
    """The server would not take it, for its size."""
    IGNORED = auto()
    """The server would answer 200, and do nothing."""
    REPEATS = auto()
    """The same event, id and all, goes before it: this server takes it once."""
    DELETES = auto()
    """It is a tombstone: the entity will be gone."""
    NO_CHANGE = auto()
    """Every property has that value already."""
    OUTSIDE = auto()
    """Nobody knows: the entity is not of the part of the world that is opened."""
    FROM_ENVIRONMENT = auto()
    """Nobody knows: the entity exists, and what is put in from the environment may be there."""
    CHANGES = auto()
    """The entity exists, and some of its properties will be set."""
    RECREATES = auto()
    """The entity was deleted lately, and will exist anew."""
    NEW = auto()
    """The entity will exist."""

    @property
    def is_sendable(self) -> bool:
        """Whether sending it makes sense at all."""
        return self not in HELD_BACK


HELD_BACK = (Verdict.NONE, Verdict.REFUSED, Verdict.TOO_LARGE)
"""What an event is that is not sent at all."""


class Effect(Enum):
    """What will become of one property."""

    NEW = auto()
    CHANGED = auto()
    TYPE_CHANGED = auto()
    """It will hold another JSON type: ``22`` becomes ``"22"``."""
    FROM_ENVIRONMENT = auto()
    """It will hold what the environment does: that is shown nowhere, nor whether it is another."""
    SAME = auto()


@dataclass(frozen=True, slots=True)
class PropertyForecast:
    """One property before and after; ``before`` is None where the effect is NEW."""

    name: str
    effect: Effect
    before: Json
    after: Json


@dataclass(frozen=True, slots=True)
class Forecast:
    """What an event will do; ``reason`` is there where it will not do what was meant."""

    verdict: Verdict
    reason: str | None = None
    field: str | None = None
    """The field that breaks the rule."""
    properties: tuple[PropertyForecast, ...] = ()

    @property
    def changing(self) -> list[PropertyForecast]:
        """The properties that will not be what they are, or of which nobody knows that."""
        return [found for found in self.properties if found.effect is not Effect.SAME]

    @property
    def hidden(self) -> int:
        """How many properties are set from the environment, over a value of the same type."""
        return sum(found.effect is Effect.FROM_ENVIRONMENT for found in self.properties)


class Preflight:
    """Judges events in the order in which they would be sent.

    ``environment`` are the variables that are put in when they are.
    """

    def __init__(
        self,
        world: World,
        admission: Admission | None = None,
        environment: Collection[str] = (),
    ) -> None:
        self._world = world
        self._admission = admission or Admission()
        self._environment = environment
        self._meanwhile: dict[str, dict[str, Json] | None] = {}
        self._hidden: dict[str, set[str]] = {}
        """By entity, the properties that were set from the environment by those before."""
        self._taken: set[str] = set()

    def judge(self, event: Event, *, characters: int = MAX_SINGLE_BYTES) -> Forecast:
        """What ``event`` will do after all that were judged before it.

        ``characters`` is about how long it is as text: a short one need not be measured.
        """
        violation = violation_of(event)
        if violation is not None:
            return Forecast(Verdict.REFUSED, violation.message, violation.field)
        if characters * UTF8_MOST > MAX_SINGLE_BYTES:
            size = size_of(event)
            if size > MAX_SINGLE_BYTES:
                reason = f"{size:,} bytes; the server takes {MAX_SINGLE_BYTES:,} of one event"
                return Forecast(Verdict.TOO_LARGE, reason, "payload")
        refusal = self._admission.refusal(event)
        if refusal is not None:
            return Forecast(Verdict.REFUSED, refusal, "entity_id")
        if self._was_taken(event):
            return Forecast(Verdict.REPEATS, REPEATED, "eventId")
        ignored = ignored_because(event)
        if ignored is not None:
            return Forecast(Verdict.IGNORED, ignored, "payload")
        return self._foresee(event)

    def _foresee(self, event: Event) -> Forecast:
        """What an event does that is let in and has an effect."""
        entity_id, properties = event.entity_id or "", event.properties or {}
        before = self._properties(entity_id)
        if event.is_tombstone:
            self._meanwhile[entity_id] = None
            self._hidden.pop(entity_id, None)
            known = before is not None or self._world.is_blind_to(entity_id)
            return Forecast(Verdict.DELETES, None if known else "there is no such entity")
        hidden = self._hidden.get(entity_id, ())
        forecasts = tuple(
            property_forecast(name, before or {}, value, self._environment, hidden)
            for name, value in properties.items()
        )
        verdict = self._verdict(entity_id, before, forecasts)
        if verdict is Verdict.OUTSIDE:
            return Forecast(verdict, properties=forecasts)
        meanwhile = self._meanwhile.get(entity_id)
        if meanwhile is None:
            meanwhile = self._meanwhile[entity_id] = dict(before or {})
        meanwhile.update(properties)
        if self._environment:
            self._hide(entity_id, properties)
        return Forecast(verdict, properties=forecasts)

    def _hide(self, entity_id: str, properties: Mapping[str, Json]) -> None:
        """Keep which properties hold what the environment does, once an event has been sent."""
        hidden = self._hidden.setdefault(entity_id, set())
        for name, value in properties.items():
            (hidden.add if takes(value, self._environment) else hidden.discard)(name)

    def _was_taken(self, event: Event) -> bool:
        """Whether the server knows this very event from before, and so does nothing any more."""
        if not self._admission.takes_once or event.event_id is None:
            return False
        content = encode(write_event(event))
        if content in self._taken:
            return True
        self._taken.add(content)
        return False

    def _verdict(
        self,
        entity_id: str,
        before: Mapping[str, Json] | None,
        forecasts: tuple[PropertyForecast, ...],
    ) -> Verdict:
        if before is None:
            if entity_id in self._meanwhile or self._world.deleted_at(entity_id) is not None:
                return Verdict.RECREATES
            return Verdict.OUTSIDE if self._world.is_blind_to(entity_id) else Verdict.NEW
        if all(found.effect is Effect.SAME for found in forecasts):
            return Verdict.NO_CHANGE
        if all(found.effect in (Effect.SAME, Effect.FROM_ENVIRONMENT) for found in forecasts):
            return Verdict.FROM_ENVIRONMENT
        return Verdict.CHANGES

    def _properties(self, entity_id: str) -> Mapping[str, Json] | None:
        if entity_id in self._meanwhile:
            return self._meanwhile[entity_id]
        record = self._world.get(entity_id)
        return None if record is None else record.properties


def property_forecast(
    name: str,
    before: Mapping[str, Json],
    after: Json,
    environment: Collection[str] = (),
    hidden: Collection[str] = (),
) -> PropertyForecast:
    """What setting one property will do to an entity that has the properties ``before``.

    Those that are ``hidden`` were set from the environment a moment before: again is no change.
    """
    if name not in before:
        return PropertyForecast(name, Effect.NEW, None, after)
    old = before[name]
    if name in hidden and same(old, after):
        return PropertyForecast(name, Effect.SAME, old, after)
    if environment and kind_of(old) == kind_of(after) and takes(after, environment):
        return PropertyForecast(name, Effect.FROM_ENVIRONMENT, old, after)
    if same(old, after):
        return PropertyForecast(name, Effect.SAME, old, after)
    kept_type = kind_of(old) == kind_of(after) or old is None or after is None
    return PropertyForecast(name, Effect.CHANGED if kept_type else Effect.TYPE_CHANGED, old, after)


def size_of(event: Event) -> int:
    """How many bytes an event takes as a body, with the id and the timestamp it will be given."""
    given = event._replace(
        event_id=EVENT_ID if event.event_id is None else event.event_id,
        timestamp=TIMESTAMP if event.timestamp is None else event.timestamp,
    )
    body = json.dumps(write_event(given), ensure_ascii=False, separators=(",", ":"))
    return len(body.encode("utf-8", "surrogatepass"))
