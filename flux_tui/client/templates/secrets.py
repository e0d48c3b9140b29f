"""What the environment knows is put into events when they are sent, and nowhere before."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from flux_tui.client.templates.placeholder import ENVIRONMENT
from flux_tui.errors import UsageError
from flux_tui.model.event import Event
from flux_tui.model.json import Json, JsonObject


def missing(names: Collection[str], environment: Mapping[str, str] = os.environ) -> list[str]:
    """Which of these variables are not set."""
    return sorted(name for name in names if not environment.get(name))


@dataclass(frozen=True, slots=True)
class Revealing:
    """What some variables held when events were sent; their placeholders are told from it."""

    values: Mapping[str, str] = field(repr=False)

    @property
    def placeholders(self) -> dict[str, str]:
        """The placeholders by the values that they stand for."""
        return {value: f"{{{{env:{name}}}}}" for name, value in self.values.items()}

    def revealed(self, event: Event) -> Event:
        """The event with the values in its properties."""
        properties = event.properties
        if not properties or not self.values:
            return event
        shown: JsonObject = {n: _revealed(value, self.values) for n, value in properties.items()}
        return event._replace(payload={**event.payload, "properties": shown})


def takes(value: Json, names: Collection[str]) -> bool:
    """Whether something of these variables is put into a value when it is sent."""
    if isinstance(value, str):
        return any(match[1] in names for match in ENVIRONMENT.finditer(value))
    if isinstance(value, list):
        return any(takes(item, names) for item in value)
    return isinstance(value, dict) and any(takes(item, names) for item in value.values())


def revealing(names: Collection[str], environment: Mapping[str, str] = os.environ) -> Revealing:
    """The values of these variables, those that a template wanted, and of no others.

    Raises UsageError where one is not set.
    """
    lacking = missing(names, environment)
    if lacking:
        raise UsageError(
            f"not set in the environment: {', '.join(lacking)}; "
            "nothing was sent: start again where that is set"
        )
    return Revealing({name: environment[name] for name in names})


def _revealed(value: Json, values: Mapping[str, str]) -> Json:
    if isinstance(value, str):
        return ENVIRONMENT.sub(lambda match: values.get(match[1], match[0]), value)
    if isinstance(value, list):
        return [_revealed(item, values) for item in value]
    if isinstance(value, dict):
        return {name: _revealed(item, values) for name, item in value.items()}
    return value
