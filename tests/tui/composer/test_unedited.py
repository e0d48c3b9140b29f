"""What nobody edited stays as it was spelled, digit for digit: between table, text, form, file."""

from __future__ import annotations

import asyncio
import csv
import io
import re

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from flux_tui.model.json import same
from flux_tui.protocol.json_reading import doubled_name, on_one_line
from flux_tui.protocol.json_text import decode
from flux_tui.replica.table import Filling, events, read_header
from flux_tui.tui.composer.batch.reading import Form, Reading, read_whole, write
from flux_tui.tui.composer.batch_table.event_text import PROPERTIES, cells_of, with_cell
from flux_tui.tui.composer.batch_table.row_edits import doubled, inserted, moved, removed
from flux_tui.tui.composer.rows import json_of_rows, rows_of_json
from flux_tui.tui.event_files.saving import SaveAs, text_of
from tests.tui.composer import spelled

batches = st.lists(spelled.events(), min_size=1, max_size=4)
forms = st.sampled_from(Form)


def texts_of(reading: Reading) -> list[str]:
    assert not reading.slips
    return [reading.text[draft.start : draft.end] for draft in reading.events]


def in_form(texts: list[str], form: Form) -> Reading:
    """The events as a batch of this form."""
    lines = read_whole("\n".join(texts))
    assert texts_of(lines) == texts
    reading = read_whole(write(lines.events, lines.text, form))
    assert reading.form is form
    return reading


@given(spelled.events())
def test_a_cell_that_is_set_to_what_stands_there_changes_nothing(event: str) -> None:
    for path, cell in cells_of(event).items():
        assert with_cell(event, path, cell) == event


@given(spelled.events(), spelled.values)
def test_all_around_a_cell_that_is_edited_stays_as_it_is_spelled(event: str, value: str) -> None:
    cells = cells_of(event)
    for path, cell in cells.items():
        after = with_cell(event, path, value)
        assert cells_of(after) == {**cells, path: value}
        places = [found.start() for found in re.finditer(f"(?={re.escape(cell)})", event)]
        assert after in [event[:at] + value + event[at + len(cell) :] for at in places]


@settings(max_examples=50)
@given(batches, forms, forms)
def test_from_form_to_form_each_event_keeps_its_text(
    texts: list[str], form: Form, other: Form
) -> None:
    reading = in_form(texts, form)
    assert texts_of(reading) == texts
    assert texts_of(in_form(texts_of(reading), other)) == texts


@settings(max_examples=50)
@given(batches, forms, st.data())
def test_edits_of_one_row_leave_the_others_texts_alone(
    texts: list[str], form: Form, data: st.DataObject
) -> None:
    reading = in_form(texts, form)
    place = data.draw(st.integers(0, len(texts) - 1))
    edits = {
        "double": (doubled(reading, place), [*texts[: place + 1], *texts[place:]]),
        "remove": (removed(reading, place), texts[:place] + texts[place + 1 :]),
        "insert": (inserted(reading, place, texts[0]), [*texts[:place], texts[0], *texts[place:]]),
    }
    if place:
        swapped = [*texts[: place - 1], texts[place], texts[place - 1], *texts[place + 1 :]]
        edits["up"] = (moved(reading, place, -1), swapped)
    for edit, expected in edits.values():
        assert texts_of(read_whole(edit.apply(reading.text))) == expected


@given(batches, forms, st.sampled_from(SaveAs))
def test_a_file_holds_the_events_as_they_are_spelled(
    texts: list[str], form: Form, saved: SaveAs
) -> None:
    reading = in_form(texts, form)
    written = asyncio.run(text_of(reading.text, saved))
    assert texts_of(read_whole(written)) == [on_one_line(text) for text in texts]


@settings(max_examples=50)
@given(batches)
def test_what_would_be_sent_is_what_the_text_says(texts: list[str]) -> None:
    for draft, text in zip(read_whole("\n".join(texts)).events, texts, strict=True):
        event, said = draft.event, decode(text)
        assert event is not None
        assert isinstance(said, dict)
        assert same(event.payload, said["payload"])


@given(spelled.objects(spelled.strings, spelled.values))
def test_the_forms_rows_keep_each_value_as_it_is_spelled(text: str) -> None:
    said = decode(text)
    assert isinstance(said, dict)
    assume(doubled_name(text, said) is None)  # a form does not take that
    rows = rows_of_json(text)
    again = json_of_rows(rows)
    assert rows_of_json(again) == rows
    assert same(decode(again), said)


@given(st.lists(spelled.numbers, min_size=1, max_size=4))
def test_a_number_in_a_table_comes_into_the_batch_digit_for_digit(numbers: list[str]) -> None:
    (line,) = events_of([["lamp", *numbers]])
    cells = cells_of(line)
    assert [cells[(*PROPERTIES, f"p{n}")] for n in range(len(numbers))] == numbers
    assert texts_of(read_whole(line)) == [line]


@given(st.lists(spelled.values, min_size=1, max_size=4), st.booleans())
def test_a_cell_of_a_table_is_the_json_that_stands_in_it_or_its_text(
    values: list[str], all_text: bool
) -> None:
    (line,) = events_of([["lamp", *values]], all_text=all_text)
    (draft,) = read_whole(line).events
    assert draft.event is not None
    assert draft.event.properties is not None
    found = [draft.event.properties[f"p{n}"] for n in range(len(values))]
    expected = values if all_text else [decode(value) for value in values]
    assert same(found, list(expected))


def events_of(rows: list[list[str]], *, all_text: bool = False) -> list[str]:
    """The events of a table that a spreadsheet has written."""
    file = io.StringIO()
    header = ["entity_id", *(f"p{n}" for n in range(len(rows[0]) - 1))]
    csv.writer(file).writerows([header, *rows])
    text = file.getvalue()
    lines = list(events(text, read_header(text), Filling("s", "me", all_text)))
    assert all(isinstance(line, str) for line in lines)
    return [line for line in lines if isinstance(line, str)]
