"""The text of a file, read beside the event loop; what is wrong with it is said in a sentence."""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import Callable
from pathlib import Path

from flux_tui.errors import UsageError
from flux_tui.model.encoding import decoded
from flux_tui.model.inline import size_text

LARGEST = 16_000_000
"""Bytes of a file that an editor takes: eight times what a server takes in one request."""

CHUNK = 1 << 20
"""Bytes that are read at once."""

Progress = Callable[[int, int], None]
"""Told how many bytes are read, and of how many."""


async def read_text(path: Path, progress: Progress) -> str:
    """A file's text, of UTF-8 or of UTF-16 that says so; raises UsageError."""
    try:
        data = await _read(path, progress)
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror or error})") from None
    return await asyncio.to_thread(decoded, data, str(path))


async def _read(path: Path, progress: Progress) -> bytes:
    """The bytes, a chunk at a time, so that a slow disk can be seen, and given up."""
    status = await asyncio.to_thread(os.stat, path)
    if stat.S_ISDIR(status.st_mode):
        raise UsageError(f"{path} is a directory: name a file in it")
    if not stat.S_ISREG(status.st_mode):
        raise UsageError(f"{path} is no file that can be read to its end")
    if status.st_size > LARGEST:
        raise UsageError(_too_large(path, status.st_size))
    parts: list[bytes] = []
    size = 0
    with await asyncio.to_thread(path.open, "rb") as file:
        while part := await asyncio.to_thread(file.read, CHUNK):
            parts.append(part)
            size += len(part)
            if size > LARGEST:
                raise UsageError(_too_large(path, size))
            progress(size, max(size, status.st_size))
    return b"".join(parts)


def _too_large(path: Path, size: int) -> str:
    return (
        f"{path} is {size_text(size)}, and an editor takes {size_text(LARGEST)}: "
        "flux-tui batch @FILE sends JSON of any size"
    )
