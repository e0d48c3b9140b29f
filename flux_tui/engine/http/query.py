"""Query parameters, read as strictly as Flux's framework reads them."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from starlette.requests import Request

from flux_tui.engine.http.answers import Rejected

_UNSIGNED = re.compile(r"\+?\d+", re.ASCII)
_U64_MAX = 2**64 - 1


def parameters(request: Request, *known: str) -> dict[str, str]:
    """The known parameters of a request; raises Rejected (400) when one is repeated."""
    query: bytes = request.scope["query_string"]
    if not query:
        return {}
    found: dict[str, str] = {}
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True, encoding="utf-8")
    for name, value in pairs:
        if name in found:
            raise undeserializable(f"duplicate field `{name}`")
        if name in known:
            found[name] = value
    return found


def unsigned(text: str) -> int:
    """A non-negative integer; raises Rejected (400) with Flux's words."""
    if not text:
        raise undeserializable("cannot parse integer from empty string")
    if _UNSIGNED.fullmatch(text) is None:
        raise undeserializable("invalid digit found in string")
    number = int(text) if len(text) <= 24 else _U64_MAX + 1
    if number > _U64_MAX:
        raise undeserializable("number too large to fit in target type")
    return number


def undeserializable(problem: str) -> Rejected:
    """The refusal of a query string (``http.jsonl``: history/limit bad)."""
    return Rejected(400, f"Failed to deserialize query string: {problem}", plain=True)
