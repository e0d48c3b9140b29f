"""Two ways to a clipboard: the terminal's, by OSC 52, and this machine's, by its own tool.

A library would wait for the tool in a thread that nothing can end; here it is a process with a
time to be done in, killed when the explorer is left.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Mapping

from textual.app import App

LARGEST_OSC = 74_000
"""Bytes that xterm and tmux take by OSC 52: 100,000 characters of base64, less the rest."""

PATIENCE = 3.0
"""Seconds for a tool to take a text."""

TOOLS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
    ("", ("pbcopy",)),
)
"""What must be set for a tool to work, and how it is called; the first that there is, is used."""


async def copy(app: App[None], text: str) -> list[str]:
    """Put a text into every clipboard that takes it; their names, none where none does."""
    data = text.encode("utf-8", "replace")
    taken = []
    if len(data) <= LARGEST_OSC:
        app.copy_to_clipboard(data.decode())
        taken.append("the terminal (OSC 52)")
    tool = find_tool()
    if tool is not None and await _feed(tool, data):
        taken.append(tool[0])
    return taken


def find_tool(environment: Mapping[str, str] = os.environ) -> tuple[str, ...] | None:
    """How this machine's clipboard is filled; None when it has none."""
    for needs, command in TOOLS:
        usable = bool(environment.get(needs)) if needs else sys.platform == "darwin"
        if usable and shutil.which(command[0], path=environment.get("PATH")):
            return command
    return None


async def _feed(command: tuple[str, ...], data: bytes) -> bool:
    """Whether the tool took it; it goes on by itself, to hand it to who pastes."""
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True
        )
    except OSError:
        return False
    try:
        async with asyncio.timeout(PATIENCE):
            await process.communicate(data)
    except TimeoutError:
        return False
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode == 0
