"""JSON text set anew: every name, text and number as it was written, in order, spaces apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flux_tui.client.turns import Turns
from flux_tui.tui.composer.batch.judge import SLICE
from flux_tui.tui.composer.batch.reading import Form, Reading

_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+')

INDENT = "  "
"""By what each level is further in."""

FITS = 100
"""Characters of a value that stays on one line."""


def one_line(text: str) -> str:
    """A value that ``read_json`` accepts, on one line."""
    return "".join(sign + " " if sign in (",", ":") else sign for sign in _TOKENS.findall(text))


def pretty(text: str, margin: str = "") -> str:
    """A value that ``read_json`` accepts, a member a line where it does not fit on one."""
    line = one_line(text)
    if len(line) + len(margin) <= FITS:
        return line
    return _Setting(line, margin).text()


async def pretty_batch(reading: Reading) -> str:
    """A batch's text set anew, in slices; of one in which nothing is wrong."""
    parts: list[str] = []
    turns = Turns(SLICE)
    for _ in pretty_steps(reading, parts):
        if turns.over:
            await turns.nap()
    return "".join(parts)


def pretty_steps(reading: Reading, parts: list[str]) -> Iterator[None]:
    """The parts of a batch's text set anew, an event a step; JSON lines stay an event a line.

    Of a text in which nothing is wrong.
    """
    text, events = reading.text, reading.events
    is_lines = reading.form is Form.LINES
    if not is_lines:
        parts.append(text[: reading.opening])
    for place, draft in enumerate(events):
        event = text[draft.start : draft.end]
        if is_lines:
            parts.append(one_line(event) + "\n")
        else:
            separator = "," if place else ""
            parts.append(f"{separator}\n{INDENT}{pretty(event, INDENT)}")
        yield
    if not is_lines:
        end = events[-1].end if events else reading.opening
        parts.append(("\n" if events else "") + text[end:].lstrip())


class _Setting:
    """Sets the tokens of one value."""

    def __init__(self, line: str, margin: str) -> None:
        self._tokens = _TOKENS.findall(line)
        self._ends = _ends_of(self._tokens)
        self._margin = margin

    def text(self) -> str:
        """All of it."""
        parts: list[str] = []
        depth = 0
        at = 0
        while at < len(self._tokens):
            sign = self._tokens[at]
            if sign in ("{", "["):
                whole = self._short(at, depth)
                if whole is not None:
                    parts.append(whole)
                    at = self._ends[at] + 1
                    continue
                depth += 1
                parts.append(sign + self._line(depth))
            elif sign in ("}", "]"):
                depth -= 1
                parts.append(self._line(depth) + sign)
            elif sign == ",":
                parts.append(sign + self._line(depth))
            else:
                parts.append(": " if sign == ":" else sign)
            at += 1
        return "".join(parts)

    def _short(self, at: int, depth: int) -> str | None:
        """A bracket with all that is in it, when that fits on one line; not the outermost."""
        end = self._ends[at]
        room = FITS - len(self._margin) - depth * len(INDENT)
        if at == 0 or end - at > room:
            return None
        whole = one_line(" ".join(self._tokens[at : end + 1]))
        return whole if len(whole) <= room or end == at + 1 else None

    def _line(self, depth: int) -> str:
        return f"\n{self._margin}{INDENT * depth}"


def _ends_of(tokens: list[str]) -> dict[int, int]:
    """For each bracket that opens, where the one that closes it is."""
    ends: dict[int, int] = {}
    open_ones: list[int] = []
    for at, sign in enumerate(tokens):
        if sign in ("{", "["):
            open_ones.append(at)
        elif sign in ("}", "]"):
            ends[open_ones.pop()] = at
    return ends
