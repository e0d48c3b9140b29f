"""Where the World stands in a log."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Place:
    """How far the World has followed which log; it outlives connections."""

    sequence: int = 0
    log: str | None = None
    known: bool = False

    def reach(self, sequence: int, log: str | None) -> None:
        """The World equals the state at this sequence of this log."""
        self.sequence, self.log, self.known = sequence, log, True

    def lose(self) -> None:
        """The World no longer stands at any place of a log."""
        self.known = False
