"""When an event says it happened: now, milliseconds, or RFC 3339."""

from __future__ import annotations

import re

from flux_tui.model.instant import parse_rfc3339
from flux_tui.protocol.rules import timestamp_violation

NOW = "now"
"""What stands in the field by default: the moment of sending."""

_MS = 1_000_000
_DIGITS = re.compile(r"[+-]?\d+", re.ASCII)


def parse_timestamp(text: str) -> int | None:
    """Milliseconds since 1970, None for now; raises ValueError in one clause."""
    text = text.strip()
    if text.lower() in ("", NOW):
        return None
    if _DIGITS.fullmatch(text):
        timestamp = int(text[:30])
    else:
        try:
            timestamp = parse_rfc3339(text) // _MS
        except ValueError:
            raise ValueError(
                "this is no time: write now, milliseconds since 1970, or one such as "
                "2026-02-03T12:30:00Z"
            ) from None
    if abs(timestamp) >= 2**63:
        raise ValueError("this does not fit into 64 bits")
    problem = timestamp_violation(timestamp)
    if problem is not None:
        raise ValueError(problem)
    return timestamp
