"""A JSON value as lines of text that are safe for a terminal and lose nothing."""

from __future__ import annotations

import json

from flux_tui.model.json import Json
from flux_tui.model.printable import json_escaped

LONGEST = 4_000
"""Characters of one line: a longer one goes on in the next, without an indent of its own."""

MOST = 200_000
"""Lines of one value; what is beyond is counted, not shown."""

DEEPEST = 900
"""Levels of nesting that Python's writer takes; Flux keeps about 120 (``http.jsonl``)."""


def written(value: Json) -> str:
    """The value as indented JSON, every unsafe character in it as a ``\\u`` escape.

    Raises RecursionError for what is nested too deep.
    """
    return json_escaped(json.dumps(value, ensure_ascii=False, indent=2))


def json_lines(value: Json) -> list[str]:
    """The same in lines, none of them too long."""
    try:
        text = written(value)
    except RecursionError:
        return [f"nested deeper than {DEEPEST} levels: too deep to be written out"]
    lines: list[str] = []
    for line in text.split("\n"):
        lines.extend(line[at : at + LONGEST] for at in range(0, max(1, len(line)), LONGEST))
    if len(lines) > MOST:
        more = len(lines) - MOST
        lines[MOST:] = [f"… {more:,} more lines"]
    return lines
