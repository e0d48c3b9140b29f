"""A JSON editor: colours, line numbers, the place of a mistake; quick and safe with any text."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.document._document import EditResult, Location
from textual.document._document_navigator import DocumentNavigator
from textual.document._edit import Edit
from textual.strip import Strip
from textual.widgets import TextArea

from flux_tui.model.printable import json_escaped
from flux_tui.protocol.json_reading import Slip
from flux_tui.tui.cells import cut_end
from flux_tui.tui.json_editor.brackets import Place, matching
from flux_tui.tui.json_editor.colours import tokens
from flux_tui.tui.json_editor.flat_document import (
    LONG_LINE,
    FlatDocument,
    Unwrapped,
    location_in,
    shown,
)
from flux_tui.tui.json_editor.styled_text import StyledText
from flux_tui.tui.json_editor.text_change import TextEdit
from flux_tui.tui.own_lines import OwnLines

PARTS = ("name", "text", "number", "word", "junk", "slip", "partner")
"""What is coloured: the parts of JSON, a mistake, the bracket that belongs to the cursor's."""

PAINTED = 200
"""Lines that are kept as they were painted: at a key all but one of those seen are as before."""

FUNCTION_KEYS = ("f5", "f6", "f7")
"""Keys that a TextArea takes for its selection; here they are the screen's."""


