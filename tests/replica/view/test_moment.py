"""A moment stays as it was, whatever the World, a pause, or its end do meanwhile."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.change import EntityDeleted, PropertySet, StateChange
from flux_tui.model.entity import Entity
from flux_tui.model.json import Json
from flux_tui.replica.view import View
from flux_tui.replica.world import World

IDS = ["a", "b", "c"]
changes: st.SearchStrategy[StateChange] = st.one_of(
    st.builds(PropertySet, st.sampled_from(IDS), st.just("n"), st.integers(0, 3), st.just(5)),
    st.builds(EntityDeleted, st.sampled_from(IDS), st.just(5)),
)
steps = st.lists(st.one_of(changes, st.sampled_from(["pause", "resume"])), max_size=8)


def shown(view: View) -> dict[str, dict[str, Json]]:
    picture = view.picture
    records = ((entity_id, picture.get(entity_id)) for entity_id in IDS)
    return {i: dict(record.properties) for i, record in records if record is not None}


def play(view: View, world: World, what: list[StateChange | str]) -> None:
    for step in what:
        if step == "pause":
            view.pause()
        elif step == "resume":
            view.resume()
        elif not isinstance(step, str):
            world.apply(step)


@given(steps, steps)
def test_a_moment_is_what_was_shown_when_it_began(
    before: list[StateChange | str], after: list[StateChange | str]
) -> None:
    world = World()
    world.load([Entity("a", {"n": 0}, 1), Entity("b", {"n": 0}, 1)])
    view = View(world)
    play(view, world, before)
    expected = shown(view)
    with view.picture.moment() as moment:
        play(view, world, after)
        assert {r.id: r.properties for r in moment.records(IDS)} == expected
