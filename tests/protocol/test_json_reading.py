"""What is said of a text that is no JSON: where, and in words that do not ask to know a parser."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flux_tui.model.json import Json
from flux_tui.protocol.json_reading import (
    AROUND,
    NotJson,
    Slip,
    doubled_name,
    end_of_value,
    read_json,
)
from tests.strategies import json_values


def slip_of(text: str) -> tuple[int, int, str]:
    with pytest.raises(NotJson) as caught:
        read_json(text)
    slip = caught.value.slip
    return slip.line, slip.column, slip.words


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ('{"a": 1', 1, 7, "} is missing at the end"),
        ("[1,\n2", 2, 1, "] is missing at the end"),
        ('{"a', 1, 3, "a closing quote is missing"),
        ('{"a":', 1, 5, "it ends within a value, or before one"),
        ('{"a" 1}', 1, 6, "a colon is missing"),
        ("[1 2]", 1, 4, "a comma or ] is missing"),
        ('{"a": 1 "b": 2}', 1, 9, "a comma or } is missing"),
        ("[1,]", 1, 4, "nothing follows this comma"),
        ("{é: 1}", 1, 2, "a name in double quotes is wanted"),
        (r'"\x"', 1, 3, r"after \ stands none of"),
        ('"é\t"', 1, 3, "escaped in quotes"),
        ("[yes]", 1, 2, "a value is missing here"),
        ("[] []", 1, 4, "more follows than belongs here"),
    ],
)
def test_a_slip_has_its_place_and_plain_words(
    text: str, line: int, column: int, words: str
) -> None:
    found_line, found_column, said = slip_of(text)
    assert (found_line, found_column) == (line, column)
    assert words in said
    assert "EOF" not in said
    assert "expected" not in said


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("1e400", 1, 1), ('{"1e999": 1,\n "b": -1e400}', 2, 7), ('["\\"1e400", 1e4, 1E+400]', 1, 18)],
)
def test_a_number_that_no_double_holds_is_found_where_it_stands(
    text: str, line: int, column: int
) -> None:
    assert slip_of(text) == (line, column, "number out of range")


@pytest.mark.parametrize(
    ("text", "name", "at"),
    [
        ('{"a": 1, "a": 2}', "a", 9),
        ('{"b": {"x": 1}, "c": [{"x": 1}, {"x": 1, "y": ":", "x": 2}]}', "x", 51),
        (r'{"é": 1, "\u00e9": 2}', "é", 9),
        ('{"a": {"b": "x: y"}, "b": "a:b", "a:": 1}', None, 0),
        (r'{"a": "\"a\": 1", "b": ["a", "a"]}', None, 0),
        ('{"": 1, "": 1}', "", 8),
        ("[1, 2]", None, 0),
    ],
)
def test_a_name_that_an_object_has_twice_is_found(text: str, name: str | None, at: int) -> None:
    found = doubled_name(text, read_json(text))
    assert found == (None if name is None else (name, at))


@given(json_values)
def test_what_was_written_from_a_value_has_no_name_twice(value: Json) -> None:
    assert doubled_name(json.dumps(value), value) is None
    assert doubled_name(json.dumps({"n": value, "m": value}), {"n": value, "m": value}) is None
    once = f'{{"n": {json.dumps(value)}, '
    found = doubled_name(f'{once}"n": {json.dumps(value)}}}', {"n": value})
    assert found == ("n", len(once))


def fault_of(read: Callable[[], object]) -> Slip | None:
    try:
        read()
    except NotJson as error:
        return error.slip
    return None


@given(
    json_values,
    st.integers(0, 60),
    st.sampled_from(
        ["", "x", '"', "{", "]", ",", "\\", "\n", "\\u12", "\\ud800", "-", "tr", "\x01"]
    ),
    st.sampled_from([" ", "\n", "1", '"', "é", '{"a": 1}\n']),
)
@example({"a": "b"}, 6, "\n", "x")
@example("b", 1, "\\ud800", "x")
def test_a_fault_is_the_same_however_much_follows(
    value: Json, at: int, mangling: str, tail: str
) -> None:
    body = json.dumps(value, ensure_ascii=False)
    text = f"[]\n{body[:at]}{mangling}{body[at + 1 :]}" + tail * (2 * AROUND)
    fault = fault_of(lambda: end_of_value(text, 3))
    assert fault is None or fault == fault_of(lambda: read_json(text[3:]))


def test_no_more_is_read_for_a_fault_than_what_is_near_it(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []

    def reading(text: str) -> Json:
        read.append(len(text))
        return read_json(text)

    monkeypatch.setattr("flux_tui.protocol.json_reading.read_json", reading)
    with pytest.raises(NotJson, match="line 1, column 2"):
        end_of_value("{no" + "\n{}" * 100_000, 0)
    assert sum(read) < 2 * AROUND
