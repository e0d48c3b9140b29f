"""Ways to a clipboard: the terminal's, by OSC 52, this machine's, by its own tool, and tmux's.

Within tmux its own tool comes first: as it is installed it takes no OSC 52 from a program. A
library would wait for a tool in a thread that nothing can end; here it is a process with a time to
be done in, killed when the explorer is left.
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

TMUX: tuple[tuple[str, ...], ...] = (
    ("tmux", "load-buffer", "-w", "-"),
    ("tmux", "load-buffer", "-"),
)
"""How tmux's buffer is filled, and with it the clipboard of its terminal (-w, from 3.2 on)."""


async def copy(app: App[None], text: str) -> list[str]:
    """Put a text into every clipboard that takes it; their names, none where none does."""
    data = text.encode("utf-8", "replace")
    in_tmux = bool(os.environ.get("TMUX"))
    taken = []
    if in_tmux and await _feed_tmux(data):
        taken.append("tmux (prefix ] pastes it)")
    if len(data) <= LARGEST_OSC:
        app.copy_to_clipboard(data.decode())
        if not in_tmux:
            taken.append("the terminal (OSC 52)")
        elif not taken:
            taken.append("the terminal (OSC 52; tmux takes it after 'set -g set-clipboard on')")
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


async def _feed_tmux(data: bytes) -> bool:
    """Whether tmux took it, in one of the ways that there are."""
    for command in TMUX:
        if await _feed(command, data):
            return True
    return False


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
