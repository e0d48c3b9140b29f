"""A JSON value as text: a virtual list of its lines, scrolled in both directions."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.strip import Strip

from flux_tui.model.json import Json
from flux_tui.tui.cells import width_of
from flux_tui.tui.json_view.lines import json_lines
from flux_tui.tui.json_view.occurrences import Occurrence, occurrences
from flux_tui.tui.painted_list import PaintedList

PARTS = ("name", "dim", "found", "current")
"""The component classes: a member's name, the punctuation, what was searched for."""


class JsonView(PaintedList):
    """Shows one value; nothing can be changed in it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"json-view--{part}" for part in PARTS}

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "scroll_down", "Down", show=False, id="json.down"),
        Binding("up,k", "scroll_up", "Up", show=False, id="json.up"),
        Binding("right,l", "scroll_right", "Right", show=False, id="json.right"),
        Binding("left", "scroll_left", "Left", show=False, id="json.left"),
        Binding("pagedown,space", "page_down", "Page down", show=False, id="json.page-down"),
        Binding("pageup", "page_up", "Page up", show=False, id="json.page-up"),
        Binding("home,g", "scroll_home", "Top", show=False, id="json.top"),
        Binding("end,G", "scroll_end", "Bottom", show=False, id="json.bottom"),
    ]

    def __init__(self, value: Json = None, *, id: str) -> None:  # noqa: A002
        super().__init__("json-view", PARTS, id=id)
        self.text: list[str] = [] if value is None else json_lines(value)
        self._occurrences: list[Occurrence] = []
        self.current = 0
        """Which of the places found is the one that is looked at."""

    @property
    def found(self) -> int:
        """How many places hold what was searched for."""
        return len(self._occurrences)

    def on_mount(self) -> None:
        """Know how much there is."""
        self._measure()

    def show(self, value: Json) -> None:
        """Show another value, or the same as it is now, at the place that is looked at."""
        self.show_lines([] if value is None else json_lines(value))

    def show_lines(self, lines: list[str]) -> None:
        """Show lines of printable text."""
        self.text = lines
        self._measure()
        self.repaint_all()

    def find(self, wanted: str) -> None:
        """Mark every place that holds a text; an empty one marks none."""
        self._occurrences = occurrences(self.text, wanted)
        self.current = max(0, min(self.current, len(self._occurrences) - 1))
        self.repaint_all()

    def go_on(self, by: int) -> None:
        """Look at another of the places found, counted from the one looked at, round and round."""
        if self._occurrences:
            self.current = (self.current + by) % len(self._occurrences)
            line, start, _ = self._occurrences[self.current]
            column = width_of(self.text[line][:start])
            seen, place = self.scrollable_content_region.size, self.scroll_offset
            if not 0 <= line - place.y < seen.height:
                self.scroll_to(y=max(0, line - seen.height // 2), animate=False)
            if not 0 <= column - place.x < seen.width - 1:
                self.scroll_to(x=max(0, column - seen.width // 2), animate=False)
            self.repaint_all()

    def segments_of(self, line: int) -> list[Segment]:
        """One line: its indent, a member's name, its value."""
        if line >= len(self.text):
            return []
        text = self.text[line]
        end = _end_of_name(text)
        looks = self.looks
        plain = looks["dim"] if text.strip(" {}[],") == "" else Style.null()
        looked_for = self._marked(line)
        cuts = sorted({0, end, len(text)}.union(*(span for span, _ in looked_for)))
        segments = []
        for start, stop in pairwise(cuts):
            style = looks["name"] if start < end else plain
            for (first, last), look in looked_for:
                if first <= start < last:
                    style = style + look
            segments.append(Segment(text[start:stop], style))
        return segments

    def _marked(self, line: int) -> list[tuple[tuple[int, int], Style]]:
        """What of a line was searched for, and how it looks."""
        first = bisect_left(self._occurrences, (line,))
        marked = []
        for number in range(first, len(self._occurrences)):
            place = self._occurrences[number]
            if place.line != line:
                break
            look = self.looks["current" if number == self.current else "found"]
            marked.append(((place.start, place.end), look))
        return marked

    def render_line(self, y: int) -> Strip:
        """A line, from the column that it is scrolled to."""
        line = y + self.scroll_offset.y
        strip = self._strips.get(line)
        if strip is None:
            width = max(self.size.width, self.virtual_size.width)
            strip = self._strips[line] = self._paint(line, width)
        left = self.scroll_offset.x
        return strip.crop(left, left + self.size.width)

    def _measure(self) -> None:
        widest = max(map(width_of, self.text), default=0)
        self.virtual_size = Size(widest, len(self.text))


def _end_of_name(line: str) -> int:
    """Where the name of a member ends, its colon included; 0 when the line has none."""
    start = len(line) - len(line.lstrip(" "))
    if line[start : start + 1] != '"':
        return 0
    at = start + 1
    while at < len(line) and line[at] != '"':
        at += 2 if line[at] == "\\" else 1
    return at + 2 if line[at + 1 : at + 3] == ": " else 0
