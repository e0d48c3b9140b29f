"""The directory of a log on disk, and the lock that keeps a second engine out of it."""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path
from typing import Self

from flux_tui.errors import LogError


class DirectoryLock:
    """Holds a directory for one process; the kernel lets go of it when that process dies."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._file: int | None = None

    def acquire(self) -> None:
        """Make the directory if need be and take it; raises LogError when that cannot be."""
        path = self.directory / "lock"
        try:
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise LogError(
                f"the data directory {self.directory} cannot be used ({error.strerror}): "
                "give another with --data, or keep nothing with --memory"
            ) from None
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            owner = os.pread(self._file, 32, 0).decode("ascii", "replace").strip()
            self.release()
            raise LogError(
                f"the data directory {self.directory} is in use by another engine"
                f"{f' (process {owner})' if owner.isdigit() else ''}: stop that one first, "
                "or give another directory with --data"
            ) from None
        with contextlib.suppress(OSError):  # A disk that is full is no reason not to read.
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, f"{os.getpid()}\n".encode("ascii"), 0)

    def release(self) -> None:
        """Let others have it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
