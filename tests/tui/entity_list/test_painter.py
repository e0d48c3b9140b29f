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
from flux_tui.replica.cadence import Cadence
from flux_tui.replica.conditions import Conditions
from flux_tui.replica.history import History
from flux_tui.replica.view import Filter, GroupRow, View
from flux_tui.replica.world import World
from flux_tui.tui.columns.choices import ColumnChoices
from flux_tui.tui.entity_list.cells import CellPainter
from flux_tui.tui.entity_list.painter import RowPainter
from flux_tui.tui.entity_list.silence import Silence
from flux_tui.tui.entity_list.styles import ListStyles
from flux_tui.tui.glow import Glow
from flux_tui.tui.rules.ruled import Ruled
from tests.strategies import json_values

NO_STYLES = ListStyles(*[Style.null()] * 11)
NOW = 1000 * NS


def painter_of(world: World) -> tuple[RowPainter, View]:
    view = View(world, Conditions(world), now=lambda: NOW)
    cadence = Cadence(world, lambda: NOW, lambda: 0.0)
    cells = CellPainter(view.picture, Glow(world, lambda: 0.0), History(world), cadence)
    return RowPainter(view, cells, Silence(cadence, view), ColumnChoices(), Ruled()), view


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
            segments = painter.header.paint(row, width, False, NO_STYLES)
        else:
            segments = painter.entity(row, key.group, width, False, NO_STYLES)
            assert text_of(segments).rstrip().endswith(" 5s")
        assert sum(segment.cell_length for segment in segments) == width


def test_a_group_says_how_many_it_has_and_how_many_are_not_well() -> None:
    world = World()
    for number, status in enumerate(["ok", "failing", "failed", "warning"]):
        world.apply(PropertySet(f"sensor-{number}", "status", status, NOW))
    painter, view = painter_of(world)
    row = view.row(0)
    assert isinstance(row, GroupRow)
    assert text_of(painter.header.paint(row, 60, True, NO_STYLES)).split()[:7] == (
        ["▌▾", "sensor", "4", "✗2", "!1", "status", "age"]
    )


@given(
    st.lists(st.sampled_from(["failing", "warning", "ok"]), min_size=1, max_size=9),
    st.integers(1, 12),
    st.integers(60, 160),
)
def test_badges_leave_the_titles_of_their_group_whole(
    states: list[str], longest: int, width: int
) -> None:
    world = World()
    for number, status in enumerate(states):
        world.apply(PropertySet(f"{'sensor-group'[:longest]}-{number}", "status", status, NOW))
    painter, view = painter_of(world)
    row = view.row(0)
    assert isinstance(row, GroupRow)
    text = text_of(painter.header.paint(row, width, True, NO_STYLES))
    assert text.split()[-2:] == ["status", "age"]


def test_where_there_is_room_badges_stand_apart() -> None:
    world = World()
    world.apply(PropertySet("lamp-with-a-long-name", "status", "failing", NOW))
    painter, view = painter_of(world)
    row = view.row(0)
    assert isinstance(row, GroupRow)
    assert "lamp  1  ✗ 1 " in text_of(painter.header.paint(row, 80, True, NO_STYLES))


def test_conditions_are_signs_too_and_follow_the_world() -> None:
    world = World()
    world.apply(PropertySet("sensor-1", "status", "failing", NOW))
    painter, view = painter_of(world)
    record = world.entities["sensor-1"]
    assert text_of(painter.entity(record, "sensor", 62, False, NO_STYLES)).startswith(" ✗  ")
    world.apply(PropertySet("sensor-1", "status", "ok", NOW))
    view.update()
    assert text_of(painter.entity(record, "sensor", 62, False, NO_STYLES)).startswith("    ")


