"""Every action by its name: those of the keys that work beneath, and those that have none."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.markup import escape
from textual.types import IgnoreReturnCallbackType

from flux_tui.tui.palette.commands import COMMANDS


class Entry(NamedTuple):
    """One line: what it is called, what it does, and what doing it calls."""

    name: str
    help: str
    run: IgnoreReturnCallbackType


class Actions(Provider):
    """What can be done on the screen beneath the palette, with the key that does it, too."""

    async def discover(self) -> Hits:
        """All of it."""
        for entry in self._entries():
            yield DiscoveryHit(entry.name, entry.run, help=entry.help)

    async def search(self, query: str) -> Hits:
        """What is meant by the text typed, by its name or by what it does."""
        matcher = self.matcher(query)
        for entry in self._entries():
            score = max(matcher.match(entry.name), matcher.match(entry.help) * 0.5)
            if score > 0:
                yield Hit(score, matcher.highlight(entry.name), entry.run, help=entry.help)

    def _entries(self) -> Iterator[Entry]:
        seen: set[str] = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            name = binding.description
            if not (binding.id and name and active.enabled) or binding.action in seen:
                continue
            seen.add(binding.action)
            key = self.app.get_key_display(binding)
            what = binding.tooltip if binding.tooltip and binding.tooltip != name else ""
            run = partial(self.app.run_action, binding.action, active.node)
            yield Entry(name, escape(f"{what} ({key})".strip()), run)
        for command in COMMANDS:
            yield Entry(command.name, command.help, partial(self.screen.run_action, command.action))
