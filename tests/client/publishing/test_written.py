"""Events as they go out: any text, every number, and what JSON does not have."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.client.publishing.written import body_of, completed, drafted_text, length_of, text_of
from flux_tui.model.event import Event, setting
from flux_tui.protocol.events import write_event

texts = st.text(st.characters(codec=None, categories=None), max_size=8)
values = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts


def _is_finite(value: object) -> bool:
    return not isinstance(value, float) or abs(value) != float("inf")


@given(st.lists(st.dictionaries(texts, values.filter(_is_finite), max_size=3), max_size=4))
def test_a_request_holds_each_event_as_it_is_and_is_as_long_as_was_said(
    drafted: list[dict[str, None | bool | int | float | str]],
) -> None:
    events = [setting("s", "me", "a", dict(properties)) for properties in drafted]
    written = [text_of(event) for event in events]
    body = body_of(written)
    assert json.loads(body.decode("utf-8", "surrogatepass")) == {
        "events": [write_event(event) for event in events]
    }
    commas = max(0, len(written) - 1)
    assert len(body) == len(body_of([])) + sum(map(length_of, written)) + commas


@given(texts, st.none() | texts, texts, st.none() | st.integers(), st.integers(), st.none() | texts)
def test_an_event_that_gets_its_id_later_is_written_as_if_it_had_had_it(
    stream: str, own_id: str | None, new_id: str, own_time: int | None, now: int, key: str | None
) -> None:
    drafted = Event(stream, "me", {"entity_id": stream}, own_time, own_id, key, key)
    ready = drafted._replace(
        event_id=new_id if own_id is None else own_id,
        timestamp=now if own_time is None else own_time,
    )
    text = completed(text_of(drafted), drafted, ready.event_id or "", ready.timestamp or 0)
    assert json.loads(text) == json.loads(text_of(ready)) == write_event(ready)
    assert drafted_text(text) == text_of(drafted)


def test_what_is_no_number_of_json_is_not_written() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        text_of(setting("s", "me", "a", {"n": float("nan")}))


def test_a_text_that_names_no_number_is_a_text() -> None:
    event = setting("s", "me", "a", {"n": "NaN"})._replace(key="Infinity")
    assert json.loads(text_of(event)) == write_event(event)
