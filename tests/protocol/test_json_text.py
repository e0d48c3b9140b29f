"""JSON as strictly as Flux reads it (``http.jsonl``, publish/invalid json … get/duplicate keys)."""

from __future__ import annotations

import json
import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.errors import Malformed
from flux_tui.model.json import Json, same
from flux_tui.protocol.json_text import MAX_DEPTH, decode, encode, encode_ascii
from tests.strategies import json_values


@given(json_values)
def test_values_survive_both_spellings(value: Json) -> None:
    assert same(decode(encode(value)), value)
    assert same(decode(encode_ascii(value)), value)
    assert encode_ascii(value).isascii()


@pytest.mark.parametrize(
    "text",
    [
        b"{nope",
        b"",
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":1e400}',
        b"[1,]",
        b"01",
        b'"\\ud800"',
        b'"\xff"',
        b'"a" b',
        b'"\x01"',
        b"\xef\xbb\xbf1",
        b"[" * 200 + b"]" * 200,
        b"-" + b"9" * 5000,
    ],
)
def test_what_flux_refuses_is_refused(text: bytes) -> None:
    with pytest.raises(Malformed):
        decode(text)


def test_nesting_goes_as_deep_as_in_flux_and_no_deeper() -> None:
    deepest = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    decode(deepest)
    with pytest.raises(Malformed, match="recursion limit"):
        decode(b"[" + deepest + b"]")


NUMBER = st.from_regex(
    r"-?(0|[1-9][0-9]{0,22})(\.[0-9]{1,22})?([eE][+-]?[0-9]{1,4})?", fullmatch=True
)
IDS = ["17e4123-0000", "0e999", "a1e400", " 1e400", "[1e400", "-1e-400 "]


@given(
    st.lists(st.one_of(NUMBER, st.sampled_from(IDS).map(encode)), max_size=4),
    st.sampled_from([",", ", ", ",\n\t"]),
)
def test_numbers_are_those_that_flux_reads_however_they_are_spelt(
    members: list[str], comma: str
) -> None:
    """Text that looks like one is none, beside whatever it stands."""
    text = f"[{comma.join(members)}]"
    exact = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    if any(isinstance(one, Decimal) and math.isinf(float(one)) for one in exact):
        with pytest.raises(Malformed):
            decode(text)
        return
    values = decode(text)
    assert isinstance(values, list)
    for value, meant in zip(values, exact, strict=True):
        if isinstance(meant, str) or isinstance(value, int):
            assert value == meant
        else:
            assert isinstance(value, float)
            assert value == float(meant)
            assert math.copysign(1, value) == math.copysign(1, float(meant))


@given(
    st.lists(st.sampled_from(["list", "object"]), min_size=120, max_size=135),
    st.text('[]{}\\"a\n', max_size=300),
    st.integers(0, 40),
)
def test_depth_is_that_of_values_whatever_stands_in_text(
    shells: list[str], text: str, beside: int
) -> None:
    value: Json = text
    for shell in shells:
        value = [text, value] if shell == "list" else {text: value}
    content = encode([[[]] * beside, value]).encode()
    if len(shells) + 1 > MAX_DEPTH:
        with pytest.raises(Malformed, match="recursion limit"):
            decode(content)
    else:
        assert same(decode(content), [[[]] * beside, value])


def test_many_brackets_side_by_side_are_not_deep() -> None:
    assert decode(b"[" + b"[],{}," * 500 + b"[]]") is not None


def test_brackets_in_text_are_not_deep() -> None:
    assert decode(b'"' + b"[" * 500 + b'"') == "[" * 500


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b"18446744073709551615", 2**64 - 1),
        (b"18446744073709551616", float(2**64)),
        (b"-9223372036854775808", -(2**63)),
        (b"-9223372036854775809", -float(2**63)),
        (b"123456789012345678901234567890", 1.2345678901234568e29),
        (b"1.0", 1.0),
        (b"1e2", 100.0),
        (b"-0.0", -0.0),
        (b'{"a":1,"a":2}', {"a": 2}),
    ],
)
def test_numbers_keep_their_type_up_to_64_bits(text: bytes, value: Json) -> None:
    assert same(decode(text), value)


def test_minus_zero_is_a_float() -> None:
    value = decode(b"-0")
    assert isinstance(value, float)
    assert math.copysign(1, value) == -1


def test_objects_are_written_with_sorted_keys() -> None:
    assert encode({"b": {"z": 1, "a": "é"}, "a": None}) == '{"a":null,"b":{"a":"é","z":1}}'
