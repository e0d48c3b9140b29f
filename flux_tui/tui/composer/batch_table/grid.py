"""The grid of a batch: a line an event, a cell each of its values. Only what is seen is made."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from flux_tui.tui.cells import fit, fit_right
from flux_tui.tui.composer.batch.judgement import BatchJudgement
from flux_tui.tui.composer.batch.reading import Reading
from flux_tui.tui.composer.batch_table.cells import shown, wrong_cell
from flux_tui.tui.composer.batch_table.columns import ANOTHER, GAP, Columns, Seen, whole
from flux_tui.tui.composer.batch_table.event_text import Path, cells_of
from flux_tui.tui.composer.preflight import Forecast
from flux_tui.tui.composer.wording import LOOKS, SIGNS
from flux_tui.tui.event_files.dropping import take_or_tell
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.own_lines import OwnLines
from flux_tui.tui.painted_list import PaintedList
from flux_tui.tui.unmarked_focus import UnmarkedFocus

HEAD = 9
"""Cells before the first column: the sign, and the line in the text."""

PARTS = ("good", "doubtful", "bad", "dim", "focus", "row", "number", "word", "title")


class Grid(UnmarkedFocus, OwnLines, PaintedList, can_focus=True, inherit_bindings=False):
    """Shows a judgement's events. Posts what a person wants of the cell that the cursor is in.

    Its keys are the table's: those of a ScrollView would move the rows and leave the cursor.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"grid--{part}" for part in PARTS}

    class Moved(Message):
        """The cursor is in another cell."""

    class Typed(Message):
        """A person types into the cell: ``text`` is the beginning of what it is to hold."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Clicked(Message):
        """A person clicked into a cell, ``is_double`` for the second time."""

        def __init__(self, row: int, column: int, *, is_double: bool) -> None:
            super().__init__()
            self.row, self.column, self.is_double = row, column, is_double

    def __init__(self) -> None:
        super().__init__("grid", PARTS, id="grid")
        self.columns = Columns()
        self.judgement = BatchJudgement(Reading(""), is_complete=True)
        self.row = 0
        self.column = 0
        self._left = 1
        self._seen: Sequence[Seen] = ()
        self._seen_paths: Sequence[Path] = ()
        self._room = 0
        """The cells of a line for which those columns were found."""
        self._head: tuple[object, Strip] | None = None
        """The line of titles as it was painted, and for what."""

    @property
    def count(self) -> int:
        """How many events there are."""
        return len(self.judgement.reading.events)

    @property
    def path(self) -> Path:
        """Which value of its event the cursor is at."""
        return self.columns.paths[self.column]

    def show(self, judgement: BatchJudgement) -> None:
        """Show another judgement, or the same one anew: only what differs is painted."""
        path = self.path
        self.judgement = judgement
        self.columns.show(judgement.names)
        if path in self.columns.paths:
            self.column = self.columns.paths.index(path)
        self.hold(self.count + 2)
        self.move_to(self.row, self.column)
        self.repaint_moved(lambda line: False)

    def cell(self, row: int, path: Path) -> str | None:
        """The JSON text of a cell; None when its event has no such value."""
        return self._cells(row).get(path)

    def move_to(self, row: int, column: int) -> None:
        """Put the cursor into a cell, the nearest there is, and bring it into sight."""
        before = self.row, self.column
        self.row = max(0, min(row, self.count - 1))
        self.column = max(0, min(column, len(self.columns.paths) - 1))
        self._bring_into_sight()
        if before != (self.row, self.column):
            self.repaint_seen({before[0] + 1, self.row + 1})
        self.post_message(self.Moved())

    # -- painting ------------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of the pane, which may have become narrower since anybody was told."""
        if self._columns_room != self._room:
            self._see(self._find_seen())
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """The titles, then the lines of the list: an event each, and what is to be said of all."""
        return self._heading() if y == 0 else super().render_line(y)

    def row_of(self, line: int) -> Hashable:
        """All that a line shows."""
        row = line - 1
        if not 0 <= row < self.count:
            return self._tail() if row == self.count else None
        reading, forecast = self.judgement.reading, self._forecast(row)
        draft = reading.events[row]
        says = draft.line, reading.text[draft.start : draft.end]
        means = forecast and forecast.verdict, wrong_cell(forecast)
        return says, means, self._seen, self.column if row == self.row else None

    def segments_of(self, line: int) -> list[Segment]:
        """An event, or what is to be said below the last."""
        row = line - 1
        if 0 <= row < self.count:
            return self._segments(row)
        if row != self.count:
            return []
        text, part = self._tail()
        return [Segment(fit(text, self.size.width), self._look(part))]

    def _heading(self) -> Strip:
        titles = [fit(self.columns.title(seen.place), seen.width) for seen in self._seen]
        shown = titles, self.looks, self.size.width
        if self._head is None or self._head[0] != shown:
            text = (" " * GAP).join([f"{'line':>{HEAD - GAP}}", *titles])
            line = self._looks.line([Segment(text, self._look("title"))], self.size.width)
            self._head = shown, line
        return self._head[1]

    def _tail(self) -> tuple[str, str]:
        """What stands below the last event, and in which look."""
        slips, key = self.judgement.reading.slips, keys_of(self)
        if not slips:
            return key.say(
                "  {table.new-row} adds an event, {composer.table} shows the text"
            ), "dim"
        where = f"{key('composer.table')} shows the place; what could be read stands above"
        return f"✗ {slips[0]}  ({where})", "bad"

    def _segments(self, row: int) -> list[Segment]:
        reading = self.judgement.reading
        forecast = self._forecast(row)
        sign = SIGNS[forecast.verdict] if forecast else " "
        is_here = row == self.row
        base = self._look("row") if is_here else Style()
        number = fit_right(str(reading.events[row].line), HEAD - 2 - GAP)
        segments = [
            Segment(sign + " ", base + self._look(LOOKS.get(sign, "dim"))),
            Segment(number + " " * GAP, base + self._look("dim")),
        ]
        wrong = wrong_cell(forecast)
        for seen in self._seen:
            path = self.columns.paths[seen.place]
            text, look = shown(path, self.cell(row, path))
            if path == ANOTHER:
                text = ""
            cell = fit_right(text, seen.width) if look == "number" else fit(text, seen.width)
            style = base + self._look("bad" if path == wrong else look)
            if is_here and seen.place == self.column:
                style = style + self._look("focus")
            segments += [Segment(cell, style), Segment(" " * GAP, base)]
        return [*segments, Segment(" " * self.size.width, base)] if is_here else segments

    def _forecast(self, row: int) -> Forecast | None:
        forecasts = self.judgement.forecasts
        return forecasts[row] if row < len(forecasts) else None

    def _look(self, part: str) -> Style:
        return (
            Style()
            if part == "text"
            else self.get_component_rich_style(f"grid--{part}", partial=True)
        )

    # -- places --------------------------------------------------------------------------------

    def _cells(self, row: int) -> dict[Path, str]:
        reading = self.judgement.reading
        if not 0 <= row < len(reading.events):
            return {}
        draft = reading.events[row]
        return _cells_of(reading.text[draft.start : draft.end])

    def _column_width(self, place: int) -> int:
        path = self.columns.paths[place]
        return self.columns.measure(lambda row: self.cell(row, path), place, self.count)

    def _find_seen(self) -> Sequence[Seen]:
        return self.columns.seen(self._left, HEAD, self._columns_room, self._column_width)

    @property
    def _columns_room(self) -> int:
        """Cells of a line that no scrollbar covers."""
        return self.size.width - self.scrollbar_size_vertical

    def _bring_into_sight(self) -> None:
        """Have the cursor be seen, by other rows or columns."""
        top, height = self.scroll_offset.y, max(1, self.size.height - 1)
        if self.row < top:
            self.scroll_to(y=self.row, animate=False, force=True)
        elif self.row >= top + height:
            self.scroll_to(y=self.row - height + 1, animate=False, force=True)
        if 0 < self.column < self._left:
            self._left = self.column
        seen = self._find_seen()
        while self.column > self._left and self.column not in whole(seen, self._column_width):
            self._left += 1
            seen = self._find_seen()
        if self._see(seen):
            self.refresh()

    def _see(self, seen: Sequence[Seen]) -> bool:
        """Show these columns in the room there is; whether that is anything else than before."""
        now = seen, [self.columns.paths[each.place] for each in seen], self._columns_room
        is_other = now != (self._seen, self._seen_paths, self._room)
        if is_other:
            self._seen, self._seen_paths, self._room = now
            self._forget_all_but(range(0))
        return is_other

    # -- what a person does --------------------------------------------------------------------

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters and digits are typed into the cell: they are no commands here."""
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Begin to type into the cell."""
        if event.character is not None and event.is_printable:
            event.stop()
            event.prevent_default()
            self.post_message(self.Typed(event.character))

    async def on_paste(self, event: events.Paste) -> None:
        """Paste into the cell, unless a file was dropped; without a cell it is for the screen."""
        if not await take_or_tell(self, event) and self.count:
            event.stop()
            self.take_paste(event.text)

    def take_paste(self, text: str) -> None:
        """Paste into the cell."""
        self.post_message(self.Typed(text.removesuffix("\n").removesuffix("\r")))

    def on_click(self, event: events.Click) -> None:
        """A click goes to the cell, a second one types in it."""
        position = event.get_content_offset(self)
        if position is None or position.y == 0:
            return
        row = position.y - 1 + self.scroll_offset.y
        inside = [seen.place for seen in self._seen if position.x >= seen.start - GAP]
        column = inside[-1] if inside else self.column
        self.post_message(self.Clicked(row, column, is_double=event.chain > 1))

    def on_resize(self) -> None:
        """Another width, other columns: as many of the first as leave the cursor's in sight."""
        self.hold(self.count + 2)
        self._left = 1
        self._bring_into_sight()


@lru_cache(maxsize=512)
def _cells_of(text: str) -> dict[Path, str]:
    """The cells of what is seen are asked for again and again."""
    return cells_of(text)