def silent_world() -> tuple[World, RowPainter, View, Silence]:
    """A sensor that has fallen silent after reports every 5 s, beside one that has not."""
    world = World()
    now = [NOW]
    view = View(world, Conditions(world), now=lambda: now[0])
    cadence, history = Cadence(world, lambda: now[0], lambda: now[0] / NS), History(world)
    cadence.enabled = history.enabled = True
    cadence.live(True)
    for number in range(20):
        for name in ("sensor-1", "sensor-2") if number < 10 else ("sensor-2",):
            for unit, value in (("temperature", 20 + number), ("unit", "celsius")):
                world.apply(PropertySet(name, unit, value, now[0]))
        now[0] += 5 * NS
        cadence.tick()
    view.update()
    silence = Silence(cadence, view)
    silence.update()
    cells = CellPainter(view.picture, Glow(world, lambda: 0.0), history, cadence)
    return world, RowPainter(view, cells, silence, ColumnChoices(), Ruled()), view, silence


def test_who_has_fallen_silent_has_a_sign_words_where_there_is_room_and_a_count() -> None:
    world, painter, view, _ = silent_world()
    record = world.entities["sensor-1"]
    line = text_of(painter.entity(record, "sensor", 62, False, NO_STYLES))
    assert line.startswith(" ◔  sensor-1")
    assert line.endswith(" 29 celsius  silent, usually every 5 s  55s ")
    shorter = text_of(painter.entity(record, "sensor", 54, False, NO_STYLES))
    assert shorter.endswith(" 29 celsius  usually every 5 s  55s ")
    narrow = text_of(painter.entity(record, "sensor", 40, False, NO_STYLES))
    assert narrow.startswith(" ◔  sensor-1")
    assert "silent" not in narrow
    other = text_of(painter.entity(world.entities["sensor-2"], "sensor", 60, False, NO_STYLES))
    assert "◔" not in other
    header = view.row(0)
    assert isinstance(header, GroupRow)
    assert "sensor 2 ◔1 " in text_of(painter.header.paint(header, 60, False, NO_STYLES))


def test_a_paused_picture_keeps_who_was_silent() -> None:
    world, _, view, silence = silent_world()
    view.pause()
    silence.update()
    world.apply(PropertySet("sensor-1", "temperature", 1, NOW + 200 * NS))
    assert silence.words("sensor-1")
    view.resume()
    silence.update()
    assert not silence.words("sensor-1")


def test_a_filter_hides_the_silent_from_the_count() -> None:
    _, _, view, silence = silent_world()
    view.show(Filter(lambda record: record.id == "sensor-2"))
    silence.update()
    assert silence.count("sensor") == 0


def test_a_number_has_its_trend_behind_it() -> None:
    world, painter, _, _ = silent_world()
    line = text_of(painter.entity(world.entities["sensor-2"], "sensor", 80, False, NO_STYLES))
    assert " 39 celsius  ▁▂▃▄▅▆▇█" in line


def test_a_unit_stands_beside_a_number_alone() -> None:
    world = World()
    state: dict[str, dict[str, Json]] = {
        f"sensor-{n}": {"value": 20 + n, "unit": "celsius", "battery": 90 + n} for n in range(3)
    }
    state["sensor-0"]["value"] = None
    world.load(Entity(entity_id, props, NOW) for entity_id, props in state.items())
    painter, view = painter_of(world)
    rows = [painter.entity(world.entities[i], "sensor", 90, False, NO_STYLES) for i in state]
    assert "celsius" not in text_of(rows[0])
    assert "null" in text_of(rows[0])
    assert all("celsius" in text_of(row) for row in rows[1:])
    assert len(view) == 4


def test_a_folded_header_says_all_that_is_wrong_with_its_members_however_narrow() -> None:
    world, painter, view, silence = silent_world()
    for name, status in (("sensor-3", "failing"), ("sensor-4", "warning"), ("sensor-5", "warning")):
        world.apply(PropertySet(name, "status", status, NOW))
    view.fold("sensor", True)
    view.update()
    silence.update()
    header = view.row(0)
    assert isinstance(header, GroupRow)
    for width in (40, 78, 300):
        line = text_of(painter.header.paint(header, width, False, NO_STYLES))
        assert line.split() == ["▸", "sensor", "5", "✗", "1", "!", "2", "◔", "1"]
