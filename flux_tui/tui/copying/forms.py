"""In what forms a value, an entity, or many entities can be copied."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flux_tui.model.event import Event
from flux_tui.model.inline import json_text, name_text, value_text
from flux_tui.model.json import Path, same, value_at
from flux_tui.protocol.events import write_event
from flux_tui.replica.export import entity_json, value_json
from flux_tui.replica.query import path_term
from flux_tui.replica.record import EntityRecord
from flux_tui.tui.acting.place import Setting
from flux_tui.tui.copying.commands import (
    Server,
    curl_command,
    event_of,
    is_plain,
    publish_command,
)
from flux_tui.tui.copying.copyable import SHORT, Copyable
from flux_tui.tui.copying.setting_right import (
    command_that_sets,
    last_good,
    last_setting,
    of_setting,
)
from flux_tui.tui.explorer.chooser import Offer

PREVIEW = 44
"""Characters of what would be copied that are shown beside its name."""


def of_value(
    record: EntityRecord, path: Path, setting: Setting | None, server: Server, now_ms: int
) -> list[Offer[Copyable]]:
    """The forms of what stands at a path of an entity; commands set the whole property.

    ``setting`` is the change of it that is looked at; without one the last is meant.
    """
    value, name = value_at(record.properties, path), str(path[0])
    event = event_of(record.id, {name: record.properties.get(name)}, now_ms)
    term, as_json = path_term(path), value_json(value)
    bare = value if isinstance(value, str) else as_json
    offers = [_offer("value", bare, value_text(value, PREVIEW))]
    if isinstance(value, str):
        offers.append(_offer("value as JSON", as_json, json_text(value, PREVIEW), "json"))
    changed = setting or last_setting(record, name)
    settings = of_setting(record.id, changed, server, now_ms)
    if changed is not None and same(changed.value, record.properties.get(name)):
        del settings[-1]  # the publish command says the same
    return [
        *offers,
        _offer("path", term, name_text(term, PREVIEW)),
        _offer("path and value", f"{term}={as_json}", f"{term}={as_json[:PREVIEW]}"[:PREVIEW]),
        _offer("id", record.id, name_text(record.id, PREVIEW)),
        *settings,
        _command(
            "publish command",
            publish_command(server, event),
            f"sets {name_text(name, PREVIEW)} as it is now",
        ),
        _command("curl command", curl_command(server, event), "the same"),
    ]


def of_entity(record: EntityRecord, server: Server, now_ms: int) -> list[Offer[Copyable]]:
    """The forms of an entity; one that fails can be set back to when it did not."""
    event = event_of(record.id, dict(record.properties), now_ms)
    good = last_good(record)
    return [
        _offer("id", record.id, name_text(record.id, PREVIEW)),
        _offer(
            "entity as JSON", entity_json(record), json_text(record.properties, PREVIEW), "json"
        ),
        *([command_that_sets("back", record.id, good, server, now_ms)] if good else []),
        _command(
            "publish command", publish_command(server, event), "sets all properties as they are now"
        ),
        _command("curl command", curl_command(server, event), "the same"),
    ]


def of_gone(entity_id: str) -> list[Offer[Copyable]]:
    """What is left to copy of an entity that was deleted."""
    return [_offer("id", entity_id, name_text(entity_id, PREVIEW))]


def of_event(
    event: Event, setting: Setting | None, server: Server, now_ms: int
) -> list[Offer[Copyable]]:
    """The forms of an event that somebody published, and of what it did to the property looked at.

    Those set that alone, in a person's own name; the others publish all of it again, as of now.
    """
    again = event._replace(event_id=None, timestamp=now_ms)
    identity = event.event_id or ""
    return [
        _offer("event id", identity, name_text(identity, PREVIEW)),
        _offer(
            "event as JSON",
            value_json(write_event(event)),
            json_text(event.payload, PREVIEW),
            "json",
        ),
        *of_setting(event.entity_id or "", setting, server, now_ms),
        _command(
            "publish command",
            publish_command(server, again),
            f"all of it again, as {name_text(event.source, SHORT)}",
        ),
        _command("curl command", curl_command(server, again), "the same"),
    ]


def of_many(
    records: Callable[[], Iterator[EntityRecord]], count: int, server: Server, now_ms: int
) -> list[Offer[Copyable]]:
    """The forms of many entities, a line each; ``records`` is asked once one is chosen."""

    def form(
        name: str, what: str, line: Callable[[EntityRecord], str], suffix: str
    ) -> Offer[Copyable]:
        copyable = Copyable(what, lambda: map(line, records()), count, suffix)
        return Offer(name, copyable, hint="one a line")

    def event(record: EntityRecord) -> str:
        return publish_command(server, event_of(record.id, dict(record.properties), now_ms))

    def curl(record: EntityRecord) -> str:
        return curl_command(server, event_of(record.id, dict(record.properties), now_ms))

    return [
        form("ids", "ids", lambda record: _id_line(record.id), "txt"),
        form("entities as JSON lines", "entities", entity_json, "jsonl"),
        form("publish commands", "commands", event, "sh"),
        form("curl commands", "commands", curl, "sh"),
    ]


def _id_line(entity_id: str) -> str:
    """An id as one line: as JSON where it holds what is not one, or nothing at all."""
    return entity_id if entity_id and is_plain(entity_id) else value_json(entity_id)


def _offer(name: str, text: str, hint: str, suffix: str = "txt") -> Offer[Copyable]:
    return Offer(name, Copyable(name, lambda: [text], suffix=suffix), hint=hint)


def _command(name: str, text: str, hint: str) -> Offer[Copyable]:
    return _offer(name, text, hint, "sh")
