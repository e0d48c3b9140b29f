"""The ``@`` terms: what a query can ask of an entity beside its id and its properties."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto


class Operator(StrEnum):
    """How two things are compared."""

    EQUAL = "="
    UNEQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    GREATER = ">"
    AT_LEAST = ">="
    FINDS = "~"
    FINDS_NOT = "!~"


ORDERING = (Operator.LESS, Operator.AT_MOST, Operator.GREATER, Operator.AT_LEAST)
"""The operators that need an order: numbers have one, and texts."""

EQUALITY = (Operator.EQUAL, Operator.UNEQUAL)
FINDING = (Operator.FINDS, Operator.FINDS_NOT)
"""The operators whose right side is a regular expression."""


class Need(StrEnum):
    """What a query looks at beyond ids and properties, and whoever evaluates it must know."""

    AGE = "age"
    RATE = "rate"
    RHYTHM = "rhythm"
    NEW = "new"
    MARKS = "marks"
    GROUP = "group"
    SOURCE = "source"


CLOCK_NEEDS = frozenset({Need.AGE, Need.RATE, Need.RHYTHM, Need.NEW})
"""Needs whose answer changes by time alone."""


UNSURE_NEEDS = frozenset({Need.RATE, Need.RHYTHM, Need.NEW, Need.SOURCE})
"""Needs that may be known of one entity and not of another."""


class Kind(Enum):
    """What a term compares with."""

    FLAG = auto()
    """Nothing: it holds or it does not."""
    TEXT = auto()
    DURATION = auto()
    NUMBER = auto()


@dataclass(frozen=True, slots=True)
class Term:
    """A term's meaning; ``need`` is None where the entity itself decides, by its id or by what its
    properties say. ``help`` is for people."""

    name: str
    kind: Kind
    need: Need | None
    help: str

    @property
    def operators(self) -> tuple[Operator, ...]:
        """The operators that it takes; none for a flag."""
        match self.kind:
            case Kind.FLAG:
                return ()
            case Kind.TEXT:
                return EQUALITY + FINDING
            case Kind.DURATION:
                return ORDERING
            case Kind.NUMBER:
                return EQUALITY + ORDERING


TERMS = {
    term.name: term
    for term in (
        Term("@age", Kind.DURATION, Need.AGE, "time since its last change: @age>2m"),
        Term("@rate", Kind.NUMBER, Need.RATE, "changes per second: @rate>5"),
        Term("@failing", Kind.FLAG, None, "its status says that it fails (✗ in the list)"),
        Term("@warning", Kind.FLAG, None, "its status is a warning (! in the list)"),
        Term("@stale", Kind.FLAG, Need.RHYTHM, "overdue by its own learned rhythm"),
        Term("@new", Kind.FLAG, Need.NEW, "has appeared lately"),
        Term("@marked", Kind.FLAG, Need.MARKS, "marked by you"),
        Term("@id", Kind.TEXT, None, "its whole id: @id=lab/temp"),
        Term("@ns", Kind.TEXT, None, "its namespace, before the first /: @ns=lab"),
        Term("@group", Kind.TEXT, Need.GROUP, "the group it is listed in: @group=cpu"),
        Term("@source", Kind.TEXT, Need.SOURCE, "who set one of its properties: @source=agent-01"),
    )
}
"""All terms by name."""
