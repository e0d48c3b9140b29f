"""Strips whose caches take next to nothing until there is something in them.

Textual gives each strip seven caches of its own when it is made, and most are never asked: to make
and to free them takes as long as all else about a strip.
"""

from __future__ import annotations

from typing import Any, ClassVar

from textual import strip


class StripCache(dict[Any, Any]):
    """What Textual's ``FIFOCache`` is to a strip, with nothing done in Python to make one."""

    __slots__ = ()

    most: ClassVar[int] = 16
    """Entries that are kept; then the first goes for the next."""

    def __setitem__(self, key: object, value: object) -> None:
        if len(self) >= self.most and key not in self:
            del self[next(iter(self))]
        super().__setitem__(key, value)


class SmallStripCache(StripCache):
    """One for few entries."""

    __slots__ = ()

    most = 4


def spare_strips() -> None:
    """Have all strips of the process made with such caches from now on."""
    strip.FIFOCache = _cache_of  # type: ignore[assignment, attr-defined]


def _cache_of(most: int) -> StripCache:
    return SmallStripCache() if most <= SmallStripCache.most else StripCache()
