"""What may reach a terminal: plain text, and the control sequences that draw it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

SEQUENCES = re.compile(
    r"""
      \x1b\[ [0-9;:]* m                                 # colours and attributes
    | \x1b\[ [0-9;]* [CHJ]                              # place the cursor; clear
    | \x1b\[ \? (?: 7|25|1000|1002|1003|1004|1006|1015|1016|1049|2004|2026|2048 ) [hl]
    | \x1b\[ \? (?: 2026|2048 ) \$p                     # questions about modes
    | \x1b\[ (?: >[0-9]* | < ) u                        # kitty's keyboard protocol
    | \x1b\]22;[a-z-]*\x07                              # the shape of the mouse pointer
    | \r | \n
    """,
    re.VERBOSE,
)
"""All that is written for an application that rings no bell, sets no title, copies nothing and
links nowhere."""

INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Unicode's categories of what controls, reorders or hides; none may be drawn."""

RESET = "\x1b[0m"
"""Textual writes it after each piece of coloured text."""

SHOWN = 40
"""Characters of the output that a finding is shown with."""


def strangers(output: bytes) -> list[str]:
    """What in a program's output may not reach a terminal, each with its surroundings."""
    try:
        text = output.decode("utf-8")
    except UnicodeDecodeError as error:
        return [f"not UTF-8 at {error.start}: {output[error.start - 9 : error.start + 9]!r}"]
    drawn = SEQUENCES.sub("", text)
    return [
        f"U+{ord(character):04X} in {drawn[max(0, place - SHOWN) : place + SHOWN]!r}"
        for place, character in enumerate(drawn)
        if not character.isascii() or not character.isprintable()
        if unicodedata.category(character) in INVISIBLE
    ]


def smuggled(output: bytes, data: Iterable[str]) -> list[str]:
    """The escape sequences of ``data`` that stand in the output as they were sent."""
    escapes = {piece for text in data for piece in re.findall(r"\x1b[^\x1b]{2,8}", text)}
    return sorted(piece for piece in escapes - {RESET} if piece.encode() in output)
