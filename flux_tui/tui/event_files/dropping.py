"""A file that is dropped on the terminal: it arrives as a paste that is its path, and no more."""

from __future__ import annotations

import asyncio
import os
import shlex
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from textual import events
from textual.message import Message

from flux_tui.tui.exact_input import ExactInput
from flux_tui.tui.json_editor.editor import JsonEditor
from flux_tui.tui.type_ahead import TakesTogether

LONGEST = 4_096
"""Characters of a path; a longer paste is none."""


class TakesPastes(Protocol):
    """What text is pasted into."""

    def take_paste(self, text: str) -> None:
        """Put a text in the place of what is selected, as a paste does."""

    def post_message(self, message: Message) -> bool:
        """Tell whoever is around."""


class FileDropped(Message):
    """A file was dropped; ``text`` is what was pasted, into ``taker``."""

    def __init__(self, path: Path, text: str, taker: TakesPastes) -> None:
        super().__init__()
        self.path = path
        self.text = text
        self.taker = taker


class DropEditor(JsonEditor, TakesTogether):
    """An editor that tells of a dropped file instead of taking its path for text."""

    async def _on_paste(self, event: events.Paste) -> None:
        if not self.read_only:
            await take_or_tell(self, event)

    def take_paste(self, text: str) -> None:
        """Put a text in the place of what is selected, as a paste does."""
        self.move_cursor(self.replace(text, *sorted(self.selection)).end_location)


class DropInput(ExactInput, TakesTogether):
    """A field that does the same."""

    async def _on_paste(self, event: events.Paste) -> None:  # type: ignore[override]
        await take_or_tell(self, event)


async def take_or_tell(taker: TakesPastes, event: events.Paste) -> bool:
    """Tell of a file that a paste names; what may name one and does not is text, after a look.

    Any other paste is left to whoever takes it by itself. The answer is whether it was taken.
    """
    paths = possible_paths(event.text)
    if not paths:
        return False
    event.stop()
    event.prevent_default()
    path = await asyncio.to_thread(_existing, paths)
    if path is not None:
        taker.post_message(FileDropped(path, event.text, taker))
    else:
        taker.take_paste(event.text)
    return True


def possible_paths(text: str) -> list[Path]:
    """The files that a paste may name: bare, in quotes, with escapes, or as a URL."""
    said = text.strip()
    if not said or len(said) > LONGEST or "\n" in said or "\0" in said:
        return []
    words = [said]
    try:
        split = shlex.split(said)
    except ValueError:
        split = []
    if len(split) == 1:
        words.append(split[0])
    if said.startswith("file://"):
        words = [unquote(urlsplit(said).path)]
    return [Path(os.path.expanduser(word)) for word in words if word.startswith(("/", "~/"))]


def _existing(paths: list[Path]) -> Path | None:
    for path in paths:
        try:
            if path.is_file():
                return path
        except (OSError, ValueError):
            continue
    return None
