"""One request that wants to publish, from its turn to what it owes."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Self

from flux_tui.engine.namespaces.patience import Patience
from flux_tui.engine.namespaces.rate import Bucket
from flux_tui.engine.publishing import Outcome, Permit
from flux_tui.engine.refusal import Refusal
from flux_tui.errors import LogError, Malformed
from flux_tui.protocol.events import SentEvent


class Visit:
    """Waits its turn on entering; on leaving it owes for what came to nothing by its own fault:
    for what was refused, for all that could not be read, and nothing for a log that failed.

    Entering raises TooManyWait.
    """

    __slots__ = ("_bucket", "_let_in", "_patience", "_permit", "_share", "_size")

    def __init__(
        self, permit: Permit, patience: Patience, size: int, bucket: Bucket | None = None
    ) -> None:
        """``size`` is its body's, in bytes; ``bucket`` is where what it writes is taken from."""
        self._permit = permit
        self._patience = patience
        self._bucket = bucket
        self._size = size
        self._share = 0.0
        self._let_in = 0

    def permit(self, sent: SentEvent) -> Refusal | None:
        """Judge one of its events."""
        refusal = self._permit(sent)
        if refusal is None:
            self._let_in += 1
        return refusal

    async def __aenter__(self) -> Self:
        await self._patience.turn()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, LogError) and self._bucket is not None:
            self._bucket.give_back(self._let_in)
        share = 1.0 if isinstance(error, Malformed) else self._share
        if share:
            self._patience.owe(self._size, share)

    def judged(self, outcomes: Sequence[Outcome]) -> None:
        """What became of its events."""
        refused = sum(outcome.refusal is not None for outcome in outcomes)
        self._share = refused / len(outcomes)
