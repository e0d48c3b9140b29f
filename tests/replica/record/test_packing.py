"""Reports of those that have not reported for a while take little memory, and say the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.change import PropertySet
from flux_tui.replica.record import packing as module
from flux_tui.replica.record.report import Report
from flux_tui.replica.world import World

EVENTS = st.tuples(st.sampled_from("abcdef"), st.uuids().map(str), st.sets(st.sampled_from("xyz")))


@given(st.lists(EVENTS, max_size=40), st.integers(0, 3))
def test_packed_or_not_a_trail_is_that_of_the_last_event(
    events: list[tuple[str, str, set[str]]], waiting: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "WAITING", waiting)
        patch.setattr(module, "SLICE", 2)
        world = World()
        last: dict[tuple[str, str], Report] = {}
        for at, (entity_id, event_id, names) in enumerate(events):
            for name in sorted(names):
                world.apply(PropertySet(entity_id, name, at, at, "agent", event_id))
                last[entity_id, name] = Report(at, "agent", event_id)
    for (entity_id, name), report in last.items():
        trail = world.entities[entity_id].trail(name)
        assert trail is not None
        assert trail.report == report


def test_only_the_last_ones_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WAITING", 10)
    monkeypatch.setattr(module, "SLICE", 5)
    world = World()
    for number in range(100):
        event_id = f"0193a1b2-c3d4-7e5f-8a9b-{number:012}"
        world.apply(PropertySet(f"e-{number}", "n", 1, number, "agent", event_id))
    loose = [r.id for r in world.entities.values() if not isinstance(r.facts[0], bytes)]
    assert 10 <= len(loose) <= 15
    assert loose[-1] == "e-99"
