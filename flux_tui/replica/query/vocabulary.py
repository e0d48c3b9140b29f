"""What a query about a world may be completed by: the names and values that occur there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeAlias

from flux_tui.replica.query.syntax import Scalar

Saying: TypeAlias = tuple[str, str]
"""A property, and a text that it says."""


class Vocabulary(Protocol):
    """What can be completed; each the most telling first, without repetition."""

    def ids(self, part: str, /) -> Iterable[str]:
        """The ids that hold a text, in any case."""

    def properties(self) -> Iterable[str]:
        """The properties' names."""

    def values(self, property_name: str, /) -> Iterable[Scalar]:
        """The values of a property that a query can name."""

    def sayings(self, part: str, /) -> Iterable[Saying]:
        """The properties with texts of theirs that hold a part, in any case."""

    def namespaces(self) -> Iterable[str]:
        """What stands before the first ``/`` of ids."""

    def groups(self) -> Iterable[str]:
        """The groups that entities are listed in."""

    def sources(self) -> Iterable[str]:
        """Who has set something."""
