"""A row of the list is as wide as the list and always says its age."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style

from flux_tui.model.change import PropertySet
from flux_tui.model.entity import Entity
from flux_tui.model.instant import NS
from flux_tui.model.json import Json
from flux_tui.replica.condition import Conditions
from flux_tui.replica.view import GroupRow, View
from flux_tui.replica.world import World
from flux_tui.tui.entity_list.painter import ListStyles, RowPainter
from flux_tui.tui.glow import Glow
from tests.strategies import json_values

NO_STYLES = ListStyles(*[Style.null()] * 10)
NOW = 1000 * NS


def painter_of(world: World) -> tuple[RowPainter, View]:
    view = View(world, Conditions(world), now=lambda: NOW)
    return RowPainter(view, Glow(world, lambda: 0.0)), view


def text_of(segments: list[Segment]) -> str:
    return "".join(segment.text for segment in segments)


@given(
    st.dictionaries(
        st.text(max_size=12), st.dictionaries(st.text(max_size=6), json_values), min_size=1
    ),
    st.integers(40, 160),
)
def test_every_row_fills_the_width_and_ends_in_its_age(
    state: dict[str, dict[str, Json]], width: int
) -> None:
    world = World()
    world.load(Entity(entity_id, props, NOW - 5 * NS) for entity_id, props in state.items())
    painter, view = painter_of(world)
    for index in range(len(view)):
        row, key = view.row(index), view.key(index)
        assert row is not None
        assert key is not None
        if isinstance(row, GroupRow):
            segments = painter.group(row, width, False, NO_STYLES)
        else:
            segments = painter.entity(row, key.group, width, False, NO_STYLES)
            assert text_of(segments).endswith(" 5s ")
        assert sum(segment.cell_length for segment in segments) == width


def test_a_group_says_how_many_it_has_and_how_many_are_not_well() -> None:
    world = World()
    for number, status in enumerate(["ok", "failing", "failed", "warning"]):
        world.apply(PropertySet(f"sensor-{number}", "status", status, NOW))
    painter, view = painter_of(world)
    row = view.row(0)
    assert isinstance(row, GroupRow)
    assert text_of(painter.group(row, 60, True, NO_STYLES)).split()[:7] == (
        ["▌▾", "sensor", "4", "✗", "2", "!", "1"]
    )


def test_conditions_are_signs_too_and_follow_the_world() -> None:
    world = World()
    world.apply(PropertySet("sensor-1", "status", "failing", NOW))
    painter, view = painter_of(world)
    record = world.entities["sensor-1"]
    assert text_of(painter.entity(record, "sensor", 60, False, NO_STYLES)).startswith(" ✗  ")
    world.apply(PropertySet("sensor-1", "status", "ok", NOW))
    view.update()
    assert text_of(painter.entity(record, "sensor", 60, False, NO_STYLES)).startswith("    ")
