"""Placeholders in a text: ``{{temperature:number=22}}``, ``{{now+5s}}``, ``{{n:03}}`` …

{{name}}  {{name=default}}      asked for, a text
{{name:number}}                 the whole text stands for a number; so boolean, json
{{name:json={"a": {}}}}         whose default may end in braces of its own
{{now}}  {{now+5s}}  {{now-1h}} milliseconds since 1970 (ms, s, m, h, d)
{{uuid}}                        a new one each
{{n}}  {{n:03}}                 the event's number, from 1; with leading zeros it is text
{{env:NAME}}                    of the environment, a secret: put in when it is sent
{{{{                            the two braces themselves

A series answers {{id}}, {{its.PROPERTY}} and {{time}} itself, which are asked for anywhere else.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from json import JSONDecoder
from typing import TypeAlias

ENVIRONMENT = re.compile(r"\{\{env:([A-Za-z_][A-Za-z0-9_]*)\}\}")
"""What stands for a variable of the environment until the event is sent."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)
_NOW = re.compile(r"now(?:([+-])(\d{1,9})(ms|s|m|h|d))?", re.ASCII)
_COUNTER = re.compile(r"n(?::(0[1-9]))?", re.ASCII)

_JSON = re.compile(r"\{\{[A-Za-z_][A-Za-z0-9_.-]*:json=", re.ASCII)
"""What stands before a default that is JSON."""

UNITS = {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
"""Milliseconds of what an offset counts in."""

SAMPLE = "name, name=default, name:number, now, now+5s, uuid, n, n:03 or env:NAME"
"""What may stand between the braces."""


class Kind(Enum):
    """What an answer is made into; the values are written in templates."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    JSON = "json"


class PlaceholderProblem(ValueError):
    """What is wrong between two braces, and at which offset of the text they begin."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


@dataclass(frozen=True, slots=True)
class Prompt:
    """Asked for by its name."""

    name: str
    kind: Kind = Kind.TEXT
    default: str | None = None

    def __str__(self) -> str:
        kind = "" if self.kind is Kind.TEXT else f":{self.kind.value}"
        default = "" if self.default is None else f"={self.default}"
        return f"{{{{{self.name}{kind}{default}}}}}"


@dataclass(frozen=True, slots=True)
class Now:
    """The moment of filling, and so many ms later."""

    offset: int = 0

    def __str__(self) -> str:
        return f"{{{{now{f'{self.offset:+}ms' if self.offset else ''}}}}}"


@dataclass(frozen=True, slots=True)
class Uuid:
    """A new one each."""

    def __str__(self) -> str:
        return "{{uuid}}"


@dataclass(frozen=True, slots=True)
class Counter:
    """The event's number; ``width`` digits as text, or as it is when that is None."""

    width: int | None = None

    def __str__(self) -> str:
        return "{{n}}" if self.width is None else f"{{{{n:0{self.width}}}}}"


@dataclass(frozen=True, slots=True)
class Environment:
    """A variable of the environment."""

    name: str

    def __str__(self) -> str:
        return f"{{{{env:{self.name}}}}}"


Placeholder: TypeAlias = Prompt | Now | Uuid | Counter | Environment
Part: TypeAlias = str | Placeholder


def parse(text: str) -> list[Part]:
    """A text's parts; raises PlaceholderProblem."""
    parts: list[Part] = []
    at = 0
    while (start := text.find("{{", at)) >= 0:
        _add(parts, text[at:start])
        if text.startswith("{{{{", start):
            _add(parts, "{{")
            at = start + 4
            continue
        end = _end_of(text, start)
        if end < 0:
            raise PlaceholderProblem("`{{` without its `}}`; two braces are written {{{{", start)
        parts.append(_placeholder(text[start + 2 : end], start))
        at = end + 2
    _add(parts, text[at:])
    return parts


def _end_of(text: str, start: int) -> int:
    """Where the placeholder that begins there has its last braces; -1 where it has none."""
    json_default = _JSON.match(text, start)
    if json_default is not None:
        with suppress(ValueError, RecursionError):
            _, end = JSONDecoder().raw_decode(text, json_default.end())
            if text.startswith("}}", end):
                return end
    return text.find("}}", start)


def written(parts: list[Part]) -> str:
    """The text that is parsed to these parts."""
    return "".join(
        part.replace("{{", "{{{{") if isinstance(part, str) else str(part) for part in parts
    )


def _add(parts: list[Part], text: str) -> None:
    if text and parts and isinstance(parts[-1], str):
        parts[-1] += text
    elif text:
        parts.append(text)


def _placeholder(said: str, at: int) -> Placeholder:
    if said == "uuid":
        return Uuid()
    if (now := _NOW.fullmatch(said)) is not None:
        sign, number, unit = now.groups()
        return Now(0 if number is None else int(sign + number) * UNITS[unit])
    if (counter := _COUNTER.fullmatch(said)) is not None:
        return Counter(None if counter[1] is None else int(counter[1]))
    if said.startswith("env:"):
        if ENVIRONMENT.fullmatch(f"{{{{{said}}}}}") is None:
            raise PlaceholderProblem("expected the name of a variable after env:", at)
        return Environment(said.removeprefix("env:"))
    head, has_default, default = said.partition("=")
    name, has_kind, kind = head.strip().partition(":")
    if _NAME.fullmatch(name) is None or name in ("uuid", "now", "n", "env"):
        raise PlaceholderProblem(f"expected {SAMPLE}", at)
    kinds = {each.value: each for each in Kind}
    if has_kind and kind not in kinds:
        raise PlaceholderProblem(f"{name}: expected one of {', '.join(kinds)} after the colon", at)
    return Prompt(name, kinds.get(kind, Kind.TEXT), default if has_default else None)
