"""An entity's rows: nested values unfold as a tree, long texts fold, size is bounded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.json import Json
from flux_tui.model.printable import printable
from flux_tui.tui.detail.rows import MOST_ROWS, DetailRow, path_text, rows_of, summary
from tests.strategies import json_values


def outline(properties: dict[str, Json], folds: dict[tuple[str | int, ...], bool]) -> list[str]:
    return [
        "  " * row.depth + (row.label if row.text is None else f"| {row.text}")
        for row in rows_of(properties, folds, 20)
    ]


def test_properties_are_sorted_and_nested_values_unfolded() -> None:
    properties: dict[str, Json] = {"b": 1, "a": {"x": [True, None], "y": {}}}
    assert outline(properties, {}) == ["a", "  x", "    0", "    1", "  y", "b"]


def test_what_a_person_folded_stays_folded() -> None:
    properties: dict[str, Json] = {"a": {"x": [1, 2]}}
    assert outline(properties, {("a", "x"): True}) == ["a", "  x"]
    assert outline(properties, {("a",): True}) == ["a"]


def test_big_values_open_folded() -> None:
    properties: dict[str, Json] = {"big": list(range(100)), "small": [1]}
    assert outline(properties, {}) == ["big", "small", "  0"]


def test_a_long_text_folds_and_unfolds_into_lines() -> None:
    properties: dict[str, Json] = {"t": "first line\n" + "x" * 25}
    assert outline(properties, {}) == ["t"]
    lines = ["t", "| first line", "| " + "x" * 20, "| xxxxx"]
    assert outline(properties, {("t",): False}) == lines


@given(st.text(min_size=121, max_size=400))
def test_the_lines_of_a_text_hold_all_of_it(text: str) -> None:
    rows = rows_of({"t": text}, {("t",): False}, 30)
    shown = "".join(row.text or "" for row in rows)
    assert shown == printable(text.replace("\n", ""))


def test_nesting_of_120_is_walked_to_its_end() -> None:
    value: Json = "bottom"
    paths: dict[tuple[str | int, ...], bool] = {}
    for depth in range(120):
        value = [value]
        paths["a", *[0] * depth] = False
    assert rows_of({"a": value}, paths, 20)[-1].value == "bottom"


def test_too_many_lines_are_said_not_shown() -> None:
    rows = rows_of({"a": list(range(MOST_ROWS + 5))}, {("a",): False}, 20)
    assert len(rows) == MOST_ROWS + 1
    assert rows[-1].text is not None
    assert "more than 20,000 lines" in rows[-1].text


@given(st.dictionaries(st.text(max_size=5), json_values, max_size=5))
def test_every_property_has_its_row(properties: dict[str, Json]) -> None:
    rows = [row for row in rows_of(properties, {}, 20) if row.depth == 0 and row.text is None]
    assert [row.path[0] for row in rows] == sorted(properties)


def test_a_path_reads_as_the_query_language_takes_it() -> None:
    row = DetailRow(("o", "a", 0), "0", 1)
    assert (path_text(row.path), row.depth) == ("o.a.0", 2)


def test_a_nested_value_is_summed_up_by_its_size() -> None:
    values: list[Json] = [{"a": 1}, [1, 2], "x"]
    assert [summary(value) for value in values] == ["{1}", "[2]", ""]
