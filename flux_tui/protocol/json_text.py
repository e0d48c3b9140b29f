"""JSON text as Flux reads and writes it.

Flux's parser is strict: no NaN, no number past a double, no lone surrogate, no nesting past 128.
It keeps the last of duplicate keys, reads integers past 64 bits as floats, and writes objects with
sorted keys (``http.jsonl``: publish/invalid json … publish/nested 200, get/values of every type).
"""

from __future__ import annotations

import json
import re
from itertools import accumulate
from typing import Literal

from pydantic_core import from_json

from flux_tui.errors import Malformed
from flux_tui.model.json import Json

MAX_DEPTH = 127
"""How deep Flux's parser nests before it says ``recursion limit exceeded``."""

_SHAPES = bytes(range(256)).translate(
    bytes.maketrans(b"0123456789eE+-", b"dddddddddd" + b"ee" + b"ss")
)
"""Digits, exponents and signs by their shape: with it, long numbers are found at the speed of
memory. A letter that is taken for a shape only leads to a second look."""

_LONG_EXPONENTS = (b"deddd", b"desddd")

_MANTISSA = re.compile(rb"(?:^|[\s:,\[])-?\d+(?:\.\d+)?\Z")
"""The end of what may be a number: in an id, as ``17e4123``, a letter or a quote stands before."""

_LONGEST_MANTISSA = 40
"""Bytes; a longer one has more digits than the fast parser is trusted with."""

_MOST_LOOKED_AT = 1_000
"""Places that look like a long exponent; in a text with more it is not worth looking at each."""

_MINUS_ZERO = re.compile(rb"-0(?<![^\s:,\[]-0)(?![.\d])")
"""Begins with what it looks for, which ``re`` finds fast; the character before comes after."""

_NO_BRACKETS = bytes(byte for byte in range(256) if chr(byte) not in "[]{}")

_PASSES = 6
"""Each takes one or two of the innermost levels away: most events nest no deeper, and are known to
be shallow at the speed of memory."""

_TEXTS = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)

_STEPS = [1 if chr(byte) in "[{" else -1 if chr(byte) in "]}" else 0 for byte in range(256)]
"""What a bracket adds to the depth."""

_U64_MAX = 2**64 - 1
_I64_MIN = -(2**63)


def decode(text: bytes | str, *, shares_texts: bool = False) -> Json:
    """One JSON value, as strictly as Flux reads it.

    ``shares_texts`` has values that say the same be one text, as names are: where many are kept.
    Raises Malformed with the parser's words and position (``… at line 1 column 2``).
    """
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    try:
        shared: Literal["all", "keys"] = "all" if shares_texts else "keys"
        value: Json = from_json(data, allow_inf_nan=False, cache_strings=shared)
    except ValueError as error:
        raise Malformed(str(error)) from None
    if _looks_deep(data) and _depth(data) > MAX_DEPTH:
        raise Malformed("recursion limit exceeded")
    if _has_delicate_number(data):
        value = json.loads(data, parse_int=_integer, parse_float=_finite)
    return value


def _has_delicate_number(data: bytes) -> bool:
    """Whether the fast parser may read a number otherwise than Flux: 1e400, integers past u64, -0.

    Text that merely looks so costs time, not truth.
    """
    shapes = data.translate(_SHAPES)
    return (
        b"ddddddddddddddddddd" in shapes
        or any(_has_exponent(data, shapes, exponent) for exponent in _LONG_EXPONENTS)
        or _MINUS_ZERO.search(data) is not None
    )


def _has_exponent(data: bytes, shapes: bytes, exponent: bytes) -> bool:
    """Whether a number may have an exponent of such a shape; ids are full of what looks like it."""
    at = shapes.find(exponent)
    for _ in range(_MOST_LOOKED_AT):
        if at < 0:
            return False
        if _MANTISSA.search(data, max(0, at - _LONGEST_MANTISSA), at + 1):
            return True
        at = shapes.find(exponent, at + 1)
    return True


def _looks_deep(data: bytes) -> bool:
    """Whether the brackets may nest deeper than Flux reads; those within text may mislead it."""
    brackets = data.translate(None, _NO_BRACKETS)
    if len(brackets) <= 2 * MAX_DEPTH:
        return False
    for _ in range(_PASSES):
        brackets = brackets.replace(b"{}", b"").replace(b"[]", b"")
    return len(brackets) > 2 * (MAX_DEPTH - 2 * _PASSES)


def _depth(data: bytes) -> int:
    """How deep the brackets nest, those within text apart; the text is sound JSON.

    It takes as long for the worst that 2 MB can hold as reading it took.
    """
    brackets = _TEXTS.sub(b"", data).translate(None, _NO_BRACKETS)
    return max(accumulate(map(_STEPS.__getitem__, brackets)), default=0)


def _integer(digits: str) -> int | float:
    if digits == "-0":
        return -0.0
    number = int(digits) if len(digits) < 4000 else None
    if number is not None and _I64_MIN <= number <= _U64_MAX:
        return number
    return _finite(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise Malformed("number out of range")
    return number


def encode(value: Json) -> str:
    """Compact JSON text with sorted keys, as Flux writes it; non-ASCII stays as it is."""
    return _ENCODER.encode(value)


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, check_circular=False
)


def encode_ascii(value: Json) -> str:
    """Compact JSON text in ASCII alone: what is safe on a terminal and in a line protocol."""
    return _ASCII_ENCODER.encode(value)


_ASCII_ENCODER = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), check_circular=False)
