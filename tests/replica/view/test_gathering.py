"""Groups that were gathered while the World went on are those that grouping at once would make."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.change import EntityDeleted, PropertySet, StateChange
from flux_tui.model.entity import Entity
from flux_tui.model.json import Json
from flux_tui.replica.grouping import Grouping
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.view import Filter, Key, Sort, View, answering, arrangement
from flux_tui.replica.world import World

IDS = [f"{kind}-{number:02}" for kind in ("lamp", "room") for number in range(6)]
VALUES: list[Json] = [0, 1, 2, "hot", None, True]

changes: st.SearchStrategy[StateChange] = st.builds(
    lambda entity_id, name, value: PropertySet(entity_id, name, value, 1),
    st.sampled_from(IDS),
    st.sampled_from(["n", "m"]),
    st.sampled_from(VALUES),
) | st.builds(lambda entity_id: EntityDeleted(entity_id, 1), st.sampled_from(IDS))


def is_wanted(record: EntityRecord) -> bool:
    return record.properties.get("n") != 1


Deed = Callable[[View], object]
DEEDS: dict[str, Deed] = {
    "pause": View.pause,
    "resume": View.resume,
    "update": View.update,
    "rebuild": View.rebuild,
    "sort by m": lambda view: view.order_by(Sort.by_property("m")),
    "sort by id, reversed": lambda view: view.order_by(Sort.ID, reverse=True),
    "filter": lambda view: view.show(Filter(is_wanted)),
    "filter by groups": lambda view: view.show(Filter(is_wanted, reads_groups=True)),
    "no filter": lambda view: view.show(None),
    "step": lambda view: None,
}
GROUPINGS = st.sampled_from(
    [Grouping.ID, Grouping.NONE, Grouping.by_property("n"), Grouping.by_property("m")]
)


@pytest.fixture(autouse=True, scope="module")
def _small_steps() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answering, "STEP", 3)
        patch.setattr(arrangement, "STEP", 3)
        yield


def rows_of(view: View) -> list[Key | None]:
    return [view.key(index) for index in range(len(view))]


@given(
    st.lists(st.sampled_from(IDS), unique=True),
    GROUPINGS,
    GROUPINGS.filter(lambda grouping: grouping != Grouping.ID),
    st.lists(st.one_of(changes, st.sampled_from(sorted(DEEDS))), max_size=20),
)
def test_whatever_happens_meanwhile_rows_are_those_of_grouping_at_once(
    ids: list[str], before: Grouping, after: Grouping, meanwhile: list[StateChange | str]
) -> None:
    world = World()
    world.load(Entity(entity_id, {"n": 1, "m": "x"}, 0) for entity_id in ids)
    gathered, at_once = View(world), View(world)
    for view in (gathered, at_once):
        view.order_by(Sort.by_property("n"))
        view.group(before)
    gathering = gathered.gather(after)
    steps = gathering.steps()
    for happening in meanwhile:
        if isinstance(happening, str):
            for view in (gathered, at_once):
                DEEDS[happening](view)
            next(steps, None)
        else:
            world.apply(happening)
    gathered.group(after, gathering)
    at_once.group(after)
    assert rows_of(gathered) == rows_of(at_once)
    for view in (gathered, at_once):
        view.resume()
        view.update()
    assert rows_of(gathered) == rows_of(at_once)
