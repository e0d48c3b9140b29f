"""Where a person can go: the profiles, the server that the explorer was started on, any URL."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Protocol

from flux_tui.client.address import parse_address
from flux_tui.tui.options import ExplorerOptions


@dataclass(frozen=True, slots=True)
class Card:
    """One server as it is offered; ``url`` is safe to show, ``target`` may hold credentials."""

    profile: str | None
    url: str
    target: str = field(repr=False)
    color: str | None = None
    read_only: bool = False
    production: bool = False
    ca_file: Path | None = None
    insecure_tls: bool = False

    @property
    def place(self) -> tuple[str | None, str]:
        """What tells it from others: drafts made for one place are never sent to another."""
        return self.profile, self.target


class Book(Protocol):
    """Knows the servers; the command line has made it."""

    def cards(self) -> list[Card]:
        """All there are now, the one that the explorer was started on first.

        Reads a file; raises UsageError that names what is wrong in it.
        """

    def options(self, card: Card, unwanted: Event) -> ExplorerOptions:
        """What to open a server with. May run a command for its token, and so take long.

        To be called aside; ends soon once ``unwanted`` is set. Raises UsageError.
        """


def card_of(options: ExplorerOptions) -> Card:
    """The card of a server that is open."""
    return Card(
        profile=options.profile,
        url=parse_address(options.url).url,
        target=options.url,
        color=options.color,
        read_only=options.read_only,
        production=options.production,
        ca_file=options.ca_file,
        insecure_tls=options.insecure_tls,
    )


def card_of_url(text: str) -> Card:
    """The card of a URL as typed, which may lack its scheme; raises UsageError when it is none."""
    target = text.strip()
    if "://" not in target:
        target = f"http://{target}"
    return Card(profile=None, url=parse_address(target).url, target=target)


class OneServer:
    """The book of an explorer that was made without one."""

    def __init__(self, options: ExplorerOptions) -> None:
        self._options = options

    def cards(self) -> list[Card]:
        """That server."""
        return [card_of(self._options)]

    def options(self, card: Card, unwanted: Event) -> ExplorerOptions:
        """What it was opened with, or the same way of looking for a URL."""
        if card.place == card_of(self._options).place:
            return self._options
        return ExplorerOptions(
            url=card.target, read_only=self._options.read_only, utc=self._options.utc
        )
