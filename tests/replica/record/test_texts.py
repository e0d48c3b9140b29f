"""Equal texts of many entities are one text, and nothing else becomes another."""

from __future__ import annotations

import pytest
from hypothesis import given

from flux_tui.model.change import PropertySet
from flux_tui.model.entity import Entity
from flux_tui.model.json import JsonObject, same
from flux_tui.replica.record import texts as module
from flux_tui.replica.record.texts import SharedTexts
from flux_tui.replica.world import World
from tests.strategies import states


def text(*parts: str) -> str:
    """A text that is made anew, as one that is read is."""
    return "".join(parts)


def test_entities_that_report_share_their_texts() -> None:
    world = World()
    world.load(Entity(i, {"unit": text("cel", "sius"), "n": 1}, 1) for i in ("a", "b"))
    world.apply_all(PropertySet(i, "n", 2, 2) for i in ("a", "b"))
    first, second = (record.properties["unit"] for record in world.entities.values())
    assert first is second


@given(states)
def test_properties_stay_what_they_are(state: dict[str, JsonObject]) -> None:
    texts = SharedTexts()
    for properties in state.values():
        before = dict(properties)
        texts.share(properties)
        assert same(properties, before)
        assert list(properties) == list(before)


def test_texts_of_one_entity_each_are_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 10)
    texts = SharedTexts()
    early: JsonObject = {"unit": text("cel", "sius")}
    texts.share(early)
    for number in range(20):
        texts.share({"name": f"entity {number}"})
    late: JsonObject = {"unit": text("cel", "sius")}
    texts.share(late)
    assert late == early
    assert late["unit"] is not early["unit"]
