"""One column's place in a group's rows, and how a value fills it."""

from __future__ import annotations

from dataclasses import dataclass, field

from flux_tui.model.inline import value_text
from flux_tui.model.json import Json
from flux_tui.tui.cells import fit, fit_right, width_of
from flux_tui.tui.columns.spec import ColumnSpec, Read, Shows

STRETCHED = 40
"""The most cells that a property grows to where there is room to spare."""

BAR = 4
"""Cells of a percentage's bar between its ends, each of two steps."""

BAR_ENDS = "▕▏"
"""What the bar of a percentage stands between."""


@dataclass(frozen=True, slots=True)
class Column:
    """Where something stands: ``width`` cells of it from ``start`` on, all in all.

    ``decimals`` is None for text, else what numbers are aligned by. ``unit`` is the property whose
    text stands behind the number in ``unit_width`` cells; ``bar`` is whether a bar stands between.
    """

    spec: ColumnSpec
    start: int
    width: int
    decimals: int | None = None
    unit: str | None = None
    unit_width: int = 0
    bar: bool = False
    end: int = field(init=False, compare=False)
    """The cell behind its last one."""
    value_width: int = field(init=False, compare=False)
    """Cells of the value alone."""
    read: Read = field(init=False, compare=False, repr=False)
    """What reads the value from an entity."""

    def __post_init__(self) -> None:
        """Work out once what is asked for each cell that is painted."""
        beside = extra(self.unit_width, bar=self.bar)
        object.__setattr__(self, "end", self.start + self.width)
        object.__setattr__(self, "value_width", self.width - beside)
        object.__setattr__(self, "read", self.spec.reader())

    @property
    def is_trend(self) -> bool:
        """Whether it shows the last values of a number."""
        return self.spec.shows is Shows.TREND

    def show(self, value: Json) -> str:
        """A value in the cells that are its own, numbers aligned on the point."""
        if self.decimals is None or isinstance(value, bool) or not isinstance(value, int | float):
            return self.place(value_text(value, 2 * STRETCHED))
        return self.place(aligned(value, self.decimals))

    def place(self, text: str) -> str:
        """A text in exactly these cells: numbers stand at their right edge."""
        width = self.value_width
        return fit(text, width) if self.decimals is None else fit_right(text, width)

    def entitled(self, title: str, arrow: str = "") -> str:
        """A title in all the cells: that of numbers ends where they end, if it fits there.

        An arrow stands beside it, for want of a free cell in the gap behind the column.
        """
        room = self.value_width if width_of(title) <= self.value_width else self.width
        shown = fit(title, room) if self.decimals is None else fit_right(title, room)
        shown = fit(shown, self.width)
        if shown.startswith(" ") and not shown.endswith(" "):
            return fit_right(arrow + shown.lstrip(), self.width)
        shown = shown.rstrip() + arrow
        return shown + " " * (self.width - width_of(shown))


def extra(unit_width: int, *, bar: bool) -> int:
    """Cells of what stands behind a number: its unit, its bar, and the gaps before them."""
    return (unit_width + 1 if unit_width else 0) + (BAR + len(BAR_ENDS) + 1 if bar else 0)


def bar_of(value: Json) -> str:
    """The bar of a percentage in eight steps; as many blanks where it is no number."""
    width = BAR + len(BAR_ENDS)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return " " * width
    halves = round(min(100, max(0, value)) * 2 * BAR / 100)
    blocks = "█" * (halves // 2) + "▌" * (halves % 2)
    return f"{BAR_ENDS[0]}{blocks:<{BAR}}{BAR_ENDS[1]}"


def aligned(value: float, decimals: int) -> str:
    """A number as it was sent, padded on the right so that the points of a column align."""
    text = value_text(value)
    if not decimals or "e" in text:
        return text
    whole, point, digits = text.partition(".")
    return f"{whole}{point or ' '}{digits:<{decimals}}"
