"""Batches as they are typed and pasted."""

from __future__ import annotations

import json
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.event import Event, setting
from flux_tui.model.json import Json
from flux_tui.protocol.events import write_event
from flux_tui.tui.composer.batch.reading import Form, read_whole, write
from tests.strategies import json_values

events = cast(
    "st.SearchStrategy[list[Event]]",
    st.lists(
        st.builds(
            setting,
            st.text(max_size=5),
            st.text(max_size=5),
            st.text(max_size=5),
            st.dictionaries(st.text(max_size=3), json_values, max_size=3),
            timestamp=st.none() | st.integers(-(2**63), 2**63 - 1),
        ),
        max_size=4,
    ),
)


def texts(written: list[Json]) -> list[tuple[Form, str]]:
    """The same events in every form."""
    return [
        (Form.ARRAY, json.dumps(written)),
        (Form.ARRAY, json.dumps(written, indent=2, ensure_ascii=False)),
        (Form.OBJECT, json.dumps({"note": [1, {}], "events": written})),
        (Form.LINES, "\n".join(json.dumps(event) for event in written)),
        (Form.LINES, "\n\n".join(json.dumps(event, indent=1) for event in written) + "\n"),
    ]


@given(events)
def test_every_form_reads_as_the_same_events(given: list[Event]) -> None:
    for form, text in texts([write_event(event) for event in given]):
        reading = read_whole(text)
        assert [draft.event for draft in reading.events] == given
        assert reading.form is form
        assert reading.is_sound


@given(events, st.sets(st.integers(0, 3)))
def test_some_events_written_again_read_as_those(given: list[Event], chosen: set[int]) -> None:
    kept = [event for place, event in enumerate(given) if place in chosen]
    for _, text in texts([write_event(event) for event in given]):
        reading = read_whole(text)
        drafts = [draft for place, draft in enumerate(reading.events) if place in chosen]
        again = read_whole(write(drafts, text, reading.form))
        assert [draft.event for draft in again.events] == kept


def test_each_event_knows_its_line() -> None:
    text = '[\n{"stream":"s","source":"x","payload":{}},\n\n{"stream":"s"}]'
    assert [draft.line for draft in read_whole(text).events] == [2, 4]


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ('[{"stream": "s"},\n {"a" 1}]', "line 2, column 7: a colon is missing"),
        ("[1, 2", "line 1, column 6: a comma or ] is missing"),
        (
            "[]\n x",
            "line 2, column 2: more follows than belongs here, or a comma is missing before it",
        ),
        (
            '{"events": [{"é": NaN}]}',
            "line 1, column 19: a value is missing here: a number, a text in quotes, {…} or […]",
        ),
        (
            "nonsense",
            "line 1, column 2: this is no value: a text stands in quotes, else true, false or null",
        ),
    ],
)
def test_a_mistake_is_named_by_line_and_column(text: str, slip: str) -> None:
    assert str(read_whole(text).slips[0]).startswith(slip)


def test_a_bad_line_hides_none_of_the_others() -> None:
    good = '{"stream":"s","source":"x","payload":{}}'
    reading = read_whole(f"{good}\n{{oops}}\n{good}\n{good} trailing")
    assert len(reading.events) == 3
    assert [slip.line for slip in reading.slips] == [2, 4]


def test_what_is_no_event_says_why_in_the_servers_words() -> None:
    reading = read_whole(
        '[{"source":"x","payload":{}}, 5, {"stream":"s","source":"x","payload":[]}]'
    )
    assert [draft.problem for draft in reading.events] == [
        "missing field `stream`",
        "an event is an object {…}, not a number",
        "payload must be a JSON object",
    ]


def test_fields_that_flux_does_not_know_are_named() -> None:
    text = '{"stream":"s","source":"x","payload":{},"extra":1}'
    assert list(read_whole(text).events[0].unsent) == ["extra"]


def test_deep_nesting_is_a_mistake_and_not_a_crash() -> None:
    assert read_whole("[" * 100_000).slips
    assert read_whole('{"a":' * 100_000).slips
