"""How many of all entities are not well, for the list's title: whatever is shown and in sight."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rich.style import Style
from textual.color import Color
from textual.content import Content
from textual.style import Style as VisualStyle

from flux_tui.replica.condition import Condition
from flux_tui.replica.view import Picture
from flux_tui.tui.entity_list.header import SIGNS
from flux_tui.tui.entity_list.silence import SIGN, Silence


def totals(picture: Picture, silence: Silence, looks: Mapping[str, Style]) -> Content:
    """The signs with their counts, the worst first; empty while all are well."""
    failing, warning = (picture.count_of(c) for c in (Condition.FAILING, Condition.WARNING))
    return _content(failing, warning, silence.total, looks["failing"], looks["warning"])


@lru_cache(maxsize=4)
def _content(failing: int, warning: int, silent: int, bad: Style, doubtful: Style) -> Content:
    """Made once for as long as the counts hold: it is asked for at each frame."""
    signs = (
        (SIGNS[Condition.FAILING], failing, bad),
        (SIGNS[Condition.WARNING], warning, doubtful),
        (SIGN, silent, doubtful),
    )
    return Content("  ").join(
        Content.styled(f"{sign} {count:,}", _coloured(look)) for sign, count, look in signs if count
    )


def _coloured(look: Style) -> VisualStyle:
    """The colour alone: the frame has a background of its own."""
    colour = None if look.color is None else Color.from_rich_color(look.color)
    return VisualStyle(foreground=colour)
