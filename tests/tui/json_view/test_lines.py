"""JSON on the screen is the JSON that it was, whatever stands in it, and safe."""

from __future__ import annotations

import json

from hypothesis import given

from flux_tui.model.json import Json
from flux_tui.model.printable import printable
from flux_tui.tui.json_view.lines import LONGEST, MOST, json_lines
from tests.strategies import json_values


@given(json_values)
def test_what_is_shown_is_read_again_as_the_same(value: Json) -> None:
    assert json.loads("\n".join(json_lines(value))) == value


@given(json_values)
def test_every_line_is_safe_for_a_terminal(value: Json) -> None:
    for line in json_lines(value):
        assert printable(line) == line


def test_a_line_of_a_megabyte_goes_on_in_the_next() -> None:
    lines = json_lines("x" * 1_000_000)
    assert "".join(lines) == '"' + "x" * 1_000_000 + '"'
    assert max(map(len, lines)) == LONGEST


def test_lines_that_are_too_many_are_counted() -> None:
    lines = json_lines(list(range(MOST + 10)))
    assert len(lines) == MOST + 1
    assert lines[-1] == "… 12 more lines"


def test_what_is_nested_too_deep_to_be_written_is_said() -> None:
    value: Json = 1
    for _ in range(100_000):
        value = [value]
    assert json_lines(value) == ["nested deeper than 900 levels: too deep to be written out"]
