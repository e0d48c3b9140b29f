"""Reads colour rules: after the first picture, since it takes the query language."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rich.style import Style
from textual.color import Color, ColorParseError

from flux_tui.model.printable import printable
from flux_tui.replica.query import QueryError, parse
from flux_tui.replica.record import EntityRecord
from flux_tui.tui.explorer.view_context import ViewContext
from flux_tui.tui.rules.rule import Rule
from flux_tui.tui.rules.ruled import Look, Ruled

PARTS = {
    "error": "failing",
    "warning": "warning",
    "accent": "bar",
    "success": "success",
    "dim": "dim",
}
"""The words that mean a part of the theme, as the list calls that."""


def read_rules(rules: Iterable[Rule], context: ViewContext, ruled: Ruled) -> list[str]:
    """Have ``ruled`` ask those that can be read; the answer is what is wrong with the others."""
    readable: list[tuple[Callable[[EntityRecord], bool], Look]] = []
    problems: list[str] = []
    by_time = False
    for rule in rules:
        try:
            query, look = parse(rule.where), look_of(rule.style)
        except QueryError as problem:
            problems.append(f"{rule.source}.where: {printable(str(problem), limit=300)}")
        except ColorParseError:
            style = printable(rule.style, limit=60)
            known = ", ".join([*PARTS, "bold"])
            problems.append(f"{rule.source}.style: {style} is none of {known}, nor a colour")
        else:
            readable.append((query.within(context), look))
            by_time = by_time or query.reads_clock
    ruled.take(readable, context.look_at_clock if by_time else None)
    return problems


def look_of(style: str) -> Look:
    """What the words of a style mean; raises ColorParseError."""
    words = style.lower().split()
    own = Style.null()
    for word in words:
        if word == "bold":
            own += Style(bold=True)
        elif word not in PARTS:
            own += Style(color=Color.parse(word).rich_color)
    return Look(tuple(PARTS[word] for word in words if word in PARTS), own)
