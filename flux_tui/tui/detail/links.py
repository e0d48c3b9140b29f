"""Links from one entity to another, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from textual.message import Message

from flux_tui.model.json import Json, Path

MOST = 100
"""Steps back that are remembered."""

LONGEST = 500
"""Characters of a text that may be an id: longer ones are texts."""


class LinkFollowed(Message):
    """A person wants to go to the entity that a value names; ``path`` is where it stands."""

    def __init__(self, entity_id: str, path: Path) -> None:
        super().__init__()
        self.entity_id = entity_id
        self.path = path


def target_of(value: Json, own_id: str, entities: Mapping[str, object]) -> str | None:
    """The other entity that a value names; None when it names none."""
    if not isinstance(value, str) or not value or len(value) > LONGEST or value == own_id:
        return None
    return value if value in entities else None


class Left(NamedTuple):
    """Where a link stands that was followed."""

    entity_id: str
    path: Path


class Trail:
    """The links that were followed, the last one first to be gone back to."""

    def __init__(self) -> None:
        self._links: list[Left] = []

    def leave(self, entity_id: str, path: Path) -> None:
        """A link was followed from here."""
        self._links = [*self._links, Left(entity_id, path)][-MOST:]

    def back(self) -> Left | None:
        """Where the last link was followed from; None at the beginning."""
        return self._links.pop() if self._links else None

    def __len__(self) -> int:
        return len(self._links)
