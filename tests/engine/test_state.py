"""The state: the same world as the shared projection makes, written as Flux writes it."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.engine.state import State, array
from flux_tui.model.change import EntityDeleted
from flux_tui.model.event import Event, setting
from flux_tui.model.instant import format_rfc3339
from flux_tui.model.json import Json, same
from flux_tui.replica.projection import project
from tests.strategies import json_values

payloads = st.fixed_dictionaries(
    {},
    optional={
        "entity_id": st.sampled_from(["a", "b", "lab/c", ""]) | st.just(5),
        "properties": st.dictionaries(st.sampled_from(["p", "q", "é"]), json_values, max_size=2)
        | st.just({"__deleted__": True})
        | st.just({"__deleted__": False})
        | st.just([1]),
    },
)


@given(st.lists(payloads, max_size=25))
def test_it_is_what_the_projection_says(events: list[dict[str, Any]]) -> None:
    state = State()
    model: dict[str, dict[str, Json]] = {}
    stamps: dict[str, int] = {}
    for at, payload in enumerate(events):
        event = Event("s", "t", payload)
        known = event.entity_id in model
        changes = project(event, at)
        heard = state.apply(event, at)
        deletes = any(isinstance(change, EntityDeleted) for change in changes)
        assert heard == (bool(changes) and (known or not deletes))
        for change in changes:
            if isinstance(change, EntityDeleted):
                model.pop(change.entity_id, None)
            else:
                model.setdefault(change.entity_id, {})[change.property] = change.value
                stamps[change.entity_id] = at
    assert len(state) == len(model)
    listed = {entity["id"]: entity for entity in json.loads(state.listing())}
    assert listed.keys() == model.keys()
    for entity_id, properties in model.items():
        assert same(listed[entity_id]["properties"], dict(sorted(properties.items())))
        stamp = format_rfc3339(stamps[entity_id], suffix="+00:00")
        assert listed[entity_id]["lastUpdated"] == stamp


def test_a_body_has_sorted_keys_and_nine_digits() -> None:
    state = State()
    state.apply(setting("s", "t", "é", {"z": {"b": 1, "a": [1.0, None]}, "a": "ü"}), 10**9)
    assert state.listing().decode() == (
        '[{"id":"é","properties":{"a":"ü","z":{"a":[1.0,null],"b":1}},'
        '"lastUpdated":"1970-01-01T00:00:01.000000000+00:00"}]'
    )


def test_a_listing_that_was_taken_does_not_change() -> None:
    state = State()
    state.apply(setting("s", "t", "a", {"n": 1}), 1)
    frozen = state.select(None, None)
    state.apply(setting("s", "t", "a", {"n": 2}), 2)
    assert b'"n":1' in array(frozen)
    assert b'"n":2' in state.listing()


def test_entities_are_chosen_by_prefix_and_namespace() -> None:
    state = State()
    for entity_id in ("lab/a", "lab/b/c", "laboratory", "/x", "x"):
        state.apply(setting("s", "t", entity_id, {"n": 1}), 1)

    def chosen(prefix: str | None, namespace: str | None) -> set[str]:
        return {held.id for held in state.select(prefix, namespace)}

    assert chosen("lab", None) == {"lab/a", "lab/b/c", "laboratory"}
    assert chosen(None, "lab") == {"lab/a", "lab/b/c"}
    assert chosen("lab/b", "lab") == {"lab/b/c"}
    assert chosen("", None) == {"lab/a", "lab/b/c", "laboratory", "/x", "x"}
    assert chosen(None, "") == set()
