"""Reading a property, and comparing what was read: typed, never across types."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Protocol, TypeAlias, overload

from flux_tui.model.json import MISSING, Json, Missing
from flux_tui.replica.query.pattern import Pattern
from flux_tui.replica.query.syntax import Reference, Scalar
from flux_tui.replica.query.terms import Operator
from flux_tui.replica.record import EntityRecord

Value: TypeAlias = Json | Missing
Read: TypeAlias = Callable[[EntityRecord], Value]


class Order(Protocol):
    """A relation between two values of one type."""

    @overload
    def __call__(self, a: float, b: float, /) -> bool: ...

    @overload
    def __call__(self, a: str, b: str, /) -> bool: ...


ORDERS: dict[Operator, Order] = {
    Operator.EQUAL: operator.eq,
    Operator.LESS: operator.lt,
    Operator.AT_MOST: operator.le,
    Operator.GREATER: operator.gt,
    Operator.AT_LEAST: operator.ge,
}
"""What each operator does with two values of one type; ``!=`` is the negation of ``=``."""


def reader(reference: Reference) -> Read:
    """What reads a reference from a record."""
    name, path = reference.name, reference.path
    if len(path) == 1:
        return lambda record: record.properties.get(name, MISSING)

    def read(record: EntityRecord) -> Value:
        properties = record.properties
        if name in properties:
            return properties[name]
        value: Value = properties.get(path[0], MISSING)
        for step in path[1:]:
            value = _step(value, step)
        return value

    return read


def _step(value: Value, step: str) -> Value:
    if isinstance(value, dict):
        return value.get(step, MISSING)
    if isinstance(value, list) and step.isascii() and step.isdigit() and len(step) < 10:
        index = int(step)
        return value[index] if index < len(value) else MISSING
    return MISSING


def comparison(how: Operator, wanted: Scalar) -> Callable[[Value], bool]:
    """Whether a value is of the wanted one's type and stands in this relation to it.

    1 and 1.0 are one number, true is none; true, false and null are equal to themselves alone.
    """
    if wanted is None or isinstance(wanted, bool):
        return lambda value: value is wanted
    order = ORDERS[how]
    if isinstance(wanted, str):
        return lambda value: isinstance(value, str) and order(value, wanted)

    def compares(value: Value) -> bool:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return False
        return order(value, wanted)

    return compares


def search(pattern: Pattern) -> Callable[[Value], bool | None]:
    """Whether a value is a text that holds the pattern; None when it is too long to tell."""
    find = pattern.search
    return lambda value: find(value) if isinstance(value, str) else False
