"""Events of one entity, for tests of its past."""

from __future__ import annotations

from typing import cast

from hypothesis import strategies as st

from flux_tui.model.event import DELETED, Event, setting
from flux_tui.model.json import Json, JsonObject
from tests.strategies import json_values


def event(number: int, **properties: Json) -> Event:
    """An event with an id of its own; the number is its time, in seconds."""
    return setting(
        "test", "tester", "e", properties, timestamp=number * 1000, event_id=f"id-{number}"
    )


def tombstone(number: int) -> Event:
    """The event that deletes the entity."""
    return event(number, **{DELETED: True})


def _numbered(bodies: list[JsonObject]) -> list[Event]:
    return [event(number, **properties) for number, properties in enumerate(bodies)]


_values = st.sampled_from(cast("list[Json]", [1, 1.0, True, "1", None, []]))
_bodies = cast(
    "st.SearchStrategy[JsonObject]",
    st.dictionaries(st.sampled_from("pqr"), _values)
    | st.dictionaries(st.sampled_from("pq"), json_values, min_size=1, max_size=2)
    | st.just({DELETED: True}),
)

pasts = st.lists(_bodies, max_size=12).map(_numbered)
"""Whatever may have happened to an entity: few properties, often the same values, deletions."""
