"""One property's past values, packed: a hundred thousand properties have some."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING, Self, TypeGuard, cast

from flux_tui.model.json import Json

if TYPE_CHECKING:
    _Floats = array[float]
else:
    _Floats = array

EXACT = 2**53
"""Whole numbers up to here are the same as floats."""

PAIR = 20
"""Bytes that a time and a number take, with what an array keeps to grow."""

OTHER = 70
"""Bytes that a value which is no such number takes beside its own."""

_NOT_HERE = float("nan")


class Series(_Floats):
    """Times and values in turn, oldest first: two floats a sample, in an array of their own.

    Times are ns since ``base``, exact for the 104 days that a float counts them singly. A series
    is of floats or of whole numbers, as its first number is; whatever else comes is kept aside.
    """

    __slots__ = ("base", "dropped", "entity_id", "name", "others", "whole")

    def __new__(cls, *_: object, **__: object) -> Self:
        """An empty array of floats."""
        return cast("Self", super().__new__(cls, "d"))

    def __init__(self, entity_id: str, name: str, base: int, *, whole: bool) -> None:
        self.entity_id = entity_id
        self.name = name
        self.base = base
        self.whole = whole
        self.dropped = 0
        """How many samples have gone."""
        self.others: dict[int, Json] | None = None
        """What is kept aside, by the number of the sample, those that have gone counted in."""

    @property
    def kept(self) -> int:
        """How many samples there are."""
        return len(self) // 2

    def put(self, at: int, value: Json) -> int:
        """Add a sample of any kind; the answer is what it takes in bytes beyond a pair.

        A number of the series' own kind may as well be appended, its time before it.
        """
        number = self.dropped + self.kept
        self.append(at - self.base)
        if self._is_own(value):
            self.append(value)
            return 0
        if self.others is None:
            self.others = {}
        self.others[number] = value
        self.append(_NOT_HERE)
        return OTHER + size_of(value)

    def drop(self) -> int:
        """Drop the oldest sample; the answer is what that frees in bytes beyond a pair."""
        freed = 0
        if self.others and self.dropped in self.others:
            freed = OTHER + size_of(self.others.pop(self.dropped))
        del self[:2]
        self.dropped += 1
        return freed

    def empty(self) -> int:
        """Drop all samples; the answer is what that frees in bytes beyond the pairs."""
        freed = sum(OTHER + size_of(value) for value in (self.others or {}).values())
        self.others = None
        del self[:]
        return freed

    def at(self, index: int) -> int:
        """When a sample was, in ns."""
        return self.base + int(self[2 * index])

    def value(self, index: int) -> Json:
        """A sample's value, as it came."""
        number = self[2 * index + 1]
        if number != number and self.others is not None:
            return self.others.get(self.dropped + index, number)
        return int(number) if self.whole else number

    def _is_own(self, value: Json) -> TypeGuard[float]:
        """Whether a value can stand in the array and be read again as it came."""
        if self.whole:
            return type(value) is int and -EXACT <= value <= EXACT
        return type(value) is float and value == value

    def newest(self, count: int | None = None, until: int | None = None) -> range:
        """The indices of the last so many samples (up to a time in ns)."""
        end = self.kept
        if until is not None:
            end = bisect_right(range(end), until, key=self.at)
        return range(0 if count is None else max(0, end - count), end)


def size_of(value: Json) -> int:
    """About how many bytes a value takes, with all that is in it; keys are shared."""
    if value is None or isinstance(value, bool):
        return 0
    if not isinstance(value, list | dict):
        return sys.getsizeof(value)
    size, waiting = 0, [value]
    while waiting:
        holder = waiting.pop()
        size += sys.getsizeof(holder)
        for item in holder if isinstance(holder, list) else holder.values():
            if isinstance(item, list | dict):
                waiting.append(item)
            elif item is not None and not isinstance(item, bool):
                size += sys.getsizeof(item)
    return size
