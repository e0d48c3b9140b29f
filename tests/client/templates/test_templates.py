"""What is typed into a template is data: nothing breaks out of its string, nothing is guessed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.client.templates.filling import AnswerProblem, Moment, fill
from flux_tui.client.templates.placeholder import (
    Counter,
    Environment,
    Kind,
    Now,
    Part,
    Prompt,
    Uuid,
    parse,
    written,
)
from flux_tui.client.templates.secrets import revealing
from flux_tui.client.templates.template import Template, read_template
from flux_tui.errors import UsageError
from flux_tui.model.event import setting
from flux_tui.model.json import Json
from flux_tui.protocol.json_text import decode, encode
from tests.strategies import json_values

AT = Moment(1_000_000, lambda: "uuid-1")

names = st.from_regex(r"[a-m][a-z0-9_]{0,4}", fullmatch=True)
plain = st.text(max_size=6).filter(lambda text: "{" not in text and "}" not in text)
parts = st.one_of(
    plain.filter(bool),
    st.builds(Prompt, names, st.sampled_from(Kind), st.none() | plain),
    st.builds(Now, st.integers(-999_999_999, 999_999_999)),
    st.just(Uuid()),
    st.builds(Counter, st.none() | st.integers(1, 9)),
    st.builds(Environment, st.from_regex(r"[A-Z_]{1,5}", fullmatch=True)),
)


def template(properties: str, **header: object) -> Template:
    payload = f'{{"entity_id": "a", "properties": {properties}}}'
    event = f'{{"stream": "s", "source": "me", "payload": {payload}}}'
    head = "".join(f"{json.dumps(name)}: {json.dumps(value)}, " for name, value in header.items())
    return read_template(f'{{{head}"event": {event}}}', "t")


def filled(properties: str, **answers: str) -> object:
    (event,) = fill(template(properties), answers, AT)
    read = decode(event)
    assert isinstance(read, dict)
    assert isinstance(read["payload"], dict)
    return read["payload"]["properties"]


@given(st.lists(parts, max_size=5))
def test_what_is_printed_is_parsed(given_: list[Part]) -> None:
    merged: list[Part] = []
    for part in given_:
        if merged and isinstance(part, str) and isinstance(merged[-1], str):
            merged[-1] += part
        else:
            merged.append(part)
    assert parse(written(merged)) == merged


@given(names, json_values, plain)
def test_a_default_that_is_json_has_all_of_its_braces(name: str, value: Json, after: str) -> None:
    prompt = Prompt(name, Kind.JSON, encode(value))
    assert parse(f"{prompt}{after}") == [prompt, *([after] if after else [])]


@given(st.text())
def test_any_text_can_be_written_so_that_it_is_no_placeholder(text: str) -> None:
    escaped = text.replace("{{", "{{{{")
    assert "".join(map(str, parse(escaped))) == text


@given(st.text(), st.text())
def test_an_answer_stays_within_its_string_and_is_no_placeholder(a: str, b: str) -> None:
    try:
        assert filled('{"x": "{{a}}-{{b}}", "y": "{{b}}"}', a=a, b=b) == {"x": f"{a}-{b}", "y": b}
    except UsageError:
        assert "{{env:" in f"{a}-{b}{b}"


@pytest.mark.parametrize("hostile", ['"', '", "x": "', "}}", "{{now}}", "\\", "\x1b]0;", "\u202e"])
def test_hostile_answers_are_text(hostile: str) -> None:
    assert filled('{"x": "{{a}}"}', a=hostile) == {"x": hostile}


def test_kinds_stand_for_values_digit_for_digit() -> None:
    text = '{"n": "{{n1:number}}", "b": "{{b:boolean}}", "j": "{{j:json}}", "t": "{{t}}"}'
    (event,) = fill(template(text), {"n1": "22.50", "b": "true", "j": '{"a": [1]}', "t": "1"}, AT)
    assert '"n": 22.50' in event
    assert filled(text, n1="22.50", b="true", j='{"a": [1]}', t="1") == {
        "n": 22.5,
        "b": True,
        "j": {"a": [1]},
        "t": "1",
    }


def test_the_moment_counters_and_ids_are_put_in() -> None:
    text = '{"at": "{{now+5s}}", "in": "at {{now-1ms}}", "k": "{{n}}", "z": "{{n:03}}"'
    text += ', "u": "{{uuid}}"}'
    assert filled(text) == {
        "at": 1_005_000,
        "in": "at 999999",
        "k": 1,
        "z": "001",
        "u": "uuid-1",
    }


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("x:number", "22,5", "x: a number as JSON writes it"),
        ("x:number", '"22"', "x: a number as JSON writes it"),
        ("x:number", "true", "x: a number as JSON writes it"),
        ("x:boolean", "yes", "x: true or false"),
        ("x:json", "{", "x: line 1, column"),
        ("x:json", "", "x: a JSON value"),
    ],
)
def test_an_answer_of_another_kind_is_refused(name: str, answer: str, said: str) -> None:
    with pytest.raises(AnswerProblem, match=said):
        filled(f'{{"p": "{{{{{name}}}}}"}}', x=answer)


def test_a_default_may_be_an_object() -> None:
    assert filled('{"a": "{{a:json={\\"x\\": {\\"y\\": 1}}}}"}') == {"a": {"x": {"y": 1}}}


def test_defaults_stand_in_place_or_in_the_header() -> None:
    made = template('{"a": "{{a=1}}", "b": "{{b}}", "c": "{{c}}"}', defaults={"b": 2})
    assert [(p.name, p.default) for p in made.prompts] == [("a", "1"), ("b", "2"), ("c", None)]
    with pytest.raises(AnswerProblem, match="c: a value is missing"):
        fill(made, {"b": "2"}, AT)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "t.json: line 1, column"),
        ("[]", "a template is an object with event or events"),
        ("{}", "either event or events"),
        ('{"event": {}, "x": 1}', "t.json: line 1, column 20: x is none of"),
        ('{"event": []}', "event must be an object"),
        ('{"event": {\n "p": "a {{b"}}', "t.json: line 2, column 10: `{{` without its"),
        ('{"event": {"p": "{{1}}"}}', "column 18: expected name, name=default"),
        ('{"event": {"p": "{{a:date}}"}}', "a: expected one of text, number, boolean, json"),
        ('{"event": {"p": "x {{a:number}}"}}', "only where it is all of a value's text"),
        ('{"event": {"{{env:A}}": 1}}', "in values alone, not in names"),
    ],
)
def test_an_error_names_file_line_column_and_what_was_expected(text: str, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        read_template(text, "t", "t.json")
    assert said in str(raised.value)


def test_a_batch_counts_its_events() -> None:
    event = (
        '{"stream": "s", "source": "me", "payload": {"entity_id": "lamp-{{n}}", "properties": {}}}'
    )
    made = read_template(f'{{"events": [{event}, {event}]}}', "t")
    texts = fill(made, {}, AT)
    assert ["lamp-1" in texts[0], "lamp-2" in texts[1]] == [True, True]


def test_a_secret_is_put_in_when_it_is_sent_and_nowhere_before() -> None:
    properties = filled('{"p": "key {{env:SECRET}}", "q": "{{a}}"}', a="{{env")
    assert properties == {"p": "key {{env:SECRET}}", "q": "{{env"}
    event = setting("s", "me", "{{env:SECRET}}", {"p": ["key {{env:SECRET}}", "{{env:PATH}}"]})
    known = revealing({"SECRET"}, {"SECRET": "hush", "PATH": "/bin"})
    sent = known.revealed(event)
    assert sent.properties == {"p": ["key hush", "{{env:PATH}}"]}, "only what a template wanted"
    assert sent.entity_id == "{{env:SECRET}}"
    assert known.placeholders == {"hush": "{{env:SECRET}}"}
    with pytest.raises(UsageError, match="not set in the environment: SECRET"):
        revealing({"SECRET"}, {})


@pytest.mark.parametrize("answer", ["{{env:SECRET}}", "x{{env:OTHER}}"])
def test_an_answer_cannot_ask_for_a_secret(answer: str) -> None:
    with pytest.raises(UsageError, match="taken for the environment's"):
        filled('{"p": "{{a}}"}', a=answer)
    with pytest.raises(UsageError, match="taken for the environment's"):
        filled('{"p": "{{a:json}}"}', a=json.dumps([answer]))


def test_secrets_stand_in_properties_alone() -> None:
    made = read_template('{"event": {"stream": "s", "source": "{{env:X}}", "payload": {}}}', "t")
    with pytest.raises(UsageError, match="in the values of properties alone"):
        fill(made, {}, AT)
