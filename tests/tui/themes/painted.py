"""What stands on the screen in which colours, as the terminal gets it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color
from textual.pilot import Pilot

from tests.tui.workspaces import strips_of

LINES = frozenset("─│╭╮╰╯├┤▁▂▃▄▅▆▇█▌▐▊▎▕▏▔ ")
"""Frames, bars and marks: what is drawn and not read."""


class Painted(NamedTuple):
    """A text that is read, its colour and its ground."""

    text: str
    color: RichColor
    ground: RichColor

    @property
    def contrast(self) -> float:
        """As WCAG 2.2 defines it, from 1 to 21."""
        light, dark = sorted((_luminance(self.color), _luminance(self.ground)), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    def on(self, system: ColorSystem) -> Painted:
        """The same on a terminal of fewer colours."""
        return Painted(self.text, self.color.downgrade(system), self.ground.downgrade(system))


def painted(pilot: Pilot[None]) -> Iterator[Painted]:
    """Every text on the screen; of what lies beneath a dialog none, as that is made faint."""
    screen = pilot.app.screen
    dialogs = [child.region for child in screen.children] if screen.is_modal else [screen.region]
    strips = strips_of(pilot.app)
    for dialog in dialogs:
        for strip in strips[dialog.y : dialog.bottom]:
            for segment in strip.crop(dialog.x, dialog.right):
                style = segment.style
                if set(segment.text) <= LINES or style is None:
                    continue
                assert style.color is not None
                assert style.bgcolor is not None
                if not (style.color.is_default or style.bgcolor.is_default):
                    yield Painted(segment.text, style.color, style.bgcolor)


def _luminance(color: RichColor) -> float:
    red, green, blue = Color.from_rich_color(color).normalized
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
