"""What matches what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.json import Json
from flux_tui.replica.query import BareContext, parse
from flux_tui.replica.query.matching import matcher
from flux_tui.replica.query.rendering import render
from flux_tui.replica.query.syntax import AllOf, AnyOf, Expression, Not
from flux_tui.replica.record import EntityRecord
from tests.replica.query.expressions import NOW, expressions, matches, record, seen
from tests.strategies import json_values


@pytest.mark.parametrize(
    ("text", "found", "not_found"),
    [
        ("temp", "Lab-TEMP-1", "tmp"),
        ("STRASSE", "straße", "strase"),
        ('"two words"', "has two words in it", "two  words"),
        ('"*"', "a*b", "ab"),
        ('"x=y"', "ax=yb", "xy"),
        ("a[0]", "a[0]", "a0"),
        ("lab/*", "Lab/a/b", "xlab/a"),
        ("*temp", "a\ntemp", "temp1"),
        ("a?c", "abc", "abbc"),
        ("a*b*c", "a-b-b-c", "a-c-b"),
        ("*a*b", "abab", "aba"),
        ("a.*", "a.b", "axb"),
        ('"a*"*', "a*b", "ab"),
        (r"/^cpu:\d+$/", "cpu:12", "cpu:x"),
        ("/CPU/i", "cpu", "cp"),
        (r"/a\/b/", "a/b", "ab"),
        ("/A/", "A", "a"),
        ("!temp", "lab", "temp"),
        ("a b", "ba", "a"),
        ("a or b", "b", "c"),
        ("a (b or !c)", "a", "ac"),
        ("", "", None),
        ("has", "it has", "it"),
    ],
)
def test_ids(text: str, found: str, not_found: str | None) -> None:
    assert matches(text, record(found))
    assert not_found is None or not matches(text, record(not_found))


@pytest.mark.parametrize(
    ("text", "value", "answer"),
    [
        ("v=1", 1, True),
        ("v=1", 1.0, True),
        ("v=1", True, False),
        ("v=1", "1", False),
        ('v="1"', "1", True),
        ('v="1"', 1, False),
        ("v=true", True, True),
        ("v=true", 1, False),
        ("v=true", "true", False),
        ('v="true"', "true", True),
        ("v=null", None, True),
        ("v=null", 0, False),
        ("v=ok", "ok", True),
        ("v=ok", "OK", False),
        ("v=*", "anything", False),
        ("v=/dev/sda", "/dev/sda", True),
        ("v=@home", "@home", True),
        ("v=!x", "!x", True),
        ("v=not", "not", True),
        ("v=007", "007", True),
        ("v>2", 2.5, True),
        ("v>=2", 2, True),
        ("v<2", True, False),
        ("v<2", "1", False),
        ("v<b", "a", True),
        ("v<b", 1, False),
        ("v>-1", 0, True),
        ("v=18446744073709551616", 1.8446744073709552e19, True),
        ("v!=1", 2, True),
        ("v!=1", "1", True),
        ("v!=1", 1.0, False),
        ("v~/^A/", "Anna", True),
        ("v~/1/", 1, False),
        ("v!~/^A/", "Bob", True),
        ("v!~/^A/", 7, True),
        ("v!~/^A/", "Anna", False),
        ("has:v", None, True),
    ],
)
def test_values_are_compared_within_their_type(text: str, value: Json, answer: bool) -> None:
    assert matches(text, record(v=value)) is answer


@pytest.mark.parametrize("text", ["v=1", "v=null", "v<1", "v>=a", "v~/a/", "has:v", "v.a=1"])
def test_what_is_missing_is_nothing(text: str) -> None:
    assert not matches(text, record())
    assert matches(f"!{text}", record())


@pytest.mark.parametrize(
    ("text", "properties", "answer"),
    [
        ("o.a.0=1", {"o": {"a": [1]}}, True),
        ("o.a.1=1", {"o": {"a": [1]}}, False),
        ("o.a.x=1", {"o": {"a": [1]}}, False),
        ("o.0=1", {"o": {"0": 1}}, True),
        ("o.a=2", {"o.a": 2, "o": {"a": 1}}, True),
        ("o.a=1", {"o.a": 2, "o": {"a": 1}}, False),
        ('"o.a"=1', {"o": {"a": 1}}, False),
        ('o."b.c"=1', {"o": {"b.c": 1}}, True),
        ('"a b"=1', {"a b": 1}, True),
        ('"@type"=x', {"@type": "x"}, True),
        ("has:@type", {"@type": "x"}, True),
        ("has:o.a", {"o": {"a": None}}, True),
        ('has:"o.a"', {"o": {"a": None}}, False),
        ("o.a=1", {"o": "a"}, False),
    ],
)
def test_paths_lead_into_values(text: str, properties: dict[str, Json], answer: bool) -> None:
    assert matches(text, EntityRecord("e", properties, NOW)) is answer


@given(json_values | st.none(), st.booleans(), st.sampled_from(["v=1", 'v="a"', "v=null", "v=a"]))
def test_unequal_is_exactly_not_equal(value: Json, present: bool, equal: str) -> None:
    entity = record(v=value) if present else record()
    unequal = equal.replace("=", "!=")
    assert matches(unequal, entity) is not matches(equal, entity)
    assert matches(unequal, entity) is matches(f"not {equal}", entity)


@given(st.text(max_size=5), st.text(max_size=8))
def test_a_word_between_wildcards_is_the_word(word: str, entity_id: str) -> None:
    entity = record(entity_id)
    quoted = in_quotes(word)
    assert matches(f"*{quoted}*", entity) is matches(quoted, entity)


def in_quotes(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def surely(expression: Expression, entity: EntityRecord, wanted: bool) -> bool:
    return matcher(expression, wanted)(entity, BareContext(NOW))


def three_valued(expression: Expression, entity: EntityRecord) -> bool | None:
    """Kleene's logic, said as plainly as can be."""
    match expression:
        case Not(part):
            answer = three_valued(part, entity)
            return None if answer is None else not answer
        case AllOf(parts) | AnyOf(parts):
            deciding = isinstance(expression, AnyOf)
            answers = [three_valued(part, entity) for part in parts]
            if deciding in answers:
                return deciding
            return None if None in answers else not deciding
        case leaf:
            yes, no = surely(leaf, entity, True), surely(leaf, entity, False)
            assert not (yes and no)
            return True if yes else False if no else None


@given(expressions, st.sampled_from(["a", "b/a", ""]), st.booleans())
def test_and_or_and_not_follow_the_logic_of_the_unknown(
    expression: Expression, entity_id: str, known: bool
) -> None:
    entity = seen(entity_id, {"a": "s" if known else None})
    answer = three_valued(expression, entity)
    assert surely(expression, entity, True) is (answer is True)
    assert surely(expression, entity, False) is (answer is False)


@given(expressions)
def test_selecting_is_matching_one_by_one(expression: Expression) -> None:
    context = BareContext(NOW)
    records = [record("a", a=1), record("b/a", b="x"), seen("ab", {"a": "s"})]
    query = parse(render(expression))
    assert query.select(records, context) == [r for r in records if query.matches(r, context)]
