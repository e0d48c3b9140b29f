"""What an undo would do, a line a property: looked through, and chosen one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message

from flux_tui.model.inline import name_text
from flux_tui.replica.undo.mending import Mend, Mending
from flux_tui.tui.acting.id_list import BESIDES, LEAST, MOST
from flux_tui.tui.cells import cut_end, fit, fit_middle, width_of
from flux_tui.tui.cursor_list import CursorList, cursor_keys
from flux_tui.tui.undo.wording import change_text

PARTS = ("dim", "warning", "failing", "focus", "bar")
"""The component classes, as they are called in the styles of a row."""

GAP = "  "

LONGEST_ENTITY, LONGEST_NAME = 24, 16
"""Cells of an id and of a property's name at most, where the terminal has room for them."""

LEAST_SAID = 16
"""Cells for what becomes of a property, whatever else is said of it."""

LOOKED_AT = 500
"""Lines by which the columns are measured; of 100,000 that would take a key's time."""

BOX = {True: "[x]", False: "[ ]"}
"""Whether a line is chosen."""


class MendingList(CursorList):
    """Lines by their number, with a cursor; space chooses one, or leaves it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"mending--{part}" for part in PARTS}

    BINDINGS: ClassVar[list[BindingType]] = [
        *cursor_keys("undo"),
        Binding("space", "choose", "Choose", id="undo.choose", tooltip="Do this, or leave it"),
        Binding("a", "choose_all", "All", id="undo.choose-all", tooltip="Do all, or nothing"),
        Binding("enter", "go_on", "To the button", show=False, id="undo.go-on"),
    ]

    class Toggled(Message):
        """A line was chosen, or left."""

    class LookedThrough(Message):
        """A person has seen the lines, and wants to what comes after them."""

    def __init__(self, since: Callable[[Mending], str]) -> None:
        """``since`` says what has happened to what a line is about, printable."""
        super().__init__("mending", PARTS, id="mendings")
        self._since = since
        self._lines: Sequence[Mending] = ()
        self._wanted = LONGEST_ENTITY, LONGEST_NAME

    @property
    def count(self) -> int:
        """How many mendings there are."""
        return len(self._lines)

    def show(self, lines: Sequence[Mending]) -> None:
        """Show these; the cursor stays about where it is."""
        self._lines = lines
        first = lines[:LOOKED_AT]
        self._wanted = (
            max((width_of(name_text(line.entity_id, 400)) for line in first), default=0),
            max((width_of(name_text(line.name, 100)) for line in first), default=0),
        )
        self._cursor = max(0, min(self._cursor, len(lines) - 1))
        room = max(LEAST, min(MOST, self.app.size.height - BESIDES))
        self.styles.height = max(1, min(room, len(lines)))
        self.virtual_size = Size(self.size.width, len(lines))
        self.repaint_all()

    def on_resize(self) -> None:
        """Another width cuts elsewhere."""
        self.virtual_size = Size(self.size.width, len(self._lines))
        self.repaint_all()

    def segments_of(self, line: int) -> list[Segment]:
        """The box, whose property it is, what becomes of it, and what speaks against it."""
        if line >= len(self._lines):
            return []
        found, looks = self._lines[line], self.looks
        focused = self.has_focus and line == self._cursor
        behind = looks["focus"] if focused else None
        box = BOX[found.chosen] if found.can_be_chosen else " ? "
        entity, name, rest = self._widths()
        look = looks["failing"] if found.kind is Mend.DELETE else None
        if not found.can_be_chosen or not found.chosen:
            look = looks["dim"]
        parts: list[tuple[str, Style | None]] = [
            (f"{box} ", None),
            (fit_middle(name_text(found.entity_id, 400), entity) + GAP, None),
        ]
        if found.name:
            parts.append((fit(name_text(found.name, 100), name) + GAP, None))
        else:
            rest += name + len(GAP)
        said = change_text(found)
        since = self._since(found) if found.since else ""
        room = max(0, rest - (width_of(since) + len(GAP) if since else 0))
        room = max(room, min(rest, LEAST_SAID))
        parts.append((fit(said, room), look))
        if since:
            parts.append((GAP + cut_end(since, rest - room - len(GAP)), looks["warning"]))
        return [
            Segment(text, style if behind is None else behind + style if style else behind)
            for text, style in parts
        ]

    def _widths(self) -> tuple[int, int, int]:
        """Cells of the entity, the property, and the rest."""
        left = max(0, self.size.width - 4 - 2 * len(GAP))
        entity, name = self._wanted
        entity = min(entity, LONGEST_ENTITY, left // 3)
        name = min(name, LONGEST_NAME, left // 5)
        return entity, name, max(0, left - entity - name)

    # -- what a person does --------------------------------------------------------------------

    def action_move(self, lines: int) -> None:
        """Move the cursor by some lines; from the last down to what comes after them."""
        if lines > 0 and self._cursor == len(self._lines) - 1:
            self.action_go_on()
        else:
            super().action_move(lines)

    def action_go_on(self) -> None:
        """Go on to what has to be typed, or to the button: nothing is done yet."""
        self.post_message(self.LookedThrough())

    def action_choose(self) -> None:
        """Do what is under the cursor, or leave it."""
        if self._cursor < len(self._lines) and self._lines[self._cursor].can_be_chosen:
            self._lines[self._cursor].chosen = not self._lines[self._cursor].chosen
            self.repaint_seen([self._cursor])
            self.post_message(self.Toggled())

    def action_choose_all(self) -> None:
        """Do everything; where all is chosen, nothing."""
        some = [line for line in self._lines if line.can_be_chosen]
        chosen = not all(line.chosen for line in some)
        for line in some:
            line.chosen = chosen
        self.repaint_all()
        self.post_message(self.Toggled())

    def on_click(self, click: events.Click) -> None:
        """A click on the box chooses; elsewhere it moves the cursor."""
        position = click.get_content_offset(self)
        if position is None or position.y + self.scroll_offset.y >= len(self._lines):
            return
        self.move_to(position.y + self.scroll_offset.y)
        if position.x < len(BOX[True]):
            self.action_choose()
