"""What the palette offers beyond what has a key: an action of the screen beneath it."""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """One line of the palette; ``action`` is as in a binding, for the screen that it lies over."""

    name: str
    help: str
    action: str


COMMANDS = (
    Command("Theme", "Choose how everything looks; it is remembered", "app.change_theme"),
    Command("Screenshot", "Keep a picture of this screen in a file (SVG)", "app.screenshot"),
    Command("Save filter", "Keep the list's filter under a name", "screen.filters('save')"),
    Command(
        "Feed: best",
        "Follow by the best transport that the server offers",
        "screen.feed('best')",
    ),
    Command(
        "Feed: SSE",
        "Whole events with their sources, none skipped; the embedded engine's",
        "screen.feed('sse')",
    ),
    Command(
        "Feed: WebSocket",
        "Changes without their sources, audited; what a real Flux offers",
        "screen.feed('ws')",
    ),
    Command(
        "Feed: polling",
        "The whole state every few seconds, where nothing else works",
        "screen.feed('poll')",
    ),
)
"""Every one of them. A feature adds its own here."""
