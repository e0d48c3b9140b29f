"""The styles of a row's parts."""

from __future__ import annotations

from dataclasses import dataclass

from rich.style import Style

from flux_tui.replica.condition import Condition


@dataclass(frozen=True, slots=True)
class ListStyles:
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

    def condition(self, condition: Condition) -> Style:
        """The style of what is in a condition."""
        return (self.plain, self.warning, self.failing)[condition]
