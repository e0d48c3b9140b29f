"""A terminal's screen, kept by pyte from the bytes that a program writes."""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import cache

import pyte
from pyte.screens import wcwidth

UNKNOWN_TO_PYTE = re.compile(
    r"\x1b\[[<>=][0-9;:]*[A-Za-z]|\x1b\[\?[0-9;]*\$p|\x1b\]22;[^\x07]*\x07"
)
"""What pyte would draw as text or take for a title: kitty's keyboard protocol, questions about
modes, the pointer's shape."""

UNFINISHED = re.compile(r"\x1b(\[[<>=?]?[0-9;:$]*|\][^\x07\x1b]*)?\Z")
"""The beginning of a sequence whose end is still to come."""

MOUSE = frozenset({1000, 1002, 1003, 1005, 1006, 1015, 1016})
"""The modes in which a terminal reports the mouse."""

ALTERNATE = 1049
FOCUS_REPORTS = 1004
BRACKETED_PASTE = 2004
CURSOR_VISIBLE = 25

_PRIVATE = 5
"""pyte keeps a private mode shifted left by so many bits."""


class Screen:
    """What stands on the terminal now."""

    def __init__(self, columns: int, lines: int) -> None:
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.Stream(self._screen)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._rest = ""
        self._lines = [""] * lines

    def feed(self, data: bytes) -> None:
        """Draw what the program wrote."""
        text = self._rest + self._decode(data)
        unfinished = UNFINISHED.search(text)
        self._rest = unfinished.group() if unfinished else ""
        text = UNKNOWN_TO_PYTE.sub("", text[: len(text) - len(self._rest)])
        if not text.isascii():
            text = "".join(character for character in text if not _chokes_pyte(character))
        self._stream.feed(text)

    def resize(self, columns: int, lines: int) -> None:
        """Take another size, keeping what fits."""
        self._screen.resize(lines, columns)
        self._screen.dirty.update(range(lines))
        self._lines = [""] * lines

    @property
    def lines(self) -> list[str]:
        """The screen's lines, without the spaces at their ends."""
        for number in self._screen.dirty:
            if number < len(self._lines):
                self._lines[number] = self._line(number)
        self._screen.dirty.clear()
        return list(self._lines)

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    @property
    def title(self) -> str:
        """The window's title; empty unless the program set one."""
        return str(self._screen.title)

    @property
    def private_modes(self) -> set[int]:
        """The DEC private modes that are set, 1049 (alternate screen) among them."""
        return {mode >> _PRIVATE for mode in self._screen.mode if mode >= 1 << _PRIVATE}

    def _line(self, number: int) -> str:
        """One line; the cell behind a wide character holds nothing."""
        cells = self._screen.buffer[number]
        return "".join(cells[column].data for column in range(self._screen.columns)).rstrip()


@cache
def _chokes_pyte(character: str) -> bool:
    """Whether pyte drops all text behind it: what has no width and does not combine for it."""
    return bool(wcwidth(character) == 0 and not unicodedata.combining(character))
