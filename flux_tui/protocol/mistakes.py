"""What is wrong with a message, in the words of Flux's own parser (recorded in ``http.jsonl``)."""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError

LONGEST = 60
"""Characters of a text that are repeated to whoever wrote it."""

EXPECTED = {
    "string_type": "a string",
    "bool_type": "a boolean",
    "int_type": "i64",
    "int_from_float": "i64",
    "int_parsing_size": "i64",
    "greater_than_equal": "i64",
    "less_than_equal": "i64",
    "list_type": "a sequence",
    "dict_type": "a map",
    "model_type": "a map",
}
"""What the parser wants, by the kind of pydantic's complaint. Numbers are all of 64 bits."""

BITS = range(-(2**63), 2**64)
"""What the parser reads as an integer; beyond it is a floating point."""


def first_problem(error: ValidationError) -> str:
    """Pydantic's first complaint as one clause: where, and what was expected.

    ``timestamp: invalid type: string "now", expected i64``
    """
    problem = error.errors(include_url=False, include_context=False)[0]
    where = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "missing":
        return f"missing field `{problem['loc'][-1]}`" + (f" in {where}" if "." in where else "")
    expected = EXPECTED.get(problem["type"])
    if expected is None:
        words = problem["msg"][:1].lower() + problem["msg"][1:]
    else:
        words = f"invalid {_unexpected(problem['input'])}, expected {expected}"
    return f"{where}: {words}" if where else words


def _unexpected(value: Any) -> str:
    """A value that should not be there, as Rust's serde names it."""
    match value:
        case None:
            return "type: null"
        case bool():
            return f"type: boolean `{json.dumps(value)}`"
        case int() if value in BITS:
            kind = "value" if value >= 2**63 else "type"
            return f"{kind}: integer `{value}`"
        case int() | float():
            return f"type: floating point `{_floating(value)}`"
        case str():
            cut = value if len(value) <= LONGEST else value[:LONGEST] + "…"
            return f"type: string {json.dumps(cut, ensure_ascii=False)}"
        case list():
            return "type: sequence"
        case _:
            return "type: map"


def _floating(value: float) -> str:
    try:
        return repr(float(value))
    except OverflowError:
        return "inf"
