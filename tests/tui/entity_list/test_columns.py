"""The columns of a group: the most telling first, aligned, and steady."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.json import Json
from flux_tui.replica.record import EntityRecord
from flux_tui.tui.cells import width_of
from flux_tui.tui.columns.spec import ABSENT, ColumnSpec
from flux_tui.tui.entity_list.column import Column, aligned
from flux_tui.tui.entity_list.columns import lay_out
from flux_tui.tui.entity_list.group_layout import AGE, title_room
from flux_tui.tui.entity_list.room import grown
from tests.strategies import json_values


def sensors(count: int = 6) -> list[EntityRecord]:
    return [
        EntityRecord(
            f"sensor-{number:02}",
            {
                "temperature": 20 + number / 2,
                "unit": "celsius",
                "status": "ok" if number else "failing",
                "location": {"floor": number},
            },
            1,
        )
        for number in range(count)
    ]


def names(width: int, members: list[EntityRecord]) -> list[str]:
    columns = lay_out(members, len(members), width).columns
    return [f"{c.spec.label} trend" if c.is_trend else c.spec.label for c in columns]


def test_status_comes_first_then_what_varies_then_the_rest() -> None:
    assert names(80, sensors()) == ["status", "temperature", "temperature trend"]


def test_nested_values_are_columns_only_for_want_of_others() -> None:
    only_nested = [EntityRecord("a-1", {"location": {"floor": 1}}, 1)]
    assert names(80, only_nested) == ["location"]


def test_columns_that_do_not_fit_fold_away_from_the_least_telling() -> None:
    assert names(46, sensors()) == ["status", "temperature"]
    assert names(30, sensors()) == ["status"]


def test_a_trend_takes_no_room_from_the_two_most_telling() -> None:
    assert names(45, sensors()) == ["status", "temperature"]
    assert names(56, sensors()) == ["status", "temperature", "temperature trend"]
    members = sensors()
    for member in members:
        member.properties |= {"model": "x", "vendor": "y"}
    assert names(72, members)[:4] == ["status", "temperature", "temperature trend", "model"]


@given(
    st.lists(st.dictionaries(st.text(max_size=20), json_values, max_size=12), min_size=1),
    st.integers(20, 200),
)
def test_columns_never_reach_into_each_other_or_the_age(
    worlds: list[dict[str, Json]], width: int
) -> None:
    members = [EntityRecord(f"k-{number}", props, 1) for number, props in enumerate(worlds)]
    layout = lay_out(members, len(members), width)
    end = 0
    for column in layout.columns:
        assert column.start > end
        end = column.end
        for record in members:
            value = column.read(record)
            if value is not ABSENT:
                assert width_of(column.show(value)) == column.value_width  # type: ignore[arg-type]
    assert end + AGE <= width or not layout.columns


def test_points_of_numbers_stand_below_each_other() -> None:
    column = Column(ColumnSpec.value("n"), 0, 8, 2)
    shown = [column.show(value) for value in (1, 22.5, 3.25, -100.5)]
    assert shown == ["    1   ", "   22.5 ", "    3.25", " -100.5 "]


def test_numbers_are_shown_as_they_were_sent() -> None:
    assert [aligned(value, 0) for value in (3600, 10**15, 1e300)] == [
        "3600",
        "1000000000000000",
        "1e+300",
    ]


def test_a_layout_is_kept_until_the_group_outgrows_it() -> None:
    layout = lay_out(sensors(), 6, 80)
    assert layout.still_fits(80, 9, 4)
    assert not layout.still_fits(81, 6, 4)
    assert not layout.still_fits(80, 10, 4)
    assert not layout.still_fits(80, 6, 5)


def test_columns_grow_into_free_room_and_never_trade_places() -> None:
    members = sensors()
    before = lay_out(members, 6, 70)
    members[0].properties["status"] = "calibrating"
    after = grown(before, members)
    assert after.specs == before.specs
    assert after.columns[0].width == len("calibrating")
    assert after.columns[1].start == before.columns[1].start + after.columns[0].width - (
        before.columns[0].width
    )
    last = after.columns[-1]
    assert last.start + last.width + AGE <= 70
    members[0].properties["status"] = "ok"
    assert grown(after, members) == after


def jobs(*statuses: str) -> list[EntityRecord]:
    members = [
        EntityRecord(f"job-{n}", {"status": s, "progress": 5, "cargo": "books" * n}, 1)
        for n, s in enumerate(statuses, 1)
    ]
    for number, member in enumerate(members):
        member.properties["progress"] = 5 + number
    return members


@pytest.mark.parametrize("width", [40, 44, 50, 56])
def test_words_of_a_status_come_before_a_trend(width: int) -> None:
    members = jobs("moving", "moving", "moving")
    before = lay_out(members, 3, width)
    members[1].properties["status"] = "being delivered"
    after = grown(before, members)
    status = after.columns[0]
    assert status.spec.label == "status"
    trends = [column for column in after.columns if column.is_trend]
    assert status.show("being delivered").strip() == "being delivered" or not trends
    assert after.columns[-1].end <= after.edge


def test_a_trend_gives_its_room_to_a_status_and_the_rest_stays_in_its_place() -> None:
    members = jobs("moving", "moving", "moving")
    widths = range(40, 80)
    trendy = [w for w in widths if any(c.is_trend for c in lay_out(members, 3, w).columns)]
    before = lay_out(members, 3, trendy[0])
    members[1].properties["status"] = "assigned"
    after = grown(before, members)
    assert after.columns[0].show("assigned") == "assigned"
    assert after.columns[-1].end == before.columns[-1].end
    assert [c.spec for c in after.columns] == [c.spec for c in before.columns]


def test_a_trend_that_a_person_chose_stays() -> None:
    members = jobs("moving", "moving")
    chosen = (ColumnSpec.value("status"), ColumnSpec.trend("progress"), ColumnSpec.AGE)
    layout = lay_out(members, 2, 40, chosen)
    members[0].properties["status"] = "being delivered at last"
    assert grown(layout, members).specs == chosen


def probes() -> list[EntityRecord]:
    properties: dict[str, Json] = {"read_bytes_per_second": 4095, "written_bytes_per_second": 81}
    return [EntityRecord("io-disks", properties, 1)]


def test_titles_are_whole_where_there_is_room() -> None:
    layout = lay_out(probes(), 1, 78)
    rooms = [title_room(layout, p) for p, c in enumerate(layout.columns) if not c.is_trend]
    assert rooms[0] >= len("read_bytes_per_second")
    assert rooms[1] >= len("written_bytes_per_second")


def test_an_age_stays_near_its_values_in_a_wide_list() -> None:
    layout = lay_out(sensors(), 6, 200)
    assert layout.edge <= 100
    assert lay_out(sensors(), 6, 80).edge == 80 - AGE
    wide = [EntityRecord("a-1", {f"p{n}": "w" * 24 for n in range(6)}, 1)]
    assert lay_out(wide, 1, 250).edge >= lay_out(wide, 1, 250).columns[-1].end
