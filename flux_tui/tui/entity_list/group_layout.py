"""Where the columns of a group's rows stand, and what a title has room for."""

from __future__ import annotations

from typing import NamedTuple

from flux_tui.tui.columns.choices import Columns
from flux_tui.tui.columns.spec import ColumnSpec, Shows
from flux_tui.tui.entity_list.column import Column

GUTTER = 4
"""Cells before the id: the focus bar, the sign, and the indent."""

AGE = 5
"""Cells of the age at the right edge, its gap included."""

GAP = 2
"""Cells between two columns."""

GLANCE = 100
"""Cells before an age, however wide the list is, unless the columns need more."""

REGROWTH = 1.5
"""A group that has grown so much since its columns were chosen has them chosen anew."""


class GroupLayout(NamedTuple):
    """Where the id and the columns of a group's rows stand; the age is at the right edge."""

    id_width: int
    columns: tuple[Column, ...]
    width: int
    members: int
    properties: int
    has_age: bool = True
    is_chosen: bool = False
    """Whether a person chose the columns."""

    @property
    def limit(self) -> int:
        """The cell that no column reaches beyond: where the age begins in a narrow list."""
        return self.width - (AGE if self.has_age else 1)

    @property
    def edge(self) -> int:
        """The cell behind the columns: where the age begins, if it is shown.

        In a wide list it stays near the values that it is of.
        """
        end = self.columns[-1].end if self.columns else GUTTER + self.id_width
        return min(self.limit, max(GLANCE, end + GAP))

    @property
    def specs(self) -> Columns:
        """What is shown, from left to right."""
        age = (ColumnSpec.AGE,) if self.has_age else ()
        return (*(column.spec for column in self.columns), *age)

    @property
    def shows_rate(self) -> bool:
        """Whether a rate is among it, which changes by time alone."""
        return any(column.spec.shows is Shows.RATE for column in self.columns)

    def still_fits(self, width: int, members: int, properties: int) -> bool:
        """Whether it was made for this width and for about what the group is now."""
        return (
            self.width == width
            and members <= REGROWTH * self.members
            and properties <= self.properties
        )


def title_room(layout: GroupLayout, place: int) -> int:
    """Cells of a column's title: it reaches over the trend of its number, which has none."""
    columns = layout.columns
    column = columns[place]
    behind = columns[place + 1] if place + 1 < len(columns) else None
    has_trend = behind is not None and behind.is_trend and behind.spec.path == column.spec.path
    return column.width + (GAP + behind.width if behind is not None and has_trend else 0)
