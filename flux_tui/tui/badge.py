"""What a profile wears wherever it is named: a block in its colour."""

from __future__ import annotations

from textual.color import Color, ColorParseError

BLOCK = "▌"
"""What is painted in a profile's colour."""


def color_of(text: str | None) -> Color | None:
    """A colour by its name or ``#rrggbb``; None for none, and for what is no colour."""
    if not text:
        return None
    try:
        return Color.parse(text)
    except ColorParseError:
        return None
