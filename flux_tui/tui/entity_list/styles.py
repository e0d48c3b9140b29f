"""The styles of a row's parts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rich.style import Style

from flux_tui.replica.condition import Condition
from flux_tui.tui.rules.ruled import Look


class ListStyles(NamedTuple):
    """The styles of a row's parts, from the theme."""

    plain: Style
    dim: Style
    group: Style
    title: Style
    warning: Style
    failing: Style
    glow: Style
    fading: Style
    focus: Style
    bar: Style
    success: Style

    def ruled(self, look: Look) -> ListStyles:
        """The same where a rule says how what is plain looks."""
        parts: Iterable[Style] = (getattr(self, part) for part in look.parts)
        return self._replace(plain=sum(parts, self.plain) + look.own)

    def condition(self, condition: Condition) -> Style:
        """The style of what is in a condition."""
        return (self.plain, self.warning, self.failing)[condition]
