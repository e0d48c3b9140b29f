"""What became of a session, for the log file: what its status shows only while it is so."""

from __future__ import annotations

import logging

from flux_tui.client.status import SessionStatus
from flux_tui.model.printable import printable

LOGGER = logging.getLogger(__name__)


class Diary:
    """Writes down each phase with its problem, what was healed, and other worlds."""

    def __init__(self, status: SessionStatus) -> None:
        self._last = status

    def take(self, status: SessionStatus) -> None:
        """Write down what is new in a status."""
        before, self._last = self._last, status
        if (status.phase, status.problem) != (before.phase, before.problem):
            problem = f": {printable(status.problem)}" if status.problem else ""
            LOGGER.info("%s by %s%s", status.phase.name, status.feed or "no feed", problem)
        if status.healed != before.healed:
            healed = status.healed - before.healed
            LOGGER.info("an audit healed %d differences, %d in all", healed, status.healed)
        if status.mute is not before.mute:
            LOGGER.info("the server is %s", "mute" if status.mute else "heard again")
        if status.replaced != before.replaced:
            LOGGER.info("another world answers (log: %s)", printable(status.log or "unknown"))
        if status.vanished != before.vanished and status.vanished is not None:
            LOGGER.info("the server's state is empty: all that was in it has vanished")
