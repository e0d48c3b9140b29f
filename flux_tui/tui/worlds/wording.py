"""A server's line in the switcher."""

from __future__ import annotations

from textual.content import Content
from textual.style import Style

from flux_tui.model.printable import printable
from flux_tui.tui.badge import BLOCK, color_of
from flux_tui.tui.cells import cut_middle, fit, width_of
from flux_tui.tui.worlds.asking import Answer
from flux_tui.tui.worlds.book import Card

LONGEST_NAME = 20
"""Cells of a name."""

LEAST_URL = 12
"""Cells of a URL below which it is not worth showing."""

ANSWER = 14
"""Cells that the usual answers take: their signs stand below each other."""


def block(card: Card) -> Content:
    """A mark in the profile's colour; in the colour of errors for production without one."""
    color = color_of(card.color)
    if color is not None:
        return Content.styled(BLOCK, Style(foreground=color))
    return Content.styled(BLOCK, "$text-error" if card.production else "$text-muted")


def line_of(card: Card, answer: Answer | None, *, is_open: bool, width: int) -> Content:
    """One line of ``width`` cells: what is open, its name, its URL, what is special, the answer."""
    name = printable(card.profile or "no profile", limit=100)
    flags = " ".join(word for word in ("read-only" if card.read_only else "",) if word)
    said = "…" if answer is None else f"{'●' if answer.is_there else '○'} {answer.words}"
    said += " " * (ANSWER - width_of(said))
    special = "PRODUCTION" if card.production else ""
    used = 4 + LONGEST_NAME + 1
    tail = "  ".join(word for word in (special, flags, said) if word)
    room = width - used - width_of(tail) - 3
    url = cut_middle(printable(card.url, limit=300), room) if room >= LEAST_URL else ""
    gap = " " * max(1, width - used - width_of(url) - width_of(tail) - 1)
    good = answer is not None and answer.is_there
    parts = [
        Content("● " if is_open else "  "),
        block(card),
        Content(" "),
        Content.styled(fit(name, LONGEST_NAME), "bold"),
        Content(f" {url}{gap}"),
    ]
    if special:
        parts += [Content.styled(special, "$text-error bold"), Content("  ")]
    if flags:
        parts += [Content.styled(flags, "$text-warning"), Content("  ")]
    parts.append(Content.styled(said, "$text-success" if good else "$text-muted"))
    return Content("").join(parts)
