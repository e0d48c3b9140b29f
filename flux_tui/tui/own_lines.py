"""A pane without border whose lines go to the screen as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.widget import Widget as _Pane
else:
    _Pane = object
    """No widget by itself: Textual takes the styles of a widget's first base that is one."""


class OwnLines(_Pane):
    """Keeps its lines by itself, each in the pane's full width and style.

    Textual would wrap each into a new one and lose with it how that was cut, filtered and written
    before: of a line that only moved all this is known.
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the pane."""
        if self.size != self.outer_size or self.opacity != 1:
            return super().render_lines(crop)
        background = self.background_colors[1]
        lines = [self.render_line(y) for y in crop.line_range]
        for line_filter in self.get_line_filters():
            lines = [line.apply_filter(line_filter, background) for line in lines]
        if crop.column_span != (0, self.size.width):
            lines = [line.crop(*crop.column_span) for line in lines]
        return lines
