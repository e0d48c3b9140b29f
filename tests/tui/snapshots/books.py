"""The servers that the pictures show as places to go to."""

from __future__ import annotations

from threading import Event

from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.worlds.book import Card, card_of

PROFILES = (
    ExplorerOptions(url="http://flux.test:3000", profile="lab", color="green"),
    ExplorerOptions(url="https://flux.plant-north.example", profile="plant-north", production=True),
    ExplorerOptions(url="https://museum.example/flux", profile="museum", read_only=True),
    ExplorerOptions(url="http://away.test:3000", profile="an old one", color="#c678dd"),
)


class OtherServers:
    """A book of four profiles, nothing of which is ever opened."""

    def cards(self) -> list[Card]:
        """All of them."""
        return [card_of(options) for options in PROFILES]

    def options(self, card: Card, unwanted: Event) -> ExplorerOptions:
        """What a profile is opened with."""
        return next(options for options in PROFILES if card_of(options) == card)
