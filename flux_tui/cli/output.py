"""What commands write: data to standard output, words for people to standard error."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

from flux_tui.model.printable import printable

_BEYOND_ASCII = re.compile(r"[^\x20-\x7e]")


def say(sentence: str) -> None:
    """Tell a person something, on standard error, safe for their terminal."""
    sys.stderr.write(f"{printable(sentence)}\n")
    sys.stderr.flush()


def ask(question: str) -> bool:
    """Ask a person yes or no, on the terminal; anything but a yes is a no."""
    sys.stderr.write(f"{printable(question)} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def abandon_output(stream: TextIO | None = None) -> None:
    """Nobody reads any more: let whatever is still to be flushed go nowhere."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError, ValueError):
        os.dup2(devnull, (stream or sys.stdout).fileno())
    os.close(devnull)


def flush_or_abandon() -> None:
    """Hand over what is buffered, unless its reader or its terminal is gone.

    Python tries it again at its end, and would turn a failure into an exit code of its own.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            abandon_output(stream)


def is_interactive() -> bool:
    """Whether a person sits at both ends: only then a command may ask."""
    return is_terminal(sys.stdin) and is_terminal(sys.stdout)


def is_terminal(stream: object) -> bool:
    """Whether a standard stream is one; a closed or missing stream is not."""
    try:
        return bool(stream and stream.isatty())  # type: ignore[attr-defined]
    except ValueError:
        return False


class Output:
    """Standard output of one command: JSON where it is piped or asked for, else a table."""

    def __init__(self, *, force_json: bool, utc: bool) -> None:
        self._terminal = is_terminal(sys.stdout)
        self._tables = self._terminal and not force_json
        self.utc = utc

    @property
    def wants_table(self) -> bool:
        """Whether a person reads it, who has not asked for JSON."""
        return self._tables

    def show(self, answer: bytes, table: Callable[[int], str]) -> None:
        """One answer of the server: its own bytes, or a table for a width in cells."""
        if self._tables:
            import shutil

            self.write(table(shutil.get_terminal_size().columns).encode(errors="replace"))
        else:
            self.write(answer)

    def write(self, data: bytes) -> None:
        """Bytes as one or more whole lines; on a terminal what could drive it is escaped."""
        if self._terminal and not self._tables:
            data = _escaped(data)
        sys.stdout.buffer.write(data if data.endswith(b"\n") else data + b"\n")
        sys.stdout.buffer.flush()


def _escaped(json_text: bytes) -> bytes:
    """The same JSON with every unsafe character as ``\\uXXXX``."""
    lines = json_text.decode(errors="replace").split("\n")
    return "\n".join(_BEYOND_ASCII.sub(_escape, line) for line in lines).encode()


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    if character == "\t" or printable(character) == character:
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
