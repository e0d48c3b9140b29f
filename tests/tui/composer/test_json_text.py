"""JSON as it is looked at: its colours, its brackets, and how it is set anew."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.tui.composer.batch.reading import read_whole
from flux_tui.tui.composer.pretty import one_line, pretty, pretty_steps
from flux_tui.tui.json_editor.brackets import matching
from flux_tui.tui.json_editor.colours import tokens
from tests.strategies import json_values

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+')
styles = st.sampled_from([{}, {"indent": 1}, {"separators": (",", ":")}, {"ensure_ascii": False}])


def text_of(value: object, style: dict[str, object]) -> str:
    return json.dumps(value, **style)  # type: ignore[arg-type]


@given(json_values, styles)
def test_what_is_set_anew_is_the_same_name_for_name_and_digit_for_digit(
    value: object, style: dict[str, object]
) -> None:
    text = text_of({"a": [value, 1.50], "long": "x" * 99}, style)
    for anew in (pretty(text), one_line(text), pretty(text, "    ")):
        assert TOKEN.findall(anew) == TOKEN.findall(text)
    assert "\n" not in one_line(text)
    assert pretty(pretty(text)) == pretty(text)


def test_short_things_stay_on_a_line_and_long_ones_do_not() -> None:
    text = '{"at": [1,2.0, 3], "note": "%s", "empty": {}}' % ("x" * 95)
    assert pretty(text).split("\n") == [
        "{",
        '  "at": [1, 2.0, 3],',
        f'  "note": "{"x" * 95}",',
        '  "empty": {}',
        "}",
    ]


EVENT = '{"stream":"s","source":"x","payload":{"properties":{"n":1.0}}}'


@pytest.mark.parametrize(
    ("text", "anew"),
    [
        (f"[{EVENT}]", f"[\n  {one_line(EVENT)}\n]"),
        (f'{{"events":[{EVENT},{EVENT}]}}', None),
        (f"{EVENT}\n\n{EVENT}", f"{one_line(EVENT)}\n{one_line(EVENT)}\n"),
        ("[]", "[]"),
        ("", ""),
    ],
)
def test_a_batch_is_set_anew_in_its_own_form(text: str, anew: str | None) -> None:
    parts: list[str] = []
    for _ in pretty_steps(read_whole(text), parts):
        pass
    after = "".join(parts)
    assert TOKEN.findall(after) == TOKEN.findall(text)
    assert anew is None or after == anew


@given(json_values, styles, st.data())
def test_a_part_of_a_line_has_the_colours_that_it_has_in_the_whole(
    value: object, style: dict[str, object], data: st.DataObject
) -> None:
    line = text_of({"name": value, "b\\": [True, 'say "x"', -1.5e3, None]}, style)
    line = line.replace("\n", " ")
    whole = {at: t.part for t in tokens(line, 0, len(line)) for at in range(t.start, t.end)}
    start = data.draw(st.integers(0, len(line)))
    end = data.draw(st.integers(start, len(line)))
    part = {at: t.part for t in tokens(line, start, end) for at in range(t.start, t.end)}
    for at in range(start, end):
        if whole.get(at) in (None, "name", "text"):
            assert part.get(at) == whole.get(at)


@given(json_values, styles)
def test_brackets_belong_together_as_they_are_nested(
    value: object, style: dict[str, object]
) -> None:
    lines = text_of({"a": value, "[": "]{"}, style).split("\n")
    open_ones: list[tuple[int, int]] = []
    for row, line in enumerate(lines):
        bare = re.sub(r'"(?:[^"\\]|\\.)*"', lambda found: "_" * len(found[0]), line)
        for column, sign in enumerate(bare):
            if sign in "[{":
                open_ones.append((row, column))
            elif sign in "]}":
                other = open_ones.pop()
                assert matching(lines, row, column) == other
                assert matching(lines, *other) == (row, column)


def test_a_bracket_that_has_none_or_a_far_one_has_no_partner() -> None:
    assert matching(["[1, 2"], 0, 0) is None
    assert matching(["[1}"], 0, 0) is None
    assert matching(['"["'], 0, 1) is None
    assert matching(["[", *["1,"] * 100_000, "1]"], 0, 0) is None
