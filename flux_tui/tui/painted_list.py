"""A virtual list that paints the visible lines alone, and of those the cells that have changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip

from flux_tui.tui.layers import layered
from flux_tui.tui.strips import difference


class PaintedList(ScrollView, can_focus=True):
    """Lines by their number; a subclass says how a line looks (``segments_of``)."""

    def __init__(self, name: str, parts: Sequence[str], *, id: str) -> None:  # noqa: A002
        """``parts`` are the component classes, each called ``name--part`` in the styles."""
        super().__init__(id=id)
        self._component = name
        self._parts = parts
        self._looks: dict[str, Style] | None = None
        self._strips: dict[int, Strip] = {}

    def segments_of(self, line: int) -> list[Segment]:
        """What stands in a line, whose number may be one past the last."""
        raise NotImplementedError

    @property
    def looks(self) -> dict[str, Style]:
        """The styles of the parts, made to lie over each other."""
        if self._looks is None:
            styles = {
                part: self.get_component_rich_style(f"{self._component}--{part}")
                for part in self._parts
            }
            self._looks = layered(styles)
        return self._looks

    def render_line(self, y: int) -> Strip:
        """One line of the visible part."""
        line = y + self.scroll_offset.y
        strip = self._strips.get(line)
        if strip is None:
            strip = self._strips[line] = self._paint(line)
        return strip

    def repaint(self, lines: Iterable[int]) -> None:
        """Paint visible lines anew and refresh only the cells that came out differently."""
        for line in lines:
            before, after = self._strips.get(line), self._paint(line)
            self._strips[line] = after
            first, last = (0, self.size.width) if before is None else difference(before, after)
            if first < last:
                self.refresh(Region(first, line - self.scroll_offset.y, last - first, 1))

    def repaint_all(self) -> None:
        """Forget what was painted, and paint everything anew."""
        self._strips.clear()
        self.refresh()

    def show_line(self, line: int) -> None:
        """Scroll as little as needed for a line to be seen."""
        top, height = self.scroll_offset.y, self.size.height
        if height > 0 and not top <= line < top + height:
            self.scroll_to(y=line if line < top else line - height + 1, animate=False)

    def _paint(self, line: int) -> Strip:
        base = self.rich_style
        strip = Strip(
            Segment(s.text, base + (s.style or Style.null())) for s in self.segments_of(line)
        )
        return strip.adjust_cell_length(self.size.width, base)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Lines out of sight are not kept up to date: they are painted when they come back."""
        self._strips.clear()
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
        self._looks = None
        self._strips.clear()
