"""A template as it stands in its file: JSON, with a header beside the event or the events.

{
  "description": "A sensor's reading",
  "defaults": {"unit": "celsius"},
  "event": {
    "stream": "lab.sensors", "source": "{{who}}", …
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from flux_tui.client.templates.placeholder import (
    Environment,
    Kind,
    Part,
    PlaceholderProblem,
    Prompt,
    parse,
)
from flux_tui.errors import UsageError
from flux_tui.model.json import Json, JsonObject
from flux_tui.protocol.json_reading import (
    NotJson,
    end_of_value,
    read_json,
    read_name,
    skip_space,
)

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_CONFLICT = re.compile(r"^<{7} ", re.MULTILINE)
"""What git writes before what it could not merge."""

_NAME_FOLLOWS = re.compile(r"\s*:")

HEADER = ("description", "defaults", "event", "events")
"""What a template's file may hold."""


@dataclass(frozen=True, slots=True)
class Token:
    """A string of an event's text, from ``start`` to ``end`` in it."""

    start: int
    end: int
    parts: list[Part]
    is_name: bool


@dataclass(frozen=True, slots=True)
class TemplateEvent:
    """One event: its text, and the strings in it that have placeholders."""

    text: str
    tokens: list[Token]


@dataclass(frozen=True, slots=True)
class Template:
    """A file's events; ``is_batch`` when they were written as a list."""

    name: str
    events: list[TemplateEvent]
    description: str = ""
    is_batch: bool = False
    defaults: Mapping[str, str] = field(default_factory=dict)

    @property
    def prompts(self) -> list[Prompt]:
        """What is asked for, each name once, in the order of the file, with its default."""
        found: dict[str, Prompt] = {}
        for part in self._parts():
            if isinstance(part, Prompt):
                known = found.get(part.name, part)
                kind = known.kind if known.kind is not Kind.TEXT else part.kind
                default = part.default if known.default is None else known.default
                found[part.name] = Prompt(part.name, kind, default)
        return [
            Prompt(p.name, p.kind, self.defaults.get(p.name) if p.default is None else p.default)
            for p in found.values()
        ]

    @property
    def environment(self) -> frozenset[str]:
        """The variables of the environment that it wants."""
        return frozenset(p.name for p in self._parts() if isinstance(p, Environment))

    def _parts(self) -> Iterator[Part]:
        for event in self.events:
            for token in event.tokens:
                yield from token.parts


def read_template(text: str, name: str, place: str = "") -> Template:
    """A template from its file's text; raises UsageError that names the place in ``place``."""
    place = place or name
    document = _document(text, place)
    spans = _spans(text, place)
    description = document.get("description", "")
    defaults = document.get("defaults", {})
    if not isinstance(description, str) or not isinstance(defaults, dict):
        raise UsageError(f"{place}: description must be a text, and defaults an object")
    events = [document["event"]] if "event" in spans else document["events"]
    if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
        raise UsageError(f"{place}: event must be an object, and events a list of them")
    ranges = [spans["event"]] if "event" in spans else list(_elements(text, spans["events"][0]))
    return Template(
        name,
        [_event(text, start, end, place) for start, end in ranges],
        description,
        "events" in spans,
        {key: _as_typed(value) for key, value in defaults.items()},
    )


def _document(text: str, place: str) -> JsonObject:
    """What stands in a template's file, of which nothing but that it is an object is known."""
    try:
        document = read_json(text)
    except NotJson as error:
        conflict = _CONFLICT.search(text)
        if conflict is None:
            raise UsageError(f"{place}: {error}") from None
        line = text.count("\n", 0, conflict.start()) + 1
        raise UsageError(
            f"{place}: line {line}: two versions stand here since a merge: keep one of them"
        ) from None
    if not isinstance(document, dict):
        raise UsageError(f"{place}: a template is an object with event or events")
    return document


def _spans(text: str, place: str) -> dict[str, tuple[int, int]]:
    """Where the value of each member stands; one of ``event`` and ``events`` is among them."""
    spans = {}
    for member, start, end in _members(text, skip_space(text, 0)):
        if member not in HEADER:
            where = _where(text, start)
            raise UsageError(f"{place}: {where}: {member} is none of {', '.join(HEADER)}")
        spans[member] = (start, end)
    if ("event" in spans) == ("events" in spans):
        raise UsageError(f"{place}: a template has either event or events")
    return spans


def _event(text: str, start: int, end: int, place: str) -> TemplateEvent:
    tokens = []
    for match in _STRING.finditer(text, start, end):
        said = json.loads(match[0])
        if "{{" not in said:
            continue
        is_name = _NAME_FOLLOWS.match(text, match.end()) is not None
        try:
            parts = parse(said)
            _check_kinds(parts, is_name)
        except PlaceholderProblem as problem:
            where = _where(text, match.start() + 1 + problem.at)
            raise UsageError(f"{place}: {where}: {problem}") from None
        tokens.append(Token(match.start() - start, match.end() - start, parts, is_name))
    return TemplateEvent(text[start:end], tokens)


def _check_kinds(parts: list[Part], is_name: bool) -> None:
    for part in parts:
        if isinstance(part, Prompt) and part.kind is not Kind.TEXT and (is_name or len(parts) > 1):
            raise PlaceholderProblem(
                f"{part.name} can be {part.kind.value} only where it is all of a value's text", 0
            )
        if isinstance(part, Environment) and is_name:
            raise PlaceholderProblem("the environment stands in values alone, not in names", 0)


def _members(text: str, at: int) -> Iterator[tuple[str, int, int]]:
    """Names and places of the values of an object that was read already."""
    at = skip_space(text, at + 1)
    while text[at] != "}":
        name, at = read_name(text, at)
        start = skip_space(text, skip_space(text, at) + 1)
        end = end_of_value(text, start)
        yield name, start, end
        at = skip_space(text, end)
        if text[at] == ",":
            at = skip_space(text, at + 1)


def _elements(text: str, at: int) -> Iterator[tuple[int, int]]:
    """The places of a list's elements."""
    at = skip_space(text, at + 1)
    while text[at] != "]":
        end = end_of_value(text, at)
        yield at, end
        at = skip_space(text, end)
        if text[at] == ",":
            at = skip_space(text, at + 1)


def _as_typed(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _where(text: str, at: int) -> str:
    line = text.count("\n", 0, at) + 1
    return f"line {line}, column {at - text.rfind(chr(10), 0, at)}"
