"""What commands write: data to standard output, words for people to standard error."""

from __future__ import annotations

import errno
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from flux_tui.model.printable import printable

_BEYOND_ASCII = re.compile(r"[^\x20-\x7e]")

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""What the system answers when there is no room for what is written, or its disk fails."""


def say(sentence: str) -> None:
    """Tell a person something, on standard error, safe for their terminal."""
    sys.stderr.write(f"{printable(sentence)}\n")
    sys.stderr.flush()


def ask(question: str) -> bool:
    """Ask a person yes or no, on the terminal; anything but a yes is a no."""
    with interruptible():
        sys.stderr.write(f"{printable(question)} [y/N] ")
        sys.stderr.flush()
        return sys.stdin.readline().strip().lower() in ("y", "yes")


@contextmanager
def interruptible() -> Iterator[None]:
    """Let ctrl+c end a read that waits for a person: asyncio would note it, and read on."""
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def open_what_is_closed() -> None:
    """A standard stream that was closed reads or writes nothing from now on.

    Else a connection would get its number, and what is printed would go to the server. So it is
    with the programs that are run from here, as a profile's ``token_command``.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            devnull = os.open(os.devnull, os.O_RDWR)
            if devnull != number:
                os.dup2(devnull, number)
                os.close(devnull)
            os.set_inheritable(number, True)
            setattr(sys, name, open(number, "w" if number else "r", closefd=False))  # noqa: SIM115


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
