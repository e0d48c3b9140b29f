"""Writes a file of entities bit by bit; the file is there whole, or not at all."""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from flux_tui.client.turns import Turns
from flux_tui.errors import UsageError
from flux_tui.model.printable import printable
from flux_tui.replica.export import Columns, Format, pieces
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.view.moment import Moment

BUFFER = 1 << 20
"""Bytes that are written at once."""

Progress = Callable[[int], None]
"""Told how many entities are written."""


async def export(
    path: Path,
    format_: Format,
    ids: Sequence[str],
    moment: Moment,
    *,
    overwrite: bool,
    progress: Progress,
) -> int:
    """Write these entities; the answer is the file's size in bytes.

    When it is cancelled, or fails, nothing is left of it. Raises UsageError in words.
    """
    turns, columns = Turns(), Columns()
    written = 0

    def counted() -> Iterator[EntityRecord]:
        nonlocal written
        for record in moment.records(ids):
            yield record
            written += 1

    if format_ is Format.CSV:
        for record in moment.records(ids):
            columns.take(record)
            await turns.give()
    try:
        file = NewFile(path)
        try:
            for piece in pieces(format_, counted(), columns):
                file.write(piece)
                if turns.over:
                    progress(written)
                    await turns.nap()
            return await asyncio.to_thread(file.finish, overwrite=overwrite)
        finally:
            file.discard()
    except OSError as error:
        raise _unwritable(path, error) from None


class NewFile:
    """A file beside the one wanted, which it becomes when it is finished. Raises OSError."""

    def __init__(self, path: Path) -> None:
        self._target = Path(os.path.realpath(path))
        if self._target.exists() and not self._target.is_file():
            raise OSError(None, "what stands there is no file")  # a device would be no more
        self._part = self._target.with_name(f".{self._target.name[:100]}.{token_hex(4)}.part")
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
        self._file = os.fdopen(os.open(self._part, flags, 0o666), "wb", BUFFER)

    def write(self, text: str) -> None:
        """Write some more."""
        self._file.write(text.encode("utf-8", "replace"))

    def finish(self, *, overwrite: bool) -> int:
        """Put it in its place once it is on the disk; its size.

        Raises FileExistsError where there is a file that must not be overwritten.
        """
        self._file.flush()
        os.fsync(self._file.fileno())
        size = self._file.tell()
        self._file.close()
        if not overwrite and self._target.exists():
            raise FileExistsError(None, "somebody else made it meanwhile")
        with suppress(FileNotFoundError):
            self._part.chmod(stat.S_IMODE(self._target.stat().st_mode))
        self._part.replace(self._target)
        return size

    def discard(self) -> None:
        """Leave nothing of it, unless it was finished."""
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._part.unlink()


def write_whole(path: Path, text: str, *, overwrite: bool) -> int:
    """Write a file, whole or not at all; its size in bytes. Raises UsageError in words."""
    try:
        file = NewFile(path)
        try:
            file.write(text)
            return file.finish(overwrite=overwrite)
        finally:
            file.discard()
    except OSError as error:
        raise _unwritable(path, error) from None


async def write_lines(path: Path, lines: Iterable[str], *, overwrite: bool) -> int:
    """Write lines, each as it is made, with a line end behind it; the file's size in bytes.

    When it is cancelled, or fails, nothing is left of it. Raises UsageError in words.
    """
    turns = Turns()
    try:
        file = NewFile(path)
        try:
            for line in lines:
                file.write(f"{line}\n")
                await turns.give()
            return await asyncio.to_thread(file.finish, overwrite=overwrite)
        finally:
            file.discard()
    except OSError as error:
        raise _unwritable(path, error) from None


def path_text(path: Path) -> str:
    """A file as it can be opened from anywhere, printable: the whole path, the home as ``~``."""
    whole = os.path.abspath(path)
    home = os.path.expanduser("~")
    inside = os.path.isabs(home) and os.path.commonpath([home, whole]) == home != "/"
    shown = os.path.join("~", os.path.relpath(whole, home)) if inside else whole
    return printable(shown, limit=300)


def path_to_write(name: str) -> Path:
    """The file that a person named, ``~`` included.

    Raises UsageError where nothing can be written, as far as that can be said before. What a Path
    is asked itself would raise for a name that is too long, or of nobody's home.
    """
    if not name.strip():
        raise UsageError("name a file")
    path = Path(os.path.expanduser(name.strip()))
    if os.path.isdir(path):
        raise UsageError(f"{path} is a directory: name a file in it")
    if not os.path.isdir(path.parent):
        raise UsageError(f"there is no directory {path.parent}")
    return path


def _unwritable(path: Path, error: OSError) -> UsageError:
    return UsageError(f"{path} cannot be written ({error.strerror or error})")
