"""A piece of text whose characters are styled one by one, in layers."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style


class StyledText:
    """A line as it is painted: rich's own text combines all its spans for each of its pieces."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._styles: list[Style | None] = [None] * len(text)

    def __len__(self) -> int:
        return len(self._text)

    def stylize(self, style: Style, start: int, end: int) -> None:
        """Lay a style over the characters of a range, as far as there are any."""
        styles = self._styles
        for at in range(max(0, start), min(end, len(styles))):
            below = styles[at]
            styles[at] = style if below is None else below + style

    def segments(self, base: Style) -> list[Segment]:
        """The text on a style below it all; neighbours that look alike are one segment."""
        styles, found, begun = self._styles, [], 0
        for at in range(1, len(styles) + 1):
            if at == len(styles) or styles[at] is not styles[begun]:
                style = styles[begun]
                look = base if style is None else base + style
                found.append(Segment(self._text[begun:at], look))
                begun = at
        return found
