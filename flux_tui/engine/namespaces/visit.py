"""One request that wants to publish, from its turn to what it owes."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Self

from flux_tui.engine.namespaces.patience import Patience
from flux_tui.engine.publishing import Outcome, Permit
from flux_tui.errors import Malformed


class Visit:
    """Waits its turn on entering; on leaving it owes for what came to nothing by its own fault:
    for what was refused, for all that could not be read, and nothing for a log that failed.

    ``permit`` judges its events. Entering raises TooManyWait.
    """

    __slots__ = ("_patience", "_share", "_size", "permit")

    def __init__(self, permit: Permit, patience: Patience, size: int) -> None:
        """``size`` is its body's, in bytes."""
        self.permit = permit
        self._patience = patience
        self._size = size
        self._share = 0.0

    async def __aenter__(self) -> Self:
        await self._patience.turn()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        share = 1.0 if isinstance(error, Malformed) else self._share
        if share:
            self._patience.owe(self._size, share)

    def judged(self, outcomes: Sequence[Outcome]) -> None:
        """What became of its events."""
        refused = sum(outcome.refusal is not None for outcome in outcomes)
        self._share = refused / len(outcomes)
