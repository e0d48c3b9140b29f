"""What a terminal sends for keys and the mouse."""

from __future__ import annotations

KEYS = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "delete": "\x1b[3~",
    "f4": "\x1bOS",
    "f2": "\x1bOQ",
    "ctrl+enter": "\x1b[13;5u",
}
"""The named keys of xterm; ctrl+enter as the kitty protocol has it."""


def typed(key: str) -> str:
    """What is sent for a key: a name, ``ctrl+`` and a letter, or a text as it is."""
    if key in KEYS:
        return KEYS[key]
    if key.startswith("ctrl+") and len(key) == len("ctrl+x"):
        return chr(ord(key[-1].upper()) - 64)
    return key


def click(column: int, line: int) -> str:
    """What is sent for a press and release of the left button at a cell, counted from 0."""
    place = f"{column + 1};{line + 1}"
    return f"\x1b[<0;{place}M\x1b[<0;{place}m"


def wheel(column: int, line: int) -> str:
    """What is sent for one turn of the wheel down at a cell, counted from 0."""
    return f"\x1b[<65;{column + 1};{line + 1}M"
