"""Two entities compared: every place once, and what differs called so."""

from __future__ import annotations

from hypothesis import given

from flux_tui.model.json import Json, Path, same
from flux_tui.replica import comparison
from flux_tui.replica.comparison import Difference, compare
from tests.strategies import properties


def test_each_place_is_told_with_how_the_two_differ_there() -> None:
    left: dict[str, Json] = {"a": 1, "b": {"x": 1, "y": [1, 2]}, "c": "same"}
    right: dict[str, Json] = {"a": 1.0, "b": {"x": 1, "y": [1, 3, 4]}, "d": None, "c": "same"}
    assert [(row.path, row.difference) for row in compare(left, right)] == [
        (("a",), Difference.VALUE),
        (("b", "x"), Difference.NONE),
        (("b", "y", 0), Difference.NONE),
        (("b", "y", 1), Difference.VALUE),
        (("b", "y", 2), Difference.ONLY_RIGHT),
        (("c",), Difference.NONE),
        (("d",), Difference.ONLY_RIGHT),
    ]


@given(properties, properties)
def test_nothing_differs_exactly_where_the_two_are_the_same(
    left: dict[str, Json], right: dict[str, Json]
) -> None:
    rows = compare(left, right)
    assert all(row.difference is Difference.NONE for row in rows) == same(left, right)
    assert len({row.path for row in rows}) == len(rows)


@given(properties, properties)
def test_the_other_way_round_it_says_the_opposite(
    left: dict[str, Json], right: dict[str, Json]
) -> None:
    opposite = {
        Difference.ONLY_LEFT: Difference.ONLY_RIGHT,
        Difference.ONLY_RIGHT: Difference.ONLY_LEFT,
    }
    there: dict[Path, Difference] = {row.path: row.difference for row in compare(left, right)}
    back = {row.path: row.difference for row in compare(right, left)}
    assert back == {path: opposite.get(found, found) for path, found in there.items()}


def test_a_comparison_has_no_more_rows_than_anybody_reads() -> None:
    many: dict[str, Json] = {str(number): number for number in range(comparison.MOST + 10)}
    assert len(compare(many, many)) == comparison.MOST
