"""A copy of the newest snapshot in a directory of the engine's own (``--data``).

It is what an engine starts with when the shared store has none that is intact, and spares it the
fetching when the store has no newer one.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
from pathlib import Path

from flux_tui.engine.log.event_log import Snapshot
from flux_tui.errors import LogError

LOGGER = logging.getLogger(__name__)

_PREFIX = "world-"
_DIGEST_BYTES = 32


class LocalCopy:
    """One file: its name says which world it is, its first bytes that it is intact."""

    def __init__(self, directory: Path) -> None:
        """Raises LogError when there can be no such directory."""
        self._directory = directory
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LogError(
                f"{directory} cannot be made ({error.strerror}): give another with --data"
            ) from None

    def keep(self, identity: str, snapshot: Snapshot) -> None:
        """Replace what is kept; a copy that cannot be written is no harm."""
        name = f"{_PREFIX}{identity}-{snapshot.sequence}-{snapshot.received}"
        partial = self._directory / f".{name}"
        try:
            before = list(self._directory.glob(f"{_PREFIX}*"))
            with partial.open("wb") as file:
                file.write(hashlib.sha256(snapshot.body).digest() + snapshot.body)
                file.flush()
                os.fsync(file.fileno())
            partial.rename(self._directory / name)
            for path in before:
                if path.name != name:
                    path.unlink(missing_ok=True)
        except OSError as error:
            LOGGER.warning("no copy of the world in %s: %s", self._directory, error.strerror)
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)

    def newest(self, identity: str, sequence: int) -> Snapshot | None:
        """What is kept, if it is of this stream, at or before a sequence, and intact."""
        found: Snapshot | None = None
        for path in self._directory.glob(f"{_PREFIX}{identity}-*"):
            at, _, received = path.name.removeprefix(f"{_PREFIX}{identity}-").partition("-")
            if not (at.isdecimal() and received.isdecimal()) or int(at) > sequence:
                continue
            try:
                content = path.read_bytes()
            except OSError:
                continue
            body = content[_DIGEST_BYTES:]
            if hashlib.sha256(body).digest() != content[:_DIGEST_BYTES]:
                LOGGER.warning("the copy of the world in %s is damaged", path)
            elif found is None or int(at) > found.sequence:
                found = Snapshot(int(at), int(received), body)
        return found
