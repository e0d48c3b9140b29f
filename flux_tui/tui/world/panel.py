"""A panel: a titled list of lines, each of which may lead somewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message

from flux_tui.tui.cells import cut_end, cut_middle, width_of
from flux_tui.tui.cursor_list import CursorList, cursor_keys

PARTS = ("dim", "warning", "failing", "live", "focus", "bar")
"""The component classes, as they are called in the styles of a line."""


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a line leads: to an entity, or to the list with a filter."""

    entity_id: str | None = None
    query: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A text on the left, cut in its middle, and words with their parts on the right."""

    text: str
    right: tuple[tuple[str, str], ...] = ()
    part: str = ""
    goal: Goal | None = None
    key: str = ""
    """What a line that leads nowhere else stands for, as its panel knows it."""


class Panel(CursorList):
    """Lines with a cursor. Posts ``Chosen`` for the one that a person wants."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"panel--{part}" for part in PARTS}

    BINDINGS: ClassVar[list[BindingType]] = [
        *cursor_keys("panel"),
        Binding("enter", "choose", "Go there", id="panel.choose"),
    ]

    class Chosen(Message):
        """A person wants what a line stands for."""

        def __init__(self, panel: Panel, line: Line) -> None:
            super().__init__()
            self.panel = panel
            self.line = line

    def __init__(self, heading: str, *, id: str) -> None:  # noqa: A002
        super().__init__("panel", PARTS, id=id)
        self._heading = heading
        self._lines: Sequence[Line] = ()
        self.add_class("panel")

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def on_mount(self) -> None:
        """Name it."""
        self.entitle(self._heading)

    def show(self, lines: Sequence[Line], count: str = "") -> None:
        """Show other lines; ``count`` stands behind the name. The cursor stays where it is."""
        self.entitle(f"{self._heading} ── {count}" if count else self._heading)
        before, self._lines = self._lines, lines
        self._cursor = max(0, min(self._cursor, len(lines) - 1))
        if len(before) != len(lines):
            self.virtual_size = Size(self.size.width, len(lines))
            self.repaint_all()
            return
        self.repaint_seen([y for y, line in enumerate(lines) if line != before[y]])

    def segments_of(self, line: int) -> list[Segment]:
        """One line: what it is about, then what is said of it, at the right edge."""
        if line >= len(self._lines):
            return []
        shown, looks, width = self._lines[line], self.looks, self.size.width - 2
        focused = self.has_focus and line == self._cursor
        back = looks["focus"] if focused else Style.null()
        said = sum(width_of(text) for text, _ in shown.right)
        room = max(6, width - said - 1) if shown.right else width
        text = cut_middle(shown.text, room)
        gap = " " * max(1, width - width_of(text) - said)
        segments = [
            Segment("▌" if focused else " ", looks["bar"] + back),
            Segment(text, looks.get(shown.part, Style.null()) + back),
            Segment(gap, back),
        ]
        left = max(0, width - width_of(text) - len(gap))
        for words, part in shown.right:
            words = cut_end(words, left)
            left -= width_of(words)
            segments.append(Segment(words, looks.get(part, Style.null()) + back))
        segments.append(Segment(" " * (1 + max(0, left)), back))
        return segments

    def on_resize(self) -> None:
        """Another width cuts elsewhere."""
        self.virtual_size = Size(self.size.width, len(self._lines))
        self.repaint_all()

    def action_choose(self) -> None:
        """Go where the line under the cursor leads."""
        if self._cursor < len(self._lines):
            self.post_message(self.Chosen(self, self._lines[self._cursor]))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a second one chooses."""
        position = event.get_content_offset(self)
        if position is not None and position.y + self.scroll_offset.y < len(self._lines):
            self.move_to(position.y + self.scroll_offset.y)
            if event.chain > 1:
                self.action_choose()
