"""A cell that is edited changes its place in the text of its event, and nothing else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.json import Json, JsonObject
from flux_tui.tui.composer.batch_table.event_text import (
    ENTITY,
    PROPERTIES,
    STREAM,
    TIMESTAMP,
    NoPlace,
    Path,
    cells_of,
    with_cell,
    without_cell,
)
from flux_tui.tui.json_editor.text_change import edit_between
from tests.strategies import json_values

names = st.text("ab é\n", max_size=3)
values = json_values
events = st.builds(
    lambda head, properties, tail: {
        **head,
        "stream": "s",
        "payload": {"entity_id": "e", "properties": properties, **tail},
        "source": "me",
    },
    st.dictionaries(st.sampled_from(["key", "timestamp"]), st.just(1)),
    st.dictionaries(names, values, max_size=4),
    st.dictionaries(st.just("note"), values, max_size=1),
)
styles = st.sampled_from(
    [{}, {"indent": 2}, {"separators": (",", ":")}, {"ensure_ascii": False, "indent": 1}]
)


def set_at(event: Json, path: Path, value: Json) -> Json:
    assert isinstance(event, dict)
    head, *rest = path
    inner = value if not rest else set_at(event.get(head, {}), tuple(rest), value)
    return {**event, head: inner}


@given(events, styles, names, values)
def test_only_the_value_of_the_cell_is_another(
    event: JsonObject, style: dict[str, object], name: str, value: Json
) -> None:
    text = json.dumps(event, **style)  # type: ignore[arg-type]
    for path in ((*PROPERTIES, name), ENTITY, STREAM, TIMESTAMP):
        before = cells_of(text)
        after = with_cell(text, path, json.dumps(value))
        assert list(json.loads(after).items()) == list(set_at(event, path, value).items())  # type: ignore[union-attr]
        assert {**before, path: json.dumps(value)} == cells_of(after)
        if path in before:
            edit = edit_between(text, after)
            assert len(edit.text) <= len(json.dumps(value))
        is_property = path[:-1] == PROPERTIES
        if is_property:
            assert path not in cells_of(without_cell(after, path))
            if path not in before:
                assert without_cell(after, path) == text or not before_properties(event)


def before_properties(event: JsonObject) -> bool:
    """Whether there were properties; the space within empty braces is not kept."""
    payload = event["payload"]
    return isinstance(payload, dict) and bool(payload["properties"])


def test_what_is_set_anew_is_set_as_what_stands_beside_it() -> None:
    text = '{"payload":{"properties":{\n  "a" : 1.0,\n  "b" : 1e3\n}}}'
    after = with_cell(text, (*PROPERTIES, "c"), "22.50")
    assert '{\n  "a" : 1.0,\n  "b" : 1e3,\n  "c": 22.50\n}' in after


def test_of_a_name_that_is_there_twice_the_last_counts_and_both_go() -> None:
    text = '{"payload": {"properties": {"a": 1, "b": 2, "a": 3}}}'
    path = (*PROPERTIES, "a")
    assert cells_of(text)[path] == "3"
    assert with_cell(text, path, "4") == text.replace("3", "4")
    assert without_cell(text, path) == '{"payload": {"properties": {"b": 2}}}'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("7", "the event is no object"),
        ('{"payload": 7}', "payload is no object"),
        ('{"payload": {"properties": null}}', "payload.properties is no object"),
    ],
)
def test_a_cell_without_a_place_says_why(text: str, words: str) -> None:
    with pytest.raises(NoPlace, match=words):
        with_cell(text, (*PROPERTIES, "a"), "1")


def test_what_is_missing_on_the_way_is_made() -> None:
    assert json.loads(with_cell("{}", (*PROPERTIES, "a"), "1")) == {
        "payload": {"properties": {"a": 1}}
    }
