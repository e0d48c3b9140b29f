"""Where the World stands in a log."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Place:
    """How far the World has followed which log; it outlives connections."""

    sequence: int = 0
    log: str | None = None
    known: bool = False

    def lose(self) -> None:
        """The World no longer stands at any place of a log."""
        self.known = False
