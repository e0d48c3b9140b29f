"""The rows of an entity's properties: nested values as a tree, long texts folded."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flux_tui.model.inline import json_text, name_text, value_text
from flux_tui.model.json import Json, Path
from flux_tui.model.printable import printable

OPEN_ITEMS = 12
"""A nested value of at most so many items opens unfolded."""

OPEN_DEPTH = 6
"""Nested values deeper than this open folded."""

LONG_TEXT = 120
"""A text longer than this, or of several lines, opens folded to its first line."""

TEXT_LINES = 400
"""The most lines that an unfolded text takes."""

MOST_ROWS = 20_000
"""The most rows that one entity is shown in; what is beyond is counted."""


class DetailRow(NamedTuple):
    """One line: a value at ``path`` (the property's name first), or a line of the text there.

    ``folded`` is None where there is nothing to fold. ``text`` is set for lines of a text, and for
    the last row when there were too many.
    """

    path: Path
    label: str
    value: Json = None
    folded: bool | None = None
    text: str | None = None
    pinned: bool = False

    @property
    def depth(self) -> int:
        """0 for a property, 1 for what is inside its value, and so on."""
        return len(self.path) - 1


def rows_of(
    properties: Mapping[str, Json],
    folds: Mapping[Path, bool],
    width: int,
    pins: Sequence[str] = (),
) -> list[DetailRow]:
    """All rows, properties sorted by name; ``folds`` says what a person folded or unfolded.

    Those in ``pins`` come first, in that order. ``width`` is the cells that a line of an unfolded
    text may take.
    """
    rows: list[DetailRow] = []
    first = [name for name in pins if name in properties]
    for name in [*first, *sorted(properties.keys() - set(first))]:
        for row in _rows((name,), name_text(name, 200), properties[name], folds, width):
            if len(rows) >= MOST_ROWS:
                more = f"… more than {MOST_ROWS:,} lines: fold something to see the rest"
                rows.append(DetailRow((), "", text=more))
                return rows
            rows.append(row._replace(pinned=True) if name in first and not row.depth else row)
    return rows


def _rows(
    path: Path, label: str, value: Json, folds: Mapping[Path, bool], width: int
) -> Iterator[DetailRow]:
    """A value's own row, then those inside it; nested 120 deep without recursion trouble."""
    folded = _is_folded(path, value, folds)
    yield DetailRow(path, label, value, folded)
    if folded is not False:
        return
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _rows((*path, key), name_text(key, 200), item, folds, width)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _rows((*path, index), str(index), item, folds, width)
    elif isinstance(value, str):
        for line in _text_lines(value, max(8, width)):
            yield DetailRow(path, "", text=line)


def _is_folded(path: Path, value: Json, folds: Mapping[Path, bool]) -> bool | None:
    if isinstance(value, list | dict):
        if not value:
            return None
        too_big = len(value) > OPEN_ITEMS or len(path) > OPEN_DEPTH
        return folds.get(path, too_big)
    if isinstance(value, str) and (len(value) > LONG_TEXT or "\n" in value):
        return folds.get(path, True)
    return None


def _text_lines(text: str, width: int) -> Iterator[str]:
    count, at = 0, 0
    while at < len(text):
        if count == TEXT_LINES:
            yield f"… {len(text) - at:,} more characters"
            return
        end = text.find("\n", at, at + width)
        stop = min(at + width, len(text)) if end < 0 else end
        yield printable(text[at:stop])
        at = stop if end < 0 else end + 1
        count += 1


def summary(value: Json) -> str:
    """What stands in a nested value's own row: ``{3}`` for an object, ``[2]`` for a list."""
    if isinstance(value, dict):
        return f"{{{len(value)}}}"
    return f"[{len(value)}]" if isinstance(value, list) else ""


def shown(row: DetailRow) -> str:
    """A row's value: text that could be taken for another type stands in quotes."""
    value = row.value
    if isinstance(value, list | dict):
        return (
            summary(value) if row.folded is False else f"{summary(value)} {json_text(value, 200)}"
        )
    if isinstance(value, str):
        return quoted_if_doubtful(value)
    return value_text(value)


def quoted_if_doubtful(text: str) -> str:
    """Text bare, or in quotes where bare it would read as a number, a literal, or as nothing."""
    if text and text == text.strip() and text[0] not in '[{"' and not _reads_as_json(text):
        return value_text(text)
    return json_text(text)


def _reads_as_json(text: str) -> bool:
    if len(text) > 40:
        return False
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def path_text(path: Path) -> str:
    """A path as the query language takes it: ``o.a.0``."""
    return ".".join(str(part) for part in path)
