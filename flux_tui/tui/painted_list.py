"""A virtual list that paints the visible lines alone, and of those the cells that have changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from flux_tui.tui.layers import Looks
from flux_tui.tui.strips import difference
from flux_tui.tui.titles import Titled


class PaintedList(ScrollView, Titled, can_focus=True):
    """Lines by their number; a subclass says how a line looks (``segments_of``)."""

    def __init__(self, name: str, parts: Sequence[str], *, id: str) -> None:  # noqa: A002
        """``parts`` are the component classes, each called ``name--part`` in the styles."""
        super().__init__(id=id)
        self._looks = Looks(self, name, parts)
        self._strips: dict[int, Strip] = {}
        self._ticks: dict[int, Hashable] = {}
        self._standing: dict[int, Hashable] = {}
        self._width = 0
        """Cells of the whole list when it was last told of its size."""

    def segments_of(self, line: int) -> list[Segment]:
        """What stands in a line, whose number may be one past the last."""
        raise NotImplementedError

    def tick_of(self, line: int) -> Hashable:
        """What in a line may change without its being touched, as it reads now: an age, a count."""
        return None

    def row_of(self, line: int) -> Hashable:
        """What a line stands for, where rows come and go."""
        return line

    @property
    def looks(self) -> dict[str, Style]:
        """The styles of the parts, made to lie over each other."""
        return self._looks.parts

    def render_line(self, y: int) -> Strip:
        """One line of the visible part."""
        if self.outer_size.width != self._width:
            self._tell_of_width()
        line = y + self.scroll_offset.y
        strip = self._strips.get(line)
        if strip is None:
            strip = self._strips[line] = self._paint(line, self.size.width)
        return strip

    def on_resize(self) -> None:
        """Told, after what a subclass does then."""
        self._width = self.outer_size.width

    def _tell_of_width(self) -> None:
        """Textual tells nobody of a size whose place was asked for before it was laid out."""
        self._width = self.outer_size.width
        self.post_message(events.Resize(self.outer_size, self.virtual_size, self.container_size))

    def repaint(self, lines: Iterable[int]) -> None:
        """Paint visible lines anew and refresh only the cells that came out differently."""
        top, width, regions = self.scroll_offset.y, self.size.width, []
        for line in lines:
            before, after = self._strips.get(line), self._paint(line, width)
            self._strips[line] = after
            known = before is not None and before.cell_length == after.cell_length
            first, last = difference(before, after) if before and known else (0, width)
            if first < last:
                regions.append(Region(first, line - top, last - first, 1))
        if regions:
            self.refresh(*regions)

    def repaint_seen(self, lines: Iterable[int]) -> None:
        """The same for lines that may be out of sight."""
        top = self.scroll_offset.y
        self.repaint([line for line in lines if top <= line < top + self.size.height])

    def repaint_ticked(self) -> None:
        """Paint those of the visible lines anew in which something has ticked.

        What was forgotten is seen as it was painted last, if nothing had it painted since.
        """
        top = self.scroll_offset.y
        lines = range(top, top + self.size.height)
        ticks = self._ticks
        self.repaint([y for y in lines if y not in ticks or ticks[y] != self.tick_of(y)])

    def repaint_moved(self, is_touched: Callable[[int], bool]) -> None:
        """Paint those of the visible lines anew that stand for another row, or were touched."""
        top, standing = self.scroll_offset.y, self._standing
        lines = range(top, top + self.size.height)
        self.repaint([y for y in lines if standing.get(y) != self.row_of(y) or is_touched(y)])

    def repaint_all(self) -> None:
        """Forget what was painted, and paint everything anew."""
        self._forget_all_but(range(0))
        self.refresh()

    def hold(self, lines: int) -> None:
        """Have so many lines; while the scrollbar stays, nothing is to be laid out for that."""
        size = Size(self.size.width, lines)
        is_higher = min(lines, self.virtual_size.height) > self.container_size.height
        if is_higher and size.width == self.virtual_size.width and self.show_vertical_scrollbar:
            self.set_reactive(ScrollView.virtual_size, size)
            self.vertical_scrollbar.window_virtual_size = lines
        else:
            self.virtual_size = size

    def show_line(self, line: int) -> None:
        """Scroll as little as needed for a line to be seen."""
        top, height = self.scroll_offset.y, self.size.height
        if height > 0 and not top <= line < top + height:
            to = line if line < top else line - height + 1
            self.scroll_to(y=to, animate=False, force=True)  # also before there is a scrollbar

    def _paint(self, line: int, width: int) -> Strip:
        self._ticks[line] = self.tick_of(line)
        self._standing[line] = self.row_of(line)
        return self._looks.line(self.segments_of(line), width)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Lines out of sight are not kept up to date: they are painted when they come back."""
        before, now, height = round(old_value), round(new_value), self.size.height
        self._forget_all_but(range(max(before, now), min(before, now) + height))
        super().watch_scroll_y(old_value, new_value)

    def watch_has_focus(self, has_focus: bool) -> None:
        """Other styles hold with the focus."""
        super().watch_has_focus(has_focus)
        self._restyle()

    def notify_style_update(self) -> None:
        """The theme changed."""
        super().notify_style_update()
        self._restyle()

    def _restyle(self) -> None:
        self._looks.forget()
        self._forget_all_but(range(0))

    def _forget_all_but(self, lines: range) -> None:
        self._strips = {line: strip for line, strip in self._strips.items() if line in lines}
        self._ticks = {line: tick for line, tick in self._ticks.items() if line in lines}
        self._standing = {line: row for line, row in self._standing.items() if line in lines}
