"""A query's meaning as a tree: what the parser builds, and everything else reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from flux_tui.replica.query.pattern import Pattern
from flux_tui.replica.query.terms import Operator, Term

Scalar: TypeAlias = None | bool | int | float | str
"""A JSON value that a property can be compared with."""


class Wildcard(Enum):
    """What a bare ``*`` (any characters, also ``/``) and ``?`` (one) stand for in an id."""

    MANY = "*"
    ONE = "?"


@dataclass(frozen=True, slots=True)
class Reference:
    """A property, or the path into one: a property named ``a.b`` comes before ``b`` in ``a``."""

    path: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the property that is looked for first."""
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Everything:
    """The empty query."""


@dataclass(frozen=True, slots=True)
class IdHolds:
    """The id holds a text, in any case."""

    text: str


@dataclass(frozen=True, slots=True)
class IdGlob:
    """The whole id is of this form, in any case; texts and wildcards alternate as written."""

    parts: tuple[str | Wildcard, ...]


@dataclass(frozen=True, slots=True)
class IdFinds:
    """A regular expression is found in the id."""

    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Has:
    """The property exists, whatever its value."""

    reference: Reference


@dataclass(frozen=True, slots=True)
class PropertyIs:
    """A property compared with a value, or searched by a pattern where the operator says so."""

    reference: Reference
    operator: Operator
    wanted: Scalar | Pattern


@dataclass(frozen=True, slots=True)
class TermIs:
    """An ``@`` term, at ``text[start:end]``.

    ``wanted`` is nanoseconds for a duration, None for a flag (whose operator is None too).
    """

    term: Term
    operator: Operator | None = None
    wanted: None | int | float | str | Pattern = None
    start: int = field(default=0, compare=False, repr=False)
    end: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The part is known not to hold."""

    part: Expression


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; no part is itself an AllOf."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; no part is itself an AnyOf."""

    parts: tuple[Expression, ...]


Expression: TypeAlias = (
    Everything | IdHolds | IdGlob | IdFinds | Has | PropertyIs | TermIs | Not | AllOf | AnyOf
)


def all_of(parts: Iterable[Expression]) -> Expression:
    """The conjunction of at least one part, flat."""
    flat: list[Expression] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, AllOf) else (part,))
    return flat[0] if len(flat) == 1 else AllOf(tuple(flat))


def any_of(parts: Iterable[Expression]) -> Expression:
    """The disjunction of at least one part, flat."""
    flat: list[Expression] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, AnyOf) else (part,))
    return flat[0] if len(flat) == 1 else AnyOf(tuple(flat))


def leaves(expression: Expression) -> Iterator[Expression]:
    """The parts that are not made of others, from left to right."""
    match expression:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield expression
