"""How far the log had come: a second witness to its end.

SQLite takes a write-ahead log that is cut or damaged at its end for one whose last commits never
happened. The head is written after each commit, so that it never names an event that is not safe;
a log that ends before it has lost acknowledged events, and must not be served as if it had not.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

from flux_tui.errors import LogError

FILE = "head"
"""The file's name within the data directory."""

_SEQUENCE = struct.Struct("<Q")


class Head:
    """The file that names the newest acknowledged event; ``is_new`` when there was none."""

    def __init__(self, directory: Path) -> None:
        """Raises LogError when there can be no such file."""
        self._path = directory / FILE
        self.is_new = not self._path.exists()
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise self._unwritable(error) from None

    def begin(self, newest: int) -> None:
        """Begin with what the log holds; raises LogError when it ends before the head."""
        told = read_head(self._path)
        if told > newest:
            raise LogError(
                f"the log in {self._path.parent} ends at event {newest}, but {told} had been "
                "acknowledged: its last part is lost or damaged; restore the directory from a "
                f"backup, or delete {self._path} to go on with what is left"
            )
        try:
            self.write(newest)
        except OSError as error:
            raise self._unwritable(error) from None

    def write(self, newest: int) -> None:
        """The log has come so far. Not synced: after a power cut it may be behind, never ahead."""
        os.pwrite(self._file, _SEQUENCE.pack(newest), 0)

    def _unwritable(self, error: OSError) -> LogError:
        return LogError(
            f"{self._path} cannot be written ({error.strerror}): check the rights and the space of "
            "its directory, or give another with --data"
        )

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)


def read_head(path: Path) -> int:
    """The sequence in a head's file; 0 for none."""
    try:
        content = path.read_bytes()
    except OSError:
        return 0
    return int(_SEQUENCE.unpack(content)[0]) if len(content) == _SEQUENCE.size else 0
