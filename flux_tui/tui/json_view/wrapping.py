"""A text in lines of a given width, a few words at a time: a megabyte keeps no key waiting."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len, chop_cells

from flux_tui.model.printable import printable
from flux_tui.tui.json_view.lines import MOST

LONGEST_WORD = 2_000
"""Characters of a word that are looked at at once; a longer one is broken anyway."""

STEP = 100
"""Words between two chances to do something else."""

_WORD = re.compile(rf"\S{{1,{LONGEST_WORD}}}\s?|\s")
"""A word and what stands behind it."""


def wrapping(text: str, width: int, lines: list[str]) -> Iterator[None]:
    """Append a text's own lines to ``lines``, printable, in pieces of at most ``width`` cells.

    Words are kept whole. It yields after each few of them.
    """
    width, words = max(2, width), 0
    for own in text.split("\n"):
        piece, cells = "", 0
        for match in _WORD.finditer(own):
            if len(lines) >= MOST:
                lines.append("… more than is shown here")
                return
            word = printable(match.group())
            size = cell_len(word)
            if piece and cells + size > width:
                lines.append(piece)
                piece, cells = "", 0
            if size > width:
                *whole, word = chop_cells(word, width)
                lines.extend(whole)
                size = cell_len(word)
            piece, cells = piece + word, cells + size
            words += 1
            if not words % STEP:
                yield
        lines.append(piece)


def wrapped(text: str, width: int) -> list[str]:
    """All of it at once."""
    lines: list[str] = []
    for _ in wrapping(text, width, lines):
        pass
    return lines
