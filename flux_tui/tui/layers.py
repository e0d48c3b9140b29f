"""Styles of a row's parts, made to lie over each other, and lines painted in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from flux_tui.tui.cells import width_of

BACKGROUNDS = frozenset({"glow", "fading", "focus"})
"""The parts that lie behind a text; all others colour the text alone."""


class Looks:
    """How a widget and the parts of its rows look now; asked once, as asking costs much."""

    def __init__(self, widget: Widget, component: str, parts: Sequence[str]) -> None:
        """``parts`` are the component classes, each called ``component--part`` in the styles."""
        self._widget = widget
        self._component = component
        self._names = parts
        self._parts: dict[str, Style] = {}
        self._on_base: dict[Style, Style] = {}
        self._base: Style | None = None

    @property
    def base(self) -> Style:
        """The widget's own style, which every row lies on."""
        if self._base is None:
            self._base = self._widget.rich_style
        return self._base

    @property
    def parts(self) -> dict[str, Style]:
        """The styles of the parts, made to lie over each other."""
        if not self._parts:
            look = self._widget.get_component_rich_style
            self._parts = layered(
                {part: look(f"{self._component}--{part}") for part in self._names}
            )
        return self._parts

    def forget(self) -> None:
        """Ask again: the theme or the focus may have changed."""
        self._base = None
        self._parts = {}
        self._on_base.clear()

    def line(self, segments: Iterable[Segment], width: int) -> Strip:
        """Segments on the widget's style as one line of ``width`` cells, cut or filled up.

        Neighbours of one style become one segment: all that follows costs by the segment.
        """
        base = self.base
        joined: list[Segment] = []
        text, style, cells = "", base, 0
        for segment in segments:
            piece = segment.text
            if not piece:
                continue
            own = segment.style
            look = base if own is None else self._laid(own)
            if look is not style:
                if text:
                    joined.append(Segment(text, style))
                text, style = "", look
            text += piece
            cells += width_of(piece)
        if cells < width:
            if style is not base and text:
                joined.append(Segment(text, style))
                text = ""
            text, style = text + " " * (width - cells), base
        if text:
            joined.append(Segment(text, style))
        strip = Strip(joined, max(cells, width))
        return strip if cells <= width else strip.crop(0, width)

    def _laid(self, style: Style) -> Style:
        """A style on the base's; the same object for the same style."""
        laid = self._on_base.get(style)
        if laid is None:
            laid = self.base + style
            known = (self.base, *self._on_base.values())
            laid = self._on_base[style] = next((s for s in known if s == laid), laid)
        return laid


def layered(parts: Mapping[str, Style]) -> dict[str, Style]:
    """The same styles, so reduced that one laid over another hides nothing that it need not."""
    return {
        part: Style(bgcolor=style.bgcolor, bold=style.bold)
        if part in BACKGROUNDS
        else Style(
            color=style.color,
            bold=style.bold,
            dim=style.dim,
            underline=style.underline,
            reverse=style.reverse,
        )
        for part, style in parts.items()
    }
