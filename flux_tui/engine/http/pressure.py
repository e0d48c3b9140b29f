"""What clients have the engine keep for them: answers that they do not read, bodies half sent.

Each connection may hold little; a thousand of them together may not hold all the memory there is.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from flux_tui.engine.http.connection import LimitedConnection

LOGGER = logging.getLogger(__name__)

HELD_BYTES = 512 * 1024 * 1024
"""What all connections together may hold: a hundred times the answers and bodies of a busy engine
whose clients read."""


def relieve(connections: Iterable[LimitedConnection]) -> None:
    """Hang up on those who hold most, until the rest hold no more than may be held."""
    held = [(one.held_bytes, one) for one in connections]
    total = sum(size for size, _ in held)
    if total <= HELD_BYTES:
        return
    ended, freed = 0, 0
    for size, connection in sorted(held, key=lambda pair: pair[0], reverse=True):
        connection.transport.abort()
        ended, freed = ended + 1, freed + size
        if total - freed <= HELD_BYTES:
            break
    LOGGER.warning(
        "too much is kept for clients: connections hung up on: %d, which held %d MB of answers "
        "that nobody read and of bodies that were not sent whole",
        ended,
        freed // 1_000_000,
    )
