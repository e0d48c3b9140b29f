"""The line in which a query is typed: its parts coloured, what is wrong with it underlined."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text

from flux_tui.tui.exact_input import ExactInput

if TYPE_CHECKING:
    from flux_tui.replica.query import Highlighting, QueryError

LONGEST = 5_000
"""Characters of a query that is read at each key; a longer one belongs on a command line."""

PARTS = ("property", "operator", "value", "regex", "term", "keyword", "error")
"""The component classes, by what a part of the text is to its reader."""

_PART_OF_ROLE = {
    "property": "property",
    "operator": "operator",
    "text": "value",
    "constant": "value",
    "regex": "regex",
    "term": "term",
    "keyword": "keyword",
    "parenthesis": "operator",
    "error": "error",
}
"""How each role is shown; a part of an id is plain."""


class FilterField(ExactInput):
    """An input that knows the query language."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"filter-field--{part}" for part in PARTS}

    def __init__(self, *, placeholder: str, id: str) -> None:  # noqa: A002 - as Textual calls it
        super().__init__(placeholder=placeholder, id=id)
        self._read: tuple[str, Highlighting] | None = None

    @property
    def highlighting(self) -> Highlighting:
        """The text in parts, and why it is no query."""
        if self._read is None or self._read[0] != self.value:
            self._read = (self.value, _highlighting(self.value))
        return self._read[1]

    @property
    def error(self) -> QueryError | None:
        """Why the text is no query; None while it is one."""
        return self.highlighting.error

    def cell_of(self, position: int) -> int:
        """Where a place in the text is seen, in cells from the line's beginning."""
        return self._position_to_cell(position) - self.scroll_offset.x

    @property
    def _value(self) -> Text:
        text = super()._value
        for span in self.highlighting.spans:
            part = _PART_OF_ROLE.get(span.role)
            if part is not None:
                style = self.get_component_rich_style(f"filter-field--{part}", partial=True)
                text.stylize(style, span.start, span.end)
        error = self.error
        if error is not None and error.column == error.end:  # something is missing there
            style = self.get_component_rich_style("filter-field--error", partial=True)
            text.pad_right(1 if error.column == len(self.value) else 0)
            text.stylize(style, error.column, error.column + 1)
        return text

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The bar decides what ``enter`` does, and ``right`` behind the text."""
        if action == "cursor_right":
            return not (self.cursor_at_end and self.selection.is_empty)
        return action != "submit"


def _highlighting(text: str) -> Highlighting:
    from flux_tui.replica.query import Highlighting, QueryError, highlight

    if len(text) <= LONGEST:
        return highlight(text)
    found = f"{len(text):,} characters"
    expected = f"a filter of at most {LONGEST:,} characters"
    return Highlighting((), QueryError(LONGEST, expected, found=found, end=len(text)))
