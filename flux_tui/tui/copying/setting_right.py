"""Commands that set what has changed back to what it was, and nothing else."""

from __future__ import annotations

from flux_tui.model.inline import name_text, value_text
from flux_tui.model.json import JsonObject
from flux_tui.replica.condition import Condition, condition_of_value
from flux_tui.replica.record import EntityRecord
from flux_tui.tui.acting.place import Setting
from flux_tui.tui.copying.commands import Server, event_of, publish_command
from flux_tui.tui.copying.copyable import SHORT, Copyable
from flux_tui.tui.explorer.chooser import Offer


def last_setting(record: EntityRecord, name: str) -> Setting | None:
    """The last change of a property that was seen."""
    trail = record.trail(name)
    if trail is None or not trail.changes or name not in record.properties:
        return None
    return Setting(name, record.properties[name], True, trail.before)


def of_setting(
    entity_id: str, setting: Setting | None, server: Server, now_ms: int
) -> list[Offer[Copyable]]:
    """Commands that set one property alone: as it was before a change, and as it was after it."""
    if setting is None:
        return []
    name = setting.name
    so = command_that_sets("so", entity_id, {name: setting.value}, server, now_ms)
    if not setting.had:
        return [so]
    return [command_that_sets("back", entity_id, {name: setting.before}, server, now_ms), so]


def command_that_sets(
    how: str, entity_id: str, values: JsonObject, server: Server, now_ms: int
) -> Offer[Copyable]:
    """A command that sets some properties ``back`` to what they were, or ``so``."""
    name, value = next(iter(values.items()))
    shown = f"{name_text(name, SHORT)} = {value_text(value, SHORT)}"
    shown += f" and {len(values) - 1:,} more" if len(values) > 1 else ""
    shown += ", as before" if how == "back" else ""
    command = publish_command(server, event_of(entity_id, values, now_ms))
    what = Copyable(f"command that sets {name_text(name, SHORT)} {how}", lambda: [command], 0, "sh")
    return Offer(f"set {how} (publish command)", what, hint=shown)


def last_good(record: EntityRecord) -> JsonObject:
    """What those properties were before that say something is wrong, where that was well."""
    good: JsonObject = {}
    for name, value in record.properties.items():
        if condition_of_value(name, value) is not Condition.FINE:
            last = last_setting(record, name)
            if last and condition_of_value(name, last.before) is Condition.FINE:
                good[name] = last.before
    return good
