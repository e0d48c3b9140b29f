"""Properties as rows and as JSON: nothing is lost between them."""

from __future__ import annotations

import json
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.errors import UsageError
from flux_tui.model.json import Json, same
from flux_tui.protocol.json_reading import NotJson
from flux_tui.protocol.json_text import decode
from flux_tui.tui.composer.drafts import Drafts
from flux_tui.tui.composer.event.draft import Mode
from flux_tui.tui.composer.rows import (
    MOST_ROWS,
    PropertyRow,
    RowKind,
    RowProblem,
    json_of_rows,
    kind_of_row,
    problems,
    properties_of,
    read_properties,
    rows_of_json,
    rows_of_properties,
)
from tests.strategies import json_values

properties = cast(
    "st.SearchStrategy[dict[str, Json]]",
    st.dictionaries(st.text(max_size=6), json_values, max_size=9),
)


@given(properties)
def test_rows_stand_for_exactly_the_properties_they_were_made_of(given: dict[str, Json]) -> None:
    assert same(properties_of(rows_of_properties(given)), given)


@given(properties)
def test_rows_to_json_to_rows_loses_nothing(given: dict[str, Json]) -> None:
    rows = rows_of_properties(given)
    text = json_of_rows(rows)
    assert rows_of_json(text) == rows
    assert same(decode(text), given)


@given(properties)
def test_json_written_elsewhere_survives_rows(given: dict[str, Json]) -> None:
    for text in (json.dumps(given), json.dumps(given, ensure_ascii=False, indent=1)):
        assert same(decode(json_of_rows(rows_of_json(text))), given)


@pytest.mark.parametrize(
    "number", ["1", "1.0", "1.50", "1E2", "-0", "18446744073709551615", "0.10"]
)
def test_a_number_keeps_the_digits_it_was_written_with(number: str) -> None:
    (row,) = rows_of_json(f'{{"n": {number}}}')
    assert row == PropertyRow("n", number, RowKind.NUMBER)
    assert f'"n": {number}' in json_of_rows([row])


def test_what_drives_a_terminal_is_escaped_in_json_and_kept_in_rows() -> None:
    row = PropertyRow("a\x1b[31m", "b\u202e", RowKind.TEXT)
    text = json_of_rows([row])
    assert text.isascii()
    assert rows_of_json(text) == [row]


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("22.5", RowKind.NUMBER),
        ("-1e5", RowKind.NUMBER),
        ("01", RowKind.TEXT),
        ("true", RowKind.BOOLEAN),
        ("True", RowKind.TEXT),
        ("null", RowKind.NULL),
        ("[1, 2]", RowKind.JSON),
        ("[1, 2", RowKind.TEXT),
        ("ok", RowKind.TEXT),
        ("NaN", RowKind.TEXT),
    ],
)
def test_what_is_typed_says_of_which_type_it_is(typed: str, kind: RowKind) -> None:
    assert kind_of_row(PropertyRow("p", typed)) is kind


def test_a_number_typed_for_a_property_that_is_text_stays_text() -> None:
    row = PropertyRow("room", "101")
    assert properties_of([row], known={"room": "100"}) == {"room": "101"}
    assert properties_of([row], known={"room": 100}) == {"room": 101}


def test_a_chosen_type_is_not_guessed_at_again() -> None:
    assert properties_of([PropertyRow("p", "22", RowKind.TEXT)]) == {"p": "22"}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (PropertyRow("p", "x", RowKind.NUMBER), "not a number in JSON"),
        (PropertyRow("p", "", RowKind.NUMBER), "a number is missing"),
        (PropertyRow("p", "yes", RowKind.BOOLEAN), "true or false"),
        (PropertyRow("p", '{"a" 1}', RowKind.JSON), "a colon is missing, column 6"),
        (PropertyRow("p", "1e999", RowKind.NUMBER), "number out of range"),
        (PropertyRow("p"), "a value is missing"),
    ],
)
def test_a_row_that_is_no_property_says_why(row: PropertyRow, problem: str) -> None:
    assert problems([PropertyRow(), row])[1].startswith(problem)


def test_a_name_given_twice_is_a_problem_of_the_second_row() -> None:
    rows = [PropertyRow("p", "1"), PropertyRow("p", "2")]
    assert list(problems(rows)) == [1]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"a": 1,\n "b": NaN}', "line 2, column 7"),
        ('{"é": 1 "b": 2}', "line 1, column 9"),
        ('{"a": 1', "line 1, column"),
        ("[1]", "line 1, column 1"),
    ],
)
def test_json_that_is_wrong_is_named_by_line_and_column(text: str, place: str) -> None:
    with pytest.raises(NotJson, match=place):
        rows_of_json(text)


def test_more_properties_than_rows_can_hold_stay_json() -> None:
    draft = Drafts(lambda: 1).new_edit("a", {f"p{n}": n for n in range(MOST_ROWS + 1)})
    assert draft.mode is Mode.JSON
    with pytest.raises(UsageError, match="rows hold"):
        draft.to_rows()
    assert draft.mode is Mode.JSON


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (PropertyRow("q", ""), "^q: a value is missing"),
        (PropertyRow("q\x1b", "x", RowKind.NUMBER), "^q␛: not a number in JSON"),
    ],
)
def test_what_cannot_be_written_out_is_named(row: PropertyRow, said: str) -> None:
    rows = [PropertyRow("p", "1"), row]
    for write in (json_of_rows, properties_of):
        with pytest.raises(RowProblem, match=said):
            write(rows)


def test_json_with_a_name_twice_is_not_taken_for_what_is_left_of_it() -> None:
    with pytest.raises(NotJson) as caught:
        read_properties('{"n": 1,\n "m": 1, "n": 2}')
    assert str(caught.value) == "line 2, column 10: n is there twice"
    with pytest.raises(NotJson):
        rows_of_json('{"n": 1, "n": 2}')
