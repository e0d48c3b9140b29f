"""Styles of a row's parts, made to lie over each other."""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style

BACKGROUNDS = frozenset({"glow", "fading", "focus"})
"""The parts that lie behind a text; all others colour the text alone."""


def layered(parts: Mapping[str, Style]) -> dict[str, Style]:
    """The same styles, so reduced that one laid over another hides nothing that it need not."""
    return {
        part: Style(bgcolor=style.bgcolor, bold=style.bold)
        if part in BACKGROUNDS
        else Style(color=style.color, bold=style.bold, dim=style.dim)
        for part, style in parts.items()
    }