class JsonEditor(OwnLines, TextArea, inherit_bindings=False):
    """A TextArea for JSON. Characters that draw nothing or act on a terminal become escapes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            binding
            for binding in TextArea.BINDINGS
            if isinstance(binding, Binding) and binding.key not in FUNCTION_KEYS
        ),
        Binding("ctrl+home", "text_start", "Start of the text", show=False, id="text.start"),
        Binding("ctrl+end", "text_end", "End of the text", show=False, id="text.end"),
        Binding("ctrl+g", "select_all", "Select all", show=False, id="text.select-all"),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"json-editor--{part}" for part in PARTS}

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002
        self._painted: LRUCache[object, Strip] = LRUCache(PAINTED)
        self._own_style: Style | None = None
        super().__init__(
            soft_wrap=False,
            show_line_numbers=True,
            tab_behavior="focus",
            compact=True,
            highlight_cursor_line=False,
            placeholder=placeholder,
            id=id,
        )
        self.cursor_blink = False
        self._slip: Slip | None = None
        self._partner: Place | None = None

    def take_edits(self, takes_edits: bool) -> None:
        """Take edits, or none for a while; it looks the same.

        Textual's own way has it and its scrollbars styled anew, which takes longer than a sending
        needs to begin.
        """
        self.set_reactive(TextArea.read_only, not takes_edits)

    def mark(self, slip: Slip | None) -> None:
        """Show where a mistake is."""
        if slip != self._slip:
            self._slip = slip
            self.refresh()

    def go_to(self, line: int, column: int = 1) -> None:
        """Put the cursor at a place, both counted from 1."""
        row = max(0, min(line, self.document.line_count) - 1)
        self.move_cursor((row, max(0, column - 1)))

    def apply(self, edit: TextEdit) -> None:
        """Edit the text as if somebody had typed it: it can be undone by itself."""
        text = self.text
        self.history.checkpoint()
        start = location_in(text, edit.start)
        end = location_in(text, edit.end, edit.start, start)
        self.replace(edit.text, start, end, maintain_selection_offset=True)
        self.history.checkpoint()

    def put(self, text: str) -> None:
        """Have another text in it, as one edit that can be undone."""
        self.replace(text, self.document.start, self.document.end)
        self.move_cursor((0, 0))

    def action_text_start(self) -> None:
        """Go to where the text begins."""
        self.move_cursor((0, 0))

    def action_text_end(self) -> None:
        """Go to where the text ends."""
        self.move_cursor(self.document.end)

    # -- the document --------------------------------------------------------------------------

    def _set_document(self, text: str, language: str | None) -> None:
        self.document = FlatDocument(json_escaped(text))
        self.wrapped_document = Unwrapped(self.document)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self.move_cursor((0, 0))
        self._rewrap_and_refresh_virtual_size()

    def edit(self, edit: Edit) -> EditResult:
        """Make an edit; what it brings in is made visible."""
        edit.text = json_escaped(edit.text)
        return super().edit(edit)

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:
        """The bracket that belongs to one, unless that is far away: a key must not wait for it."""
        before, place = self._partner, matching(self.document.lines, *search_from)
        if place != before:
            self._partner = place
            self.refresh()
        return None

    # -- painting ------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One line of the visible part."""
        width, row = self.size.width, y + self.scroll_offset.y
        if self.document.line_count == 1 and not self.document.get_line(0) and self.placeholder:
            return self._placeholder_line(row, width)
        if row >= self.document.line_count:
            return Strip.blank(width, self._base)
        if self._is_marked(row):
            return self._text_line(row, width)
        key = row, self.document.get_line(row), self.scroll_offset.x, width, self.gutter_width
        strip = self._painted.get(key)
        if strip is None:
            strip = self._painted[key] = self._text_line(row, width)
        return strip

    @property
    def _base(self) -> Style:
        """The style of the whole pane; asked once, as asking costs more than a line."""
        if self._own_style is None:
            self._own_style = self.rich_style
        return self._own_style

    def notify_style_update(self) -> None:
        """Other colours: nothing is painted as it was."""
        self._painted.clear()
        self._own_style = None
        super().notify_style_update()

    def _is_marked(self, row: int) -> bool:
        """Whether a line shows more than its text: the cursor, a selection, a mistake."""
        (top, _), (bottom, _) = sorted(self.selection)
        partner = None if self._partner is None else self._partner[0]
        slip = None if self._slip is None else self._slip.line - 1
        return top <= row <= bottom or row in (partner, slip)

    def _text_line(self, row: int, width: int) -> Strip:
        gutter = self._gutter(row)
        room = width - self.gutter_width
        text, left = self._visible_text(row, room)
        strip = Strip(text.segments(self._base)).crop(left, left + room)
        return Strip([gutter, *strip]).adjust_cell_length(width, self._base)

    def _visible_text(self, row: int, room: int) -> tuple[StyledText, int]:
        """A line's styled text, and how many of its cells are left of what is seen."""
        line = self.document.get_line(row)
        left = self.scroll_offset.x
        first = left if line.isascii() or len(line) > LONG_LINE else 0
        if len(line) > LONG_LINE and row == self.selection.end[0]:
            first = _keeping_in_view(line, self.selection.end[1], first, room)
        part = line[first : first + room] if len(line) > LONG_LINE or line.isascii() else line
        text = StyledText(f"{shown(part)} ")
        for token in tokens(line, first, first + len(part)):
            self._paint(text, token.part, token.start - first, token.end - first)
        if self._partner is not None and self._partner[0] == row and self.has_focus:
            column = self._partner[1] - first
            self._paint(text, "partner", column, column + 1)
        slip = self._slip
        if slip is not None and slip.line == row + 1:
            self._paint(text, "slip", slip.column - 1 - first, slip.column - first)
        self._paint_selection(text, row, first, len(line))
        return text, left if first == 0 else 0

    def _paint_selection(self, text: StyledText, row: int, first: int, length: int) -> None:
        (top, start), (bottom, end) = sorted(self.selection)
        if top <= row <= bottom and (top, start) != (bottom, end):
            from_column = start if row == top else 0
            to_column = end if row == bottom else length + 1
            style = self.get_component_rich_style("text-area--selection")
            text.stylize(style, from_column - first, to_column - first)
        cursor_row, column = self.selection.end
        if row == cursor_row and self._draw_cursor:
            style = self.get_component_rich_style("text-area--cursor")
            text.stylize(style, column - first, column - first + 1)

    def _paint(self, text: StyledText, part: str, start: int, end: int) -> None:
        style = self.get_component_rich_style(f"json-editor--{part}", partial=True)
        text.stylize(style, start, end)

    def _gutter(self, row: int) -> Segment:
        style = self._base + self.get_component_rich_style("text-area--gutter", partial=True)
        if row == self.selection.end[0]:
            style += Style(bold=True)
        return Segment(f"{row + 1:>{self.gutter_width - 2}}  ", style)

    def _placeholder_line(self, row: int, width: int) -> Strip:
        lines = str(self.placeholder).split("\n")
        line = cut_end(lines[row], width) if row < len(lines) else ""
        text = StyledText(f"{line} ")
        dim = self.get_component_rich_style("text-area--placeholder", partial=True)
        text.stylize(dim, 0, len(line))
        if row == 0 and self._draw_cursor:
            text.stylize(self.get_component_rich_style("text-area--cursor"), 0, 1)
        return Strip(text.segments(self._base)).adjust_cell_length(width, self._base)


def _keeping_in_view(line: str, column: int, first: int, room: int) -> int:
    """Where to begin so that a column is seen, though wide characters stand before it."""
    if not first <= column <= first + room:
        return first
    while cell_len(shown(line[first:column])) > max(0, room - 2):
        first += 1
    return first
