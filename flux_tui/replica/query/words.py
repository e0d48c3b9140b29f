"""What a word's pieces mean: an id, a form of ids, or the way to a property."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flux_tui.replica.query.syntax import Expression, IdGlob, IdHolds, Reference, Wildcard
from flux_tui.replica.query.tokens import Piece

_WILDCARDS = re.compile(r"([*?])")


def reference(pieces: Iterable[Piece]) -> Reference:
    """Dots of bare pieces lead into a value; those in quotes belong to a name."""
    path = [""]
    for text, quoted in pieces:
        first, *others = [text] if quoted else text.split(".")
        path[-1] += first
        path.extend(others)
    return Reference(tuple(path))


def id_expression(pieces: Iterable[Piece]) -> Expression:
    """A text that ids hold, or with a bare ``*`` or ``?`` the form of whole ids."""
    parts: list[str | Wildcard] = []
    for text, quoted in pieces:
        for part in [text] if quoted else _WILDCARDS.split(text):
            if not quoted and part in ("*", "?"):
                parts.append(Wildcard(part))
            elif parts and isinstance(last := parts[-1], str):
                parts[-1] = last + part
            elif part:
                parts.append(part)
    if any(isinstance(part, Wildcard) for part in parts):
        return IdGlob(tuple(parts))
    return IdHolds("".join(part for part in parts if isinstance(part, str)))
