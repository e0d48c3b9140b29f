"""Units stand beside their numbers, and percentages have bars."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.json import Json
from flux_tui.replica.record import EntityRecord
from flux_tui.tui.cells import width_of
from flux_tui.tui.entity_list.column import bar_of
from flux_tui.tui.entity_list.columns import lay_out
from flux_tui.tui.entity_list.units import units_of
from tests.strategies import json_values


def records(*states: dict[str, Json]) -> list[EntityRecord]:
    return [EntityRecord(f"k-{number}", state, 1) for number, state in enumerate(states)]


def test_a_unit_is_that_of_the_value_else_of_the_last_number_before_it_else_of_the_only_one() -> (
    None
):
    cases: list[tuple[dict[str, Json], str | None]] = [
        ({"battery": 3, "value": 1, "unit": "C"}, "value"),
        ({"battery": 3, "temperature": 1.5, "unit": "C", "floor": 2}, "temperature"),
        ({"unit": "C", "status": "ok", "temperature": 1.5}, "temperature"),
        ({"unit": "C", "floor": 2, "temperature": 1.5}, None),
        ({"temperature": "warm", "unit": "C"}, None),
        ({"temperature": 1, "unit": "a long text that is no unit"}, None),
        ({"value": None, "unit": "C", "battery": 3}, None),
        ({"temperature": None, "unit": "C", "battery": 3}, None),
    ]
    for state, measured in cases:
        found = units_of(list(state), records(state))
        assert found == ({} if measured is None else {measured: "unit"})


def test_a_measurement_that_is_missing_now_leaves_its_unit_to_no_other_number() -> None:
    broken: dict[str, Json] = {"value": None, "unit": "ppm", "battery": 51}
    fine: dict[str, Json] = {"value": 400, "unit": "ppm", "battery": 80}
    assert units_of(list(fine), records(broken, fine, fine)) == {"value": "unit"}
    strange: dict[str, Json] = {"battery": 7, "unit": "ppm"}
    assert units_of(list(fine), records(strange, fine, fine)) == {"value": "unit"}


def test_a_measurement_that_most_have_lost_keeps_unit_and_bar_for_the_others() -> None:
    broken: dict[str, Json] = {"value": None, "unit": "percent"}
    members = records({"value": 43.9, "unit": "percent"}, broken, broken)
    (column,) = [c for c in lay_out(members, 3, 80).columns if c.spec.label == "value"][:1]
    assert (column.unit, column.bar) == ("unit", True)


def test_a_unit_of_its_own_goes_before_the_common_one() -> None:
    state: dict[str, Json] = {"mass": 3, "mass_unit": "kg", "value": 1, "unit": "C"}
    assert units_of(list(state), records(state)) == {"mass": "mass_unit", "value": "unit"}


def test_percentages_have_a_bar_where_there_is_room() -> None:
    members = records({"disk_percent": 40.0}, {"disk_percent": 77.5})
    assert [column.bar for column in lay_out(members, 2, 80).columns if not column.is_trend] == [
        True
    ]
    assert not any(column.bar for column in lay_out(members, 2, 36).columns)


def test_a_unit_says_what_is_a_percentage_and_so_do_the_values() -> None:
    def has_bar(*states: dict[str, Json]) -> bool:
        return any(column.bar for column in lay_out(records(*states), 2, 80).columns)

    assert has_bar({"value": 40, "unit": "%"})
    assert has_bar({"humidity": 40, "unit": "percent"})
    assert not has_bar({"value": 40, "unit": "C"})
    assert not has_bar({"value": 40, "unit": "%"}, {"value": 40, "unit": "C"})
    assert not has_bar({"cpu_percent": 350})
    assert not has_bar({"percentile": 40})


def test_a_bar_has_eight_steps() -> None:
    assert [bar_of(value) for value in (0, 12.5, 50, 100, 140)] == [
        "▕    ▏",
        "▕▌   ▏",
        "▕██  ▏",
        "▕████▏",
        "▕████▏",
    ]
    assert len({bar_of(value) for value in range(101)}) == 9


@given(json_values)
def test_a_bar_has_one_width_whatever_the_value(value: Json) -> None:
    assert width_of(bar_of(value)) == 6


@given(st.lists(st.dictionaries(st.sampled_from(["value", "unit", "pct"]), json_values)))
def test_units_are_properties_that_are_there(states: list[dict[str, Json]]) -> None:
    found = units_of(["value", "pct"], records(*states))
    assert set(found.values()) <= {"unit"}
