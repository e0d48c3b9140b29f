"""What is said of a text that is no JSON: where, and in words that do not ask to know a parser."""

from __future__ import annotations

import pytest

from flux_tui.protocol.json_reading import NotJson, read_json


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
