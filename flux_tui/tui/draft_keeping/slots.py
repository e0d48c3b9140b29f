"""The files of one server's drafts: each explorer has one to itself, and finds those left behind.

The kernel lets go of a file's lock when its explorer dies, however it dies.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from flux_tui.client.address import parse_address
from flux_tui.tui.draft_keeping.form import MOST_BYTES, OtherVersion, left_by, read, written
from flux_tui.tui.draft_keeping.kept import KeptDrafts

MOST_SLOTS = 20
"""Explorers of one server that keep drafts at a time; those beyond keep none."""

LONGEST_NAME = 40
"""Characters of a server's name in its files' names; a digest tells longer ones apart."""

ROOM = 2 * MOST_BYTES
"""Bytes of a file that are read: a larger one is none of ours."""


class Slot:
    """One file of drafts, held by this process until it is released."""

    def __init__(self, path: Path, lock: int) -> None:
        self._path = path
        self._lock = lock

    @classmethod
    def take(cls, path: Path) -> Self | None:
        """Hold a file, whether or not it exists; None while another explorer does.

        Raises OSError.
        """
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return None
        except OSError:
            os.close(lock)
            raise
        return cls(path, lock)

    def read(self) -> KeptDrafts:
        """What lies there; nothing where it is no drafts. Raises OtherVersion."""
        try:
            with self._path.open("rb") as file:
                data = file.read(ROOM)
            return read(data)
        except OtherVersion:
            raise
        except (OSError, ValueError):
            return KeptDrafts()

    def write(self, kept: KeptDrafts) -> None:
        """Lay drafts down in the place of those that lie there; raises OSError."""
        if kept.is_empty:
            self._path.unlink(missing_ok=True)
            return
        beside = self._path.with_suffix(f".{os.getpid()}.part")
        try:
            with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.writelines(written(kept))
            beside.replace(self._path)
        except OSError:
            with suppress(OSError):
                beside.unlink()
            raise

    def release(self) -> None:
        """Let another explorer have it."""
        os.close(self._lock)


class Slots:
    """All files of one server, as one profile knows it: drafts for one are no other's."""

    def __init__(self, folder: Path, profile: str | None, url: str) -> None:
        """``url`` may hold credentials; they are no part of a name."""
        shown = parse_address(url).url
        name = re.sub(r"[^A-Za-z0-9_-]+", "-", profile or urlsplit(shown).netloc)[:LONGEST_NAME]
        place = f"{profile or ''}\n{shown}".encode("utf-8", "surrogatepass")
        self._folder = folder / "drafts"
        self._stem = f"{name}-{blake2b(place, digest_size=6).hexdigest()}"

    @property
    def are_empty(self) -> bool:
        """Whether no drafts lie there: then nothing has to be held to know it."""
        return not self._written()

    def take_written(self) -> list[tuple[Slot, KeptDrafts]]:
        """Hold all files that drafts lie in and that no explorer has; the last written first."""
        found = []
        for path in self._written():
            with suppress(OSError):
                slot = Slot.take(path)
                if slot is None:
                    continue
                try:
                    found.append((slot, slot.read()))
                except OtherVersion:
                    slot.release()
        return found

    def take_free(self) -> Slot | None:
        """Hold a file that nothing lies in; None when there is none. Raises OSError."""
        written = frozenset(self._written())
        for path in self._paths():
            if path not in written:
                slot = Slot.take(path)
                if slot is not None:
                    return slot
        return None

    def left_by(self) -> frozenset[str]:
        """The processes that left what lies there now of any server, by any profile."""
        found = frozenset[str]()
        for path in self._folder.glob("*.drafts"):
            with suppress(OSError), path.open("rb") as file:
                found |= left_by(file.readline(ROOM))
        return found

    def _paths(self) -> Iterator[Path]:
        for number in range(1, MOST_SLOTS + 1):
            yield self._folder / f"{self._stem}.{number}.drafts"

    def _written(self) -> Sequence[Path]:
        times = {}
        for path in self._paths():
            with suppress(OSError):
                times[path] = path.stat().st_mtime_ns
        return sorted(times, key=lambda path: times[path], reverse=True)
