"""What is wrong with a query, and where."""

from __future__ import annotations

from flux_tui.errors import UsageError


class QueryError(UsageError):
    """A text that is no query.

    ``column`` is where reading stopped and ``end`` where the offending part ends, both 0-based
    offsets into the text (``column == end == len(text)`` when something is missing at its end);
    ``expected`` is what could have stood there. The sentence counts columns from 1.
    """

    def __init__(self, column: int, expected: str, *, found: str, end: int | None = None) -> None:
        super().__init__(
            f"The query cannot be read at column {column + 1}: expected {expected}, found {found}."
        )
        self.column = column
        self.end = column if end is None else end
        self.expected = expected
