"""One event's text: where its cells stand in it, and what it is with another value in one of them.

Whatever is not the cell stays as it was written: order, spaces, line ends, the spelling of
numbers and of text.
"""

from __future__ import annotations

from flux_tui.protocol.json_reading import Member, members_at
from flux_tui.tui.composer.rows import quoted

Path = tuple[str, ...]
"""Names from the event down to a value: ``("payload", "properties", "temperature")``."""

STREAM: Path = ("stream",)
SOURCE: Path = ("source",)
ENTITY: Path = ("payload", "entity_id")
TIMESTAMP: Path = ("timestamp",)
PROPERTIES: Path = ("payload", "properties")

FIELDS = (ENTITY, STREAM, SOURCE, TIMESTAMP)
"""What every event has a cell for."""


class NoPlace(ValueError):
    """Why a cell has no place in an event."""


def cells_of(text: str) -> dict[Path, str]:
    """The texts of an event's cells: its fields and each of its properties; none where it is none.

    Of a name that is there twice the last counts, as for Flux.
    """
    cells: dict[Path, str] = {}
    if not text.startswith("{"):
        return cells
    for path, start in ((), 0), (("payload",), None), (PROPERTIES, None):
        place = start if start is not None else _start_of(text, path)
        if place is None:
            break
        for member in members_at(text, place):
            cells[(*path, member.name)] = text[member.value : member.end]
    return {p: cell for p, cell in cells.items() if p in FIELDS or p[:-1] == PROPERTIES}


def with_cell(text: str, path: Path, value: str) -> str:
    """The event with the JSON text ``value`` at ``path``; raises NoPlace."""
    return _with(text, 0, path, (), value)


def _with(text: str, start: int, path: Path, above: Path, value: str) -> str:
    """The same within the object that starts at ``start``, which stands at ``above``."""
    if not text.startswith("{", start):
        raise NoPlace(f"{'.'.join(above) or 'the event'} is no object")
    name, *below = path
    member = _last_named(text, start, name)
    if member is None:
        return _with_member(text, start, name, _nested(tuple(below), value))
    if below:
        return _with(text, member.value, tuple(below), (*above, name), value)
    return text[: member.value] + value + text[member.end :]


def without_cell(text: str, path: Path) -> str:
    """The event with nothing at ``path``, however often it is there."""
    while (container := _start_of(text, path[:-1])) is not None:
        named = [m for m in members_at(text, container) if m.name == path[-1]]
        if not named:
            break
        text = _without_member(text, container, named[-1])
    return text


def _start_of(text: str, path: Path) -> int | None:
    """Where the object at a path starts; None when there is none."""
    start = 0
    for name in path:
        if not text.startswith("{", start):
            return None
        member = _last_named(text, start, name)
        if member is None:
            return None
        start = member.value
    return start if text.startswith("{", start) else None


def _last_named(text: str, start: int, name: str) -> Member | None:
    found = None
    for member in members_at(text, start):
        if member.name == name:
            found = member
    return found


def _nested(path: Path, value: str) -> str:
    for name in reversed(path):
        value = f"{{{quoted(name)}: {value}}}"
    return value


def _with_member(text: str, start: int, name: str, value: str) -> str:
    """A member more at the end of an object, set as the one before it is."""
    there = list(members_at(text, start))
    if not there:
        return f"{text[: start + 1]}{quoted(name)}: {value}{text[text.index('}', start) :]}"
    last = there[-1]
    if len(there) > 1:
        gap = text[there[-2].end : last.start].split(",", 1)[1]
    else:
        before = text[start + 1 : last.start]
        gap = before if "\n" in before else " "
    colon = text[last.start : last.value]
    colon = ":" + colon[len(colon.rstrip()) :] if colon.rstrip().endswith(":") else ": "
    return f"{text[: last.end]},{gap}{quoted(name)}{colon}{value}{text[last.end :]}"


def _without_member(text: str, start: int, gone: Member) -> str:
    before = after = None
    for member in members_at(text, start):
        if member.start < gone.start:
            before = member
        elif member.start > gone.start:
            after = member
            break
    if after is not None:
        return text[: gone.start] + text[after.start :]
    return text[: gone.start if before is None else before.end] + text[gone.end :]
