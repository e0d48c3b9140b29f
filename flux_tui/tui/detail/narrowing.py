"""A filter made from a value that is looked at: with it, or without it."""

from __future__ import annotations

from textual.message import Message

from flux_tui.model.json import Json, Path

LONGEST = 200
"""Characters of a text that is asked for as it is; of a longer one that there is any."""


class NarrowWanted(Message):
    """A person wants to see those alone that have this value here, or those that do not."""

    def __init__(self, path: Path, value: Json, *, without: bool) -> None:
        super().__init__()
        self.path = path
        self.value = value
        self.without = without


def narrowed_by(text: str, wanted: NarrowWanted) -> str:
    """A filter's text with one more term; what is no query gives way to the term."""
    from flux_tui.replica.query import QueryError, narrowed, term_at

    value = wanted.value
    if isinstance(value, str) and len(value) > LONGEST:
        value = []
    term = term_at(wanted.path, value, negated=wanted.without)
    try:
        return narrowed(text, term)
    except QueryError:
        return term
