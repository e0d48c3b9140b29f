"""Answers that were gathered while the World went on show what asking at once would show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.change import EntityDeleted, PropertySet, StateChange
from flux_tui.model.entity import Entity
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.view import Filter, Sort, View
from flux_tui.replica.view.answering import STEP
from flux_tui.replica.world import World

IDS = [f"e{number:02}" for number in range(3 * STEP)]

changes: st.SearchStrategy[StateChange] = st.builds(
    lambda entity_id, n: PropertySet(entity_id, "n", n, 1), st.sampled_from(IDS), st.integers(0, 3)
) | st.builds(lambda entity_id: EntityDeleted(entity_id, 1), st.sampled_from(IDS))


def is_wanted(record: EntityRecord) -> bool:
    return record.properties.get("n") == 1


@given(
    st.lists(st.lists(changes, max_size=5), min_size=4, max_size=4),
    st.booleans(),
    st.lists(changes, max_size=5),
)
def test_whatever_happens_meanwhile_the_right_ones_are_shown(
    meanwhile: list[list[StateChange]], pauses: bool, later: list[StateChange]
) -> None:
    world = World()
    world.load(Entity(entity_id, {"n": 1}, 0) for entity_id in IDS[::2])
    view = View(world)
    answering = view.ask(is_wanted)
    steps = answering.steps()
    for happening in meanwhile:
        for change in happening:
            world.apply(change)
        if pauses:
            view.pause()
        next(steps, None)
        view.resume()
        view.order_by(Sort.by_property("n"))
    assert answering.percent >= 100
    view.show(Filter(is_wanted, known=answering.answers))
    for change in later:
        world.apply(change)
    view.update()
    expected = {record.id for record in world.entities.values() if is_wanted(record)}
    assert {entity_id for entity_id in IDS if view.shows(entity_id)} == expected


def test_what_was_known_once_decides_nothing_later() -> None:
    world = World()
    world.load(Entity(entity_id, {"n": 1}, 0) for entity_id in IDS)
    view = View(world)
    view.show(Filter(is_wanted, known=dict.fromkeys(IDS, False)))
    assert view.shown == 0
    view.rebuild()
    assert view.shown == len(IDS)
