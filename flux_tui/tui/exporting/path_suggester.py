"""Completes the path of a file from what lies on the disk."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from textual.suggester import Suggester

from flux_tui.model.printable import printable

MOST = 10_000
"""Names of a directory that are looked at."""


class PathSuggester(Suggester):
    """Suggests the first name that goes on as it was begun; directories end with a ``/``."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The whole path; None where nothing begins so. The disk is asked in a thread."""
        return await asyncio.to_thread(complete, value) if value else None


def complete(value: str) -> str | None:
    """A path that exists and begins with what was typed, ``~`` included."""
    head, begun = os.path.split(value)
    if not begun:
        return None
    names = []
    try:
        with os.scandir(Path(head or ".").expanduser()) as entries:
            for count, entry in enumerate(entries):
                if count == MOST:
                    break
                if entry.name.startswith(begun) and printable(entry.name) == entry.name:
                    names.append(entry.name + ("/" if entry.is_dir() else ""))
    except (OSError, RuntimeError):
        return None
    return os.path.join(head, min(names)) if names else None
