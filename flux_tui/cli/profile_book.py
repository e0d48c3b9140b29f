"""The servers that can be gone to from the explorer: the configuration's profiles, and any URL."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from flux_tui.cli.opened_with import explorer_options
from flux_tui.config import DEFAULT_URL, Flags, Profile, config_path, load_profiles, resolve
from flux_tui.config.token_command import run_token_command_aside
from flux_tui.errors import UsageError

if TYPE_CHECKING:
    from flux_tui.tui.options import ExplorerOptions
    from flux_tui.tui.worlds.book import Card

OF_ONE_SERVER = frozenset({"FLUX_URL", "FLUX_TOKEN", "FLUX_ADMIN_TOKEN"})
"""Variables that speak of the server that the explorer was started on, and of no other."""


class ProfileBook:
    """Reads the file anew each time it is opened; what a profile was opened with stays known.

    ``given`` is what the explorer was started with; ``read_only`` holds for all servers.
    """

    def __init__(
        self,
        given: ExplorerOptions,
        environment: Mapping[str, str] = os.environ,
        *,
        read_only: bool = False,
    ) -> None:
        self._given = given
        self._read_only = read_only
        self._environment = {k: v for k, v in environment.items() if k not in OF_ONE_SERVER}
        self._profiles: dict[str, Profile] = {}
        self._opened: dict[Profile, ExplorerOptions] = {}

    def cards(self) -> list[Card]:
        """The server that the explorer was started on, then the profiles, as the file has them."""
        from flux_tui.tui.worlds.book import card_of

        self._profiles = load_profiles(config_path(self._environment))
        given = card_of(self._given)
        others = map(self._card, self._profiles.values())
        return [given, *(card for card in others if card.place != given.place)]

    def options(self, card: Card, unwanted: Event) -> ExplorerOptions:
        """What to open a server with; a ``token_command`` runs without the terminal."""
        from flux_tui.tui.worlds.book import card_of

        if card.place == card_of(self._given).place:
            return self._given
        profile = self._profiles.get(card.profile or "")
        if profile is None:
            return self._resolved(Flags(url=card.target), unwanted)
        if profile not in self._opened:
            self._opened[profile] = self._resolved(Flags(profile=profile.name), unwanted)
        return self._opened[profile]

    def _resolved(self, flags: Flags, unwanted: Event) -> ExplorerOptions:
        settings = resolve(
            replace(flags, read_only=self._read_only),
            self._environment,
            partial(run_token_command_aside, unwanted=unwanted),
        )
        return explorer_options(settings, where="", utc=self._given.utc)

    def _card(self, profile: Profile) -> Card:
        from flux_tui.client.address import parse_address
        from flux_tui.tui.worlds.book import Card

        target = profile.url or DEFAULT_URL
        try:
            shown = parse_address(target).url
        except UsageError:
            shown = "a URL that is none"
        return Card(
            profile=profile.name,
            url=shown,
            target=target,
            color=profile.color,
            read_only=profile.read_only or self._read_only,
            production=profile.production,
            ca_file=profile.ca_file,
            insecure_tls=profile.insecure_tls,
        )
