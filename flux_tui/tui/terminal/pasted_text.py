"""What is pasted stays text, whatever is in it.

Textual reads an escape sequence amid a pasted text as keys: of a coloured log that somebody pastes,
``[31m`` would be commands. Here pasted text never comes to where keys are read, only the marks
around it do; it is taken from here when they have been. It is quicker, too: two megabytes are not
looked at letter by letter.
"""

from __future__ import annotations

from collections import deque

BEGIN, END = "\x1b[200~", "\x1b[201~"
"""Around a pasted text, as terminals send it (xterm's bracketed paste, DEC mode 2004)."""

DROPPED = str.maketrans("", "", "\x1b\x00")
"""Not part of any text, and no terminal should send them in one."""

ORDER_MARK = "\ufeff"
"""What some editors begin a file with, and so what was copied from its start: no letter of it."""


class PastedText:
    """Takes pasted texts out of a terminal's input, in the order in which they came."""

    def __init__(self) -> None:
        self._is_inside = False
        self._end_of_last = ""
        self._pieces: list[str] = []
        self._pasted: deque[str] = deque()

    def take_out(self, data: str) -> str:
        """What is left of a piece of the input: keys, and the marks with nothing in between."""
        left = []
        while data:
            piece, data = self._inside(data) if self._is_inside else self._outside(data)
            left.append(piece)
        return "".join(left)

    def collect(self) -> str:
        """The oldest text that was pasted whole and not collected yet; empty if there is none."""
        return self._pasted.popleft() if self._pasted else ""

    def _outside(self, data: str) -> tuple[str, str]:
        """Keys up to the mark, which may have begun in the piece before, and what follows it."""
        seen = self._end_of_last
        start = (seen + data).find(BEGIN)
        if start < 0:
            self._end_of_last = (seen + data)[1 - len(BEGIN) :]
            return data, ""
        end = start + len(BEGIN) - len(seen)
        self._is_inside, self._end_of_last = True, ""
        return data[:end], data[end:]

    def _inside(self, data: str) -> tuple[str, str]:
        """Nothing, or the mark at the end, and what follows it."""
        data = self._end_of_last + data
        text, mark, rest = data.partition(END)
        if not mark:
            kept = max(n for n in range(len(END)) if data.endswith(END[:n]))
            self._pieces.append(data[: len(data) - kept])
            self._end_of_last = END[:kept]
            return "", ""
        pasted = "".join([*self._pieces, text]).translate(DROPPED)
        self._pasted.append(pasted.removeprefix(ORDER_MARK))
        self._pieces, self._is_inside, self._end_of_last = [], False, ""
        return mark, rest
