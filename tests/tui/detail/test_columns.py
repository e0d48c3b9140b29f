"""Extras stand in the detail where there is room for them, and take none from the values."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.json import Json
from flux_tui.tui.cells import width_of
from flux_tui.tui.detail.columns import DetailColumns, header
from flux_tui.tui.detail.rows import rows_of, shown
from tests.strategies import json_values

SENSOR: dict[str, Json] = {"temperature": 31.0, "unit": "celsius", "status": "hot"}


def titles(properties: dict[str, Json], width: int) -> list[str]:
    return header(DetailColumns.fitting(rows_of(properties, {}, 20), width)).split()


def test_the_wider_the_pane_the_more_is_said() -> None:
    assert titles(SENSOR, 40) == ["property", "value", "age"]
    assert titles(SENSOR, 56) == ["property", "value", "before", "Δ", "age", "rate"]
    assert DetailColumns.fitting(rows_of(SENSOR, {}, 20), 56).trend == 0
    assert DetailColumns.fitting(rows_of(SENSOR, {}, 20), 80).trend > 0


def test_long_values_keep_their_room() -> None:
    assert titles({"note": "as long as a value may be"}, 58) == [
        "property",
        "value",
        "before",
        "age",
    ]


@given(st.dictionaries(st.text(max_size=20), json_values, max_size=8), st.integers(20, 200))
def test_the_titles_are_as_wide_as_the_pane(properties: dict[str, Json], width: int) -> None:
    columns = DetailColumns.fitting(rows_of(properties, {}, 20), width)
    assert width_of(header(columns)) == width


@given(st.dictionaries(st.text(max_size=20), json_values, max_size=8), st.integers(56, 200))
def test_extras_cut_no_value_that_was_whole_without_them(
    properties: dict[str, Json], width: int
) -> None:
    rows = [row for row in rows_of(properties, {}, 20) if not isinstance(row.value, list | dict)]
    columns = DetailColumns.fitting(rows, width)
    longest = max((width_of(shown(row)) for row in rows), default=0)
    if columns.rate and longest <= 32:
        assert columns.value >= longest
