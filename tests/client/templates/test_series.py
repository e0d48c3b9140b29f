"""A series: each round its own entity, number and time, and what is a value stays one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.client.templates.filling import AnswerProblem, Moment
from flux_tui.client.templates.series import (
    Series,
    Steps,
    asked_in,
    is_about_each,
    stamped,
)
from flux_tui.client.templates.template import Template, read_template
from flux_tui.model.json import JsonObject
from flux_tui.protocol.json_text import decode

AT = Moment(1_000_000, lambda: "uuid-1")


def template(entity_id: str, properties: str, *, head: str = "") -> Template:
    payload = f'{{"entity_id": {json.dumps(entity_id)}, "properties": {properties}}}'
    event = f'{{{head}"stream": "s", "source": "me", "payload": {payload}}}'
    return read_template(f'{{"event": {event}}}', "t")


def read(text: str) -> JsonObject:
    event = decode(text)
    assert isinstance(event, dict)
    return event


def entity_of(text: str) -> object:
    payload = read(text)["payload"]
    assert isinstance(payload, dict)
    return payload["entity_id"]


def properties_of(text: str) -> object:
    payload = read(text)["payload"]
    assert isinstance(payload, dict)
    return payload["properties"]


def all_of(series: Series) -> list[str]:
    return [text for place in range(series.rounds) for text in series.fill(place, AT)]


steps = st.builds(Steps, st.integers(-999, 999), st.integers(-99, 99).filter(bool))


@given(st.integers(1, 50), steps, st.sampled_from(["lamp-{{n}}", "{{n:03}}", "{{n}}{{x=1}}"]))
def test_a_series_of_n_events_has_n_ids(rounds: int, numbers: Steps, entity_id: str) -> None:
    made = all_of(Series(template(entity_id, "{}"), rounds, numbers=numbers))
    assert len({entity_of(text) for text in made}) == len(made) == rounds


@given(st.lists(st.text(), min_size=1, max_size=20, unique=True))
def test_one_for_each_entity_has_its_id_whatever_that_is(ids: list[str]) -> None:
    ids = [entity_id for entity_id in ids if "{{env:" not in entity_id]
    made = all_of(Series(template("{{id}}", '{"of": "x {{id}}"}'), len(ids), ids=ids))
    assert [entity_of(text) for text in made] == ids
    assert [properties_of(text) for text in made] == [{"of": f"x {each}"} for each in ids]


@given(st.integers(1, 20), st.integers(0, 1000))
def test_the_event_at_a_place_is_the_one_that_is_made(rounds: int, place: int) -> None:
    event = template("a-{{n}}", '{"p": {{n}}}'.replace("{{n}}", '"{{n}}"')).events[0]
    series = Series(Template("t", [event, event], is_batch=True), rounds, times=Steps(5, 7))
    made = all_of(series)
    assert series.size == len(made) == 2 * rounds
    assert series.event(place % series.size, AT) == made[place % series.size]


def test_what_an_entity_has_is_taken_as_what_is_asked_for() -> None:
    text = """{"was": "{{its.power:number}}", "all": "{{its.pos:json}}", "b": "{{its.a.b}}",
        "x": "{{its.pos.x:number}}", "word": "at {{its.power}} {{its.state}}",
        "none": "{{its.none=?}}"}"""
    has: JsonObject = {"power": 40, "pos": {"x": 1.5}, "state": "on", "a.b": "dotted"}
    series = Series(template("{{id}}", text), 1, ids=["lamp"], properties_of=lambda _: has)
    (made,) = all_of(series)
    assert properties_of(made) == {
        "was": 40,
        "all": {"x": 1.5},
        "x": 1.5,
        "word": "at 40 on",
        "none": "?",
        "b": "dotted",
    }


@pytest.mark.parametrize("value", ['"22"', "null", "[1]"])
def test_a_value_of_another_type_is_no_number(value: str) -> None:
    one = template("{{id}}", '{"p": "{{its.p:number}}"}')
    series = Series(one, 1, ids=["a"], properties_of=lambda _: {"p": decode(value)})
    with pytest.raises(AnswerProblem, match=r"its\.p: a number as JSON"):
        series.fill(0, AT)


def test_what_an_entity_has_not_is_missed_by_its_name() -> None:
    series = Series(template("{{id}}", '{"p": "{{its.p}}"}'), 1, ids=["a"])
    with pytest.raises(AnswerProblem, match=r"its\.p: a value is missing"):
        series.fill(0, AT)


def test_without_entities_its_words_are_asked_for_as_any() -> None:
    one = template("{{id}}-{{n}}", '{"p": "{{its.p}}", "q": "{{q}}", "t": "{{time}}"}')
    assert [prompt.name for prompt in asked_in(one, of_entities=False)] == ["id", "its.p", "q"]
    assert [prompt.name for prompt in asked_in(one, of_entities=True)] == ["q"]
    assert is_about_each(one)
    series = Series(one, 2, {"id": "x", "its.p": "1", "q": "2"})
    assert [entity_of(text) for text in all_of(series)] == ["x-1", "x-2"]


def test_times_go_in_steps_and_are_the_events_own_where_they_have_none() -> None:
    bare = stamped(template("a", '{"at": "{{time:number}}", "said": "{{time}}"}'))
    own = stamped(template("a", "{}", head='"timestamp": 7, '))
    made = all_of(Series(bare, 3, times=Steps(1000, -10)))
    assert [read(text)["timestamp"] for text in made] == [1000, 990, 980]
    assert properties_of(made[1]) == {"at": 990, "said": "990"}
    assert read(all_of(Series(own, 1, times=Steps(1000, 1)))[0])["timestamp"] == 7


def test_without_times_an_event_has_no_timestamp_and_time_is_now() -> None:
    (made,) = all_of(Series(template("a", '{"at": "{{time:number}}"}'), 1))
    assert "timestamp" not in read(made)
    assert properties_of(made) == {"at": AT.now_ms}
