"""In what forms a value, an entity, or many entities can be copied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from flux_tui.model.event import Event
from flux_tui.model.inline import json_text, value_text
from flux_tui.model.json import Path, value_at
from flux_tui.protocol.events import write_event
from flux_tui.replica.export import entity_json, value_json
from flux_tui.replica.query import path_term
from flux_tui.replica.record import EntityRecord
from flux_tui.tui.copying.commands import (
    Server,
    curl_command,
    event_of,
    is_plain,
    publish_command,
)
from flux_tui.tui.explorer.chooser import Offer

PREVIEW = 44
"""Characters of what would be copied that are shown beside its name."""


@dataclass(frozen=True, slots=True)
class Copyable:
    """What would be copied: ``name`` as people say it, ``lines`` once it is wanted.

    Of ``entities`` each has a line; 0 where it is no list of entities.
    """

    name: str
    lines: Callable[[], Iterable[str]]
    entities: int = 0


def of_value(
    record: EntityRecord, path: Path, server: Server, now_ms: int
) -> list[Offer[Copyable]]:
    """The forms of what stands at a path of an entity; commands set the whole property."""
    value, name = value_at(record.properties, path), str(path[0])
    event = event_of(record.id, {name: record.properties.get(name)}, now_ms)
    term, as_json = path_term(path), value_json(value)
    bare = value if isinstance(value, str) else as_json
    offers = [_offer("value", bare, value_text(value, PREVIEW))]
    if isinstance(value, str):
        offers.append(_offer("value as JSON", as_json, json_text(value, PREVIEW)))
    return [
        *offers,
        _offer("path", term, term[:PREVIEW]),
        _offer("path and value", f"{term}={as_json}", f"{term}={as_json[:PREVIEW]}"[:PREVIEW]),
        _offer("id", record.id, record.id[:PREVIEW]),
        _offer(
            "publish command", publish_command(server, event), f"sets {name[:PREVIEW]} as it is now"
        ),
        _offer("curl command", curl_command(server, event), "the same"),
    ]


def of_entity(record: EntityRecord, server: Server, now_ms: int) -> list[Offer[Copyable]]:
    """The forms of an entity."""
    event = event_of(record.id, dict(record.properties), now_ms)
    return [
        _offer("id", record.id, record.id[:PREVIEW]),
        _offer("entity as JSON", entity_json(record), json_text(record.properties, PREVIEW)),
        _offer(
            "publish command", publish_command(server, event), "sets all properties as they are now"
        ),
        _offer("curl command", curl_command(server, event), "the same"),
    ]


def of_gone(entity_id: str) -> list[Offer[Copyable]]:
    """What is left to copy of an entity that was deleted."""
    return [_offer("id", entity_id, entity_id[:PREVIEW])]


def of_event(event: Event, server: Server, now_ms: int) -> list[Offer[Copyable]]:
    """The forms of an event that somebody published; commands publish it again, as one of now."""
    again = replace(event, event_id=None, timestamp=now_ms)
    identity = event.event_id or ""
    return [
        _offer("event id", identity, identity[:PREVIEW]),
        _offer("event as JSON", value_json(write_event(event)), json_text(event.payload, PREVIEW)),
        _offer("publish command", publish_command(server, again), "publishes it again"),
        _offer("curl command", curl_command(server, again), "the same"),
    ]


def of_many(
    records: Callable[[], Iterator[EntityRecord]], count: int, server: Server, now_ms: int
) -> list[Offer[Copyable]]:
    """The forms of many entities, a line each; ``records`` is asked once one is chosen."""

    def form(name: str, what: str, line: Callable[[EntityRecord], str]) -> Offer[Copyable]:
        copyable = Copyable(what, lambda: map(line, records()), count)
        return Offer(name, copyable, hint="one a line")

    def event(record: EntityRecord) -> str:
        return publish_command(server, event_of(record.id, dict(record.properties), now_ms))

    def curl(record: EntityRecord) -> str:
        return curl_command(server, event_of(record.id, dict(record.properties), now_ms))

    return [
        form("ids", "ids", lambda record: _id_line(record.id)),
        form("entities as JSON lines", "entities", entity_json),
        form("publish commands", "commands", event),
        form("curl commands", "commands", curl),
    ]


def _id_line(entity_id: str) -> str:
    """An id as one line: as JSON where it holds what is not one, or nothing at all."""
    return entity_id if entity_id and is_plain(entity_id) else value_json(entity_id)


def _offer(name: str, text: str, hint: str) -> Offer[Copyable]:
    return Offer(name, Copyable(name, lambda: [text]), hint=hint)
