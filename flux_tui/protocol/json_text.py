"""JSON text as Flux reads and writes it.

Flux's parser is strict: no NaN, no number past a double, no lone surrogate, no nesting past 128.
It keeps the last of duplicate keys, reads integers past 64 bits as floats, and writes objects with
sorted keys (``http.jsonl``: publish/invalid json … publish/nested 200, get/values of every type).
"""

from __future__ import annotations

import json
import re

from pydantic_core import from_json

from flux_tui.errors import Malformed
from flux_tui.model.json import Json

MAX_DEPTH = 127
"""How deep Flux's parser nests before it says ``recursion limit exceeded``."""

_DELICATE = re.compile(rb"[eE][+-]?\d|\d{19}|-0")
"""Numbers that the fast parser reads otherwise than Flux: 1e400, integers past u64, -0."""

_U64_MAX = 2**64 - 1
_I64_MIN = -(2**63)


def decode(text: bytes | str) -> Json:
    """One JSON value, as strictly as Flux reads it.

    Raises Malformed with the parser's words and position (``… at line 1 column 2``).
    """
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    try:
        value: Json = from_json(data, allow_inf_nan=False, cache_strings="keys")
    except ValueError as error:
        raise Malformed(str(error)) from None
    if data.count(b"[") + data.count(b"{") > MAX_DEPTH and _deeper_than(value, MAX_DEPTH):
        raise Malformed("recursion limit exceeded")
    if _DELICATE.search(data):
        value = json.loads(data, parse_int=_integer, parse_float=_finite)
    return value


def _deeper_than(value: Json, depth: int) -> bool:
    level: list[Json] = [value]
    for _ in range(depth):
        inner: list[Json] = []
        for container in level:
            if isinstance(container, dict):
                inner.extend(v for v in container.values() if isinstance(v, (dict, list)))
            elif isinstance(container, list):
                inner.extend(v for v in container if isinstance(v, (dict, list)))
        if not inner:
            return False
        level = inner
    return True


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
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def encode_ascii(value: Json) -> str:
    """Compact JSON text in ASCII alone: what is safe on a terminal and in a line protocol."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
