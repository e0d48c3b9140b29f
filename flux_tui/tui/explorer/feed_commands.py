"""The palette's commands that choose by which transport the world is followed."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.types import IgnoreReturnCallbackType

FEEDS = {
    "best": ("Feed: best", "Follow by the best transport that the server offers"),
    "sse": ("Feed: SSE", "Whole events with their sources, none skipped; the embedded engine's"),
    "ws": ("Feed: WebSocket", "Changes without their sources, audited; what a real Flux offers"),
    "poll": ("Feed: polling", "The whole state every few seconds, where nothing else works"),
}
"""Each transport as ``action_feed`` takes it: the command's name, and what it does."""


class FeedCommands(Provider):
    """Switches the feed while it runs; nothing on the screen is lost."""

    async def discover(self) -> Hits:
        """All of them."""
        for feed, (name, what) in FEEDS.items():
            yield DiscoveryHit(name, self._command(feed), help=what)

    async def search(self, query: str) -> Hits:
        """Those that are meant by what was typed."""
        matcher = self.matcher(query)
        for feed, (name, what) in FEEDS.items():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, matcher.highlight(name), self._command(feed), help=what)

    def _command(self, feed: str) -> IgnoreReturnCallbackType:
        return partial(self.screen.run_action, f"feed('{feed}')")
