"""A series: a template filled in round after round, for other entities, with other numbers, times.

What differs from round to round is an ordinary answer of the templates' language:

{{id}}              the round's entity
{{its.PROPERTY}}    what that has there now, also within a value: its.position.x
{{n}}               the round's number
{{time}}            the round's time, in milliseconds; where times differ, events without a
                    timestamp have it as theirs
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from secrets import randbits
from uuid import UUID

from flux_tui.client.templates.filling import Answer, Moment, fill_event, written_json
from flux_tui.client.templates.placeholder import Kind, Prompt
from flux_tui.client.templates.template import Template, TemplateEvent, Token
from flux_tui.model.json import Json, Missing, found_at
from flux_tui.protocol.json_reading import read_json, skip_space

ID, TIME, ITS = "id", "time", "its."
"""What a series answers itself; ``ITS`` is followed by the name of a property."""

LONGEST_INDEX = 10
"""Digits of a place in a list; what is longer is a name."""

_STAMP = '"{{time:number}}"'


@dataclass(frozen=True, slots=True)
class Steps:
    """From ``first`` on in steps of ``by``."""

    first: int = 1
    by: int = 1

    def at(self, place: int) -> int:
        """What the round at a place has; places count from 0."""
        return self.first + place * self.by


PropertiesOf = Callable[[str], Mapping[str, Json] | None]
"""The properties of an entity; None where there is none of that id."""


def nothing_known(entity_id: str) -> Mapping[str, Json] | None:
    """A world without entities."""
    return None


@dataclass(frozen=True, slots=True)
class Series:
    """So many ``rounds`` of a template, or one for each of ``ids``.

    ``answers`` are the same in all of them. Without ``times`` (ms) each is at the moment of
    filling.
    """

    template: Template
    rounds: int
    answers: Mapping[str, str] = field(default_factory=dict)
    numbers: Steps = Steps()
    times: Steps | None = None
    ids: Sequence[str] | None = None
    properties_of: PropertiesOf = nothing_known
    seed: int = field(default_factory=lambda: randbits(64))
    """What its ``{{uuid}}`` are made from: each event has its own, whenever it is looked at."""

    @property
    def size(self) -> int:
        """How many events it has."""
        return self.rounds * len(self.template.events)

    def fill(self, place: int, moment: Moment) -> list[str]:
        """The events of one round; raises AnswerProblem or UsageError where it has none."""
        size = len(self.template.events)
        return [self.event(each, moment) for each in range(place * size, (place + 1) * size)]

    def event(self, place: int, moment: Moment) -> str:
        """The event at a place among all of them."""
        number, within = divmod(place, len(self.template.events))
        event, answer = self.template.events[within], self._answers(number, moment)
        own = replace(moment, uuid=_Uuids(f"{self.seed} {place}").next)
        return fill_event(event, answer, own, self.numbers.at(number))

    def entity(self, place: int) -> str | None:
        """The entity of a round, where it is for some."""
        return None if self.ids is None else self.ids[place]

    def _answers(self, place: int, moment: Moment) -> Answer:
        entity_id = self.entity(place)
        time = moment.now_ms if self.times is None else self.times.at(place)

        def answer(prompt: Prompt) -> str | None:
            if prompt.name == TIME:
                return str(time)
            if entity_id is not None and prompt.name == ID:
                return _as_answer(entity_id, prompt.kind)
            if entity_id is not None and prompt.name.startswith(ITS):
                value = self._found(entity_id, prompt.name.removeprefix(ITS))
                return (
                    prompt.default if isinstance(value, Missing) else _as_answer(value, prompt.kind)
                )
            return self.answers.get(prompt.name, prompt.default)

        return answer

    def _found(self, entity_id: str, name: str) -> Json | Missing:
        """A property of that name, else a path into one, as in a query."""
        properties = self.properties_of(entity_id) or {}
        if name in properties:
            return properties[name]
        return found_at(dict(properties), tuple(map(_step, name.split("."))))


class _Uuids:
    """Ids that follow from a seed, made once one is wanted."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._random: Random | None = None

    def next(self) -> str:
        """Another one (RFC 9562, version 4)."""
        if self._random is None:
            self._random = Random(self._seed)
        return str(UUID(int=self._random.getrandbits(128), version=4))


def asked_in(template: Template, *, of_entities: bool) -> list[Prompt]:
    """What is left for a person to answer."""
    own = (lambda name: name == ID or name.startswith(ITS)) if of_entities else (lambda name: False)
    return [p for p in template.prompts if p.name != TIME and not own(p.name)]


def is_about_each(template: Template) -> bool:
    """Whether a template asks for what the entities of a series answer."""
    return any(p.name == ID or p.name.startswith(ITS) for p in template.prompts)


def stamped(template: Template) -> Template:
    """The template with ``{{time}}`` as the timestamp of each event that has none of its own."""
    return replace(template, events=[_stamped(event) for event in template.events])


def _stamped(event: TemplateEvent) -> TemplateEvent:
    value = read_json(event.text)
    if not isinstance(value, dict) or not value or "timestamp" in value:
        return event
    at = skip_space(event.text, 0) + 1
    head = f'"timestamp": {_STAMP}, '
    start = at + len('"timestamp": ')
    stamp = Token(start, start + len(_STAMP), [Prompt(TIME, Kind.NUMBER)], is_name=False)
    moved = [replace(t, start=t.start + len(head), end=t.end + len(head)) for t in event.tokens]
    return TemplateEvent(event.text[:at] + head + event.text[at:], [stamp, *moved])


def _step(word: str) -> str | int:
    return int(word) if word.isdecimal() and len(word) < LONGEST_INDEX else word


def _as_answer(value: Json, kind: Kind) -> str:
    """A value as one would type it: a text bare where a text is wanted, everything else as JSON."""
    if isinstance(value, str) and kind is Kind.TEXT:
        return value
    return written_json(value)
