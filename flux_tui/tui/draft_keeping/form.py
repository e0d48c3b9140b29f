"""Drafts as they lie on the disk: a line of JSON, and after it the batch's text as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from enum import Enum
from json.encoder import encode_basestring_ascii as quoted
from typing import TypeVar

from flux_tui.model.json import Json, JsonObject
from flux_tui.tui.composer.delivering.outbox import Tried
from flux_tui.tui.composer.drafts import Origin
from flux_tui.tui.composer.event.draft import Mode
from flux_tui.tui.composer.rows import PropertyRow, RowKind
from flux_tui.tui.draft_keeping.kept import KeptDrafts, KeptEvent
from flux_tui.tui.remembered.item import flag, table, text, texts

Name = TypeVar("Name", bound=Enum)

VERSION = 1
"""The form. A file of another one was written by a newer program, and is left as it is."""

MOST_BYTES = 16_000_000
"""Bytes of all drafts together: eight times what a server takes in one request."""


PIECE = 500
"""Tries that are written in one step."""


class OtherVersion(ValueError):
    """A file was written by another version of the program."""


def written(kept: KeptDrafts) -> Iterator[bytes]:
    """The file's parts. What would make it too large is left out: the oldest edits first."""
    room = MOST_BYTES
    batch = kept.batch.encode("utf-8", "surrogatepass")
    batch = batch if len(batch) <= room else b""
    room -= len(batch)
    event, edits = None, list[str]()
    if kept.event is not None:
        event = _fitting(_event_json(kept.event), room)
        room -= len(event or "")
    for origin, edit in reversed(kept.edits.items()):
        changed: Json = None if origin.changed is None else list(origin.changed)
        form = {"of": origin.entity_id, "changed": changed, **_event_json(edit)}
        line = _fitting(form, room)
        if line is not None:
            edits.insert(0, line)
            room -= len(line)
    names = json.dumps(sorted(kept.environment))
    of_batch = f'{{"tried": [{", ".join(_tries(kept.tried))}], "environment": {names}}}'
    had = json.dumps(None if kept.left_by is None else sorted(kept.left_by))
    parts = [f'{{"version": {VERSION}, "left_by": {had}, "event": {event or "null"}']
    parts.append(f', "edits": [{", ".join(edits)}]')
    parts.append(f', "batch": {of_batch if len(of_batch) <= room else "{}"}}}\n')
    yield "".join(parts).encode("ascii")
    yield batch


def read(data: bytes) -> KeptDrafts:
    """What a file holds; raises ValueError for what is none, OtherVersion among it."""
    head, _, batch = data.partition(b"\n")
    try:
        document = table(json.loads(head))
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if document.get("version") != VERSION:
        raise OtherVersion
    event, edits, left_by = (document.get(name) for name in ("event", "edits", "left_by"))
    if not isinstance(edits, list):
        raise ValueError("no list")
    kept = {}
    for edit in map(table, edits):
        changed = edit.get("changed")
        origin = Origin(text(edit.get("of")), None if changed is None else texts(changed))
        kept[origin] = _event(edit)
    of_batch = table(document.get("batch"))
    return KeptDrafts(
        None if event is None else _event(table(event)),
        batch.decode("utf-8", "surrogatepass"),
        _tried(of_batch),
        kept,
        frozenset(texts(of_batch.get("environment", []))),
        None if left_by is None else frozenset(texts(left_by)),
    )


def left_by(data: bytes) -> frozenset[str]:
    """The processes that left a file, of whatever version that says so; none for what is none."""
    try:
        return frozenset(texts(table(json.loads(data.partition(b"\n")[0])).get("left_by")))
    except (ValueError, RecursionError):
        return frozenset()


def _fitting(form: JsonObject, room: int) -> str | None:
    line = json.dumps(form)
    return line if len(line) <= room else None


def _tries(tried: Sequence[Tried]) -> Iterator[str]:
    """A hundred thousand as JSON, a few at a time: in between a key has its turn."""
    for start in range(0, len(tried), PIECE):
        yield ", ".join(map(_try, tried[start : start + PIECE]))


def _try(one: Tried) -> str:
    content, event_id, timestamp, reason = one
    said = "null" if reason is None else quoted(reason)
    return f'["{content}", {quoted(event_id)}, {timestamp}, {said}]'


def _event_json(event: KeptEvent) -> JsonObject:
    began: Json = None if event.began_as is None else list(event.began_as)
    return {
        "stream": event.stream,
        "source": event.source,
        "entity_id": event.entity_id,
        "timestamp": event.timestamp,
        "mode": event.mode.name,
        "rows": [
            [row.name, row.text, None if row.kind is None else row.kind.name] for row in event.rows
        ],
        "json": event.json,
        "base": None if event.base is None else dict(event.base),
        "sends_all": event.sends_all,
        "began_as": began,
        "tried": [list(tried) for tried in event.tried],
        "environment": [*sorted(event.environment)],
    }


def _event(form: JsonObject) -> KeptEvent:
    base, began, rows = form.get("base"), form.get("began_as"), form.get("rows")
    return KeptEvent(
        text(form.get("stream")),
        text(form.get("source")),
        text(form.get("entity_id")),
        text(form.get("timestamp")),
        _named(Mode, form.get("mode")),
        tuple(_row(row) for row in _list(rows)),
        text(form.get("json")),
        None if base is None else table(base),
        flag(form.get("sends_all")),
        None if began is None else _three(began),
        _tried(form),
        frozenset(texts(form.get("environment", []))),
    )


def _row(value: Json) -> PropertyRow:
    name, said, kind = _list(value)
    return PropertyRow(text(name), text(said), None if kind is None else _named(RowKind, kind))


def _tried(form: JsonObject) -> tuple[Tried, ...]:
    found = []
    for value in _list(form.get("tried", [])):
        content, event_id, timestamp, reason = _list(value)
        if not isinstance(timestamp, int):
            raise ValueError("no timestamp")
        bytes.fromhex(text(content))
        said = None if reason is None else text(reason)
        found.append(Tried(text(content), text(event_id), timestamp, said))
    return tuple(found)


def _three(value: Json) -> tuple[str, str, str]:
    stream, source, entity_id = texts(value)
    return stream, source, entity_id


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise ValueError("no list")
    return value


def _named(kind: type[Name], value: Json) -> Name:
    try:
        return kind[text(value)]
    except KeyError:
        raise ValueError(f"no {kind.__name__}") from None
