"""What the environment knows is put into events when they are sent, and nowhere before."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from flux_tui.errors import UsageError
from flux_tui.model.event import Event
from flux_tui.model.json import Json, JsonObject
from flux_tui.tui.templates.placeholder import ENVIRONMENT


def missing(names: Collection[str], environment: Mapping[str, str] = os.environ) -> list[str]:
    """Which of these variables are not set."""
    return sorted(name for name in names if not environment.get(name))


def revealed(
    events: Sequence[Event],
    names: Collection[str],
    environment: Mapping[str, str] = os.environ,
) -> tuple[list[Event], dict[str, str]]:
    """The events with the variables' values in their properties, and the placeholders by them.

    Only variables of these ``names`` are looked up: those that a template wanted. Raises UsageError
    where one is not set.
    """
    if not names:
        return list(events), {}
    lacking = missing(names, environment)
    if lacking:
        raise UsageError(f"not set in the environment: {', '.join(lacking)}; nothing was sent")
    values = {name: environment[name] for name in names}
    placeholders = {value: f"{{{{env:{name}}}}}" for name, value in values.items()}
    return [_revealed_event(event, values) for event in events], placeholders


def _revealed_event(event: Event, values: Mapping[str, str]) -> Event:
    properties = event.properties
    if not properties:
        return event
    shown: JsonObject = {name: _revealed(value, values) for name, value in properties.items()}
    return replace(event, payload={**event.payload, "properties": shown})


def _revealed(value: Json, values: Mapping[str, str]) -> Json:
    if isinstance(value, str):
        return ENVIRONMENT.sub(lambda match: values.get(match[1], match[0]), value)
    if isinstance(value, list):
        return [_revealed(item, values) for item in value]
    if isinstance(value, dict):
        return {name: _revealed(item, values) for name, item in value.items()}
    return value
