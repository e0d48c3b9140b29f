"""What keeps the log from being all it should be, and since when."""

from __future__ import annotations

import logging
from typing import Literal, TypeAlias

from flux_tui.engine.log.event_log import Trouble
from flux_tui.model.clock import Clock

LOGGER = logging.getLogger(__name__)

Kind: TypeAlias = Literal["connection", "stream", "full", "defect"]


class Troubles:
    """Each kind of trouble begins and ends; the oldest one is told, and what follows from it is
    not told beside it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._present: dict[Kind, Trouble] = {}

    @property
    def first(self) -> Trouble | None:
        """The one that has lasted longest; None when all is well."""
        return min(self._present.values(), default=None)

    def begin(self, kind: Kind, reason: str) -> None:
        """There is trouble; what was known of this kind keeps its beginning."""
        before = self._present.get(kind)
        since = self._clock.now() if before is None else before.since
        self._present[kind] = Trouble(since, reason)
        if len(self._present) == 1 and (before is None or before.reason != reason):
            LOGGER.error("%s", reason)

    def end(self, kind: Kind) -> None:
        """That trouble is over."""
        if self._present and self._present.pop(kind, None) is not None and not self._present:
            LOGGER.warning("the log is well again")
