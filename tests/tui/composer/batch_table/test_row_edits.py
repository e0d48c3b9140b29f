"""Rows that are added, doubled, removed and moved: the events do so, and keep their texts."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.tui.composer.batch.reading import Form, Reading, read_whole
from flux_tui.tui.composer.batch_table.row_edits import (
    doubled,
    fresh_event,
    inserted,
    moved,
    removed,
)

EVENT = '{"stream": "s", "source": "x", "payload": {"n":  %d.0}}'

numbers = st.lists(st.integers(0, 99), min_size=1, max_size=5)
shapes = st.sampled_from(
    ["[%s]", "[\n  %s\n]\n", '{"a": 1, "events": [ %s ]}', "%s", "\n%s\n\n", "{oops}\n%s\n{oops}"]
)
gaps = st.sampled_from([", ", ",\n  ", ","])


def written(numbers: list[int], shape: str, gap: str) -> Reading:
    if "[" not in shape:
        gap = "\n"
    return read_whole(shape % gap.join(EVENT % n for n in numbers))


def texts_of(reading: Reading) -> list[str]:
    return [reading.text[draft.start : draft.end] for draft in reading.events]


@given(numbers, shapes, gaps, st.data())
def test_the_text_holds_the_rows_as_they_then_are(
    numbers: list[int], shape: str, gap: str, data: st.DataObject
) -> None:
    reading = written(numbers, shape, gap)
    rows, fresh = texts_of(reading), EVENT % 100
    place = data.draw(st.integers(0, len(rows) - 1))
    edits = {
        "new": (inserted(reading, place, fresh), [*rows[:place], fresh, *rows[place:]]),
        "last": (inserted(reading, len(rows), fresh), [*rows, fresh]),
        "double": (doubled(reading, place), [*rows[: place + 1], *rows[place:]]),
        "remove": (removed(reading, place), rows[:place] + rows[place + 1 :]),
    }
    if place + 1 < len(rows):
        swapped = [*rows[:place], rows[place + 1], rows[place], *rows[place + 2 :]]
        edits["down"] = (moved(reading, place, 1), swapped)
        edits["up"] = (moved(reading, place + 1, -1), swapped)
    for edit, expected in edits.values():
        after = read_whole(edit.apply(reading.text))
        assert texts_of(after) == expected
        assert [slip.message for slip in after.slips] == [slip.message for slip in reading.slips]
        assert after.form is reading.form or not expected


def test_a_row_among_rows_is_set_as_they_are() -> None:
    reading = written([1, 2], "[\n  %s\n]", ",\n  ")
    lines = inserted(reading, 2, "{}").apply(reading.text).split("\n")
    assert lines[-3:] == ["  " + EVENT % 2 + ",", "  {}", "]"]


def test_the_first_row_goes_into_the_brackets_or_is_a_line() -> None:
    for text, after in (("", "{}"), ("[ ]", "[{} ]"), ('{"events": []}', '{"events": [{}]}')):
        assert inserted(read_whole(text), 0, "{}").apply(text) == after


def test_a_new_event_comes_from_where_the_one_above_comes_from() -> None:
    (above,) = read_whole('{"stream": "lab", "source": "me\\u001b", "payload": {}}').events
    event = json.loads(fresh_event(above))
    assert (event["stream"], event["source"]) == ("lab", "me\x1b")
    assert fresh_event(above).isascii()
    assert read_whole(fresh_event(None)).form is Form.LINES
