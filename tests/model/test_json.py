"""JSON values are compared as JSON, not as Python."""

from __future__ import annotations

import pytest
from hypothesis import given

from flux_tui.model.json import Json, Path, first_difference, kind_of, only_difference, same
from tests.strategies import json_values


@given(json_values)
def test_a_value_is_the_same_as_itself(value: Json) -> None:
    assert same(value, value)


@pytest.mark.parametrize(
    ("a", "b"),
    [(1, 1.0), (1, True), (0, False), ("1", 1), ([], {}), (None, False), ([1], [1.0])],
)
def test_equal_in_python_is_not_the_same_in_json(a: Json, b: Json) -> None:
    assert not same(a, b)
    assert not same({"x": a}, {"x": b})


def test_kinds_are_called_as_people_call_them() -> None:
    values: list[Json] = [None, True, 1, 1.5, "x", [], {}]
    kinds = ["null", "boolean", "number", "number", "text", "list", "object"]
    assert [kind_of(value) for value in values] == kinds


@pytest.mark.parametrize(
    ("a", "b", "path"),
    [
        (1, 2, ()),
        ({"x": 1, "y": 2}, {"x": 1, "y": 3}, ("y",)),
        ({"x": {"y": [0, 1]}}, {"x": {"y": [0, 2]}}, ("x", "y", 1)),
        ({"x": 1, "y": 2}, {"x": 2, "y": 3}, ()),
        ({"x": 1}, {"y": 1}, ()),
        ([1], [1, 2], ()),
    ],
)
def test_the_only_difference_is_found_as_deep_as_it_is(a: Json, b: Json, path: Path) -> None:
    found, _, _ = only_difference(a, b)
    assert found == path


def test_of_several_members_that_differ_the_first_is_told_and_the_others_are_counted() -> None:
    old: Json = {"floor": 1, "x": 2, "y": {"a": 3, "b": 4, "c": 5}}
    new: Json = {"floor": 1, "x": 9, "y": {"a": 3, "b": 8, "c": 7}}
    assert first_difference(old, new) == (("x",), 2, 9, 1)
    assert first_difference({"p": old, "q": 1}, {"p": new, "q": 1}) == (("p", "x"), 2, 9, 1)
    assert first_difference(old, {"x": 1}) == ((), old, {"x": 1}, 0)
    assert first_difference([1, 2], [3, 4]) == ((), [1, 2], [3, 4], 0)


@given(json_values, json_values)
def test_what_differs_first_differs(a: Json, b: Json) -> None:
    path, left, right, others = first_difference(a, b)
    assert same(a, b) or not same(left, right)
    assert others == 0 or path


@given(json_values, json_values)
def test_the_values_at_a_difference_are_those_at_its_path(a: Json, b: Json) -> None:
    path, left, right = only_difference({"p": a}, {"p": b})
    if not same(a, b):
        assert path[0] == "p"
        assert not same(left, right)
