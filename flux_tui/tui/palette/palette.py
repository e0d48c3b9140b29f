"""Every action by its name: those of the keys that work beneath, and those that have none."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from textual.binding import ActiveBinding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode
from textual.markup import escape
from textual.screen import Screen
from textual.types import IgnoreReturnCallbackType

from flux_tui.tui.help.help import PLACES
from flux_tui.tui.keys.order import in_declared_order
from flux_tui.tui.palette.commands import COMMANDS

MOVES = frozenset(
    {"move", "page", "first", "last", "to", "step", "leave", "focus_next", "focus_previous"}
)
"""Actions that move a cursor and do nothing else: whoever looks for one has found the arrows."""


TOLD = 0.1
"""The score of an action of which only what it does has the words: behind those with the name."""


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
        """What is meant by the text typed: letters of its name, or words of what it does.

        Of a sentence letters alone would find nearly any word.
        """
        matcher, words = self.matcher(query), query.casefold().split()
        for entry in self._entries():
            help_text = entry.help.casefold()
            told = TOLD if all(word in help_text for word in words) else 0.0
            score = max(matcher.match(entry.name), told)
            if score > 0:
                yield Hit(score, matcher.highlight(entry.name), entry.run, help=entry.help)

    def _entries(self) -> Iterator[Entry]:
        """What the focused pane can do comes first, then its surroundings, then the rest."""
        actives = in_declared_order(self.screen.active_bindings.values())
        seen: set[str] = set()
        for active in sorted(actives, key=lambda active: _distance(active.node, self.screen)):
            binding = active.binding
            name = binding.description
            if not (binding.id and name and active.enabled) or binding.action in seen:
                continue
            seen.add(binding.action)
            if not _only_moves(binding.action):
                run = partial(self.app.run_action, binding.action, active.node)
                yield Entry(name, self._help(active), run)
        for command in COMMANDS:
            if _can(self.screen, command.action):
                do = partial(self.screen.run_action, command.action)
                yield Entry(command.name, command.help, do)

    def _help(self, active: ActiveBinding) -> str:
        """What it does, unless its name says it, where, and by which key; never read as markup."""
        binding = active.binding
        what = binding.tooltip if binding.tooltip != binding.description else ""
        place = PLACES.get((binding.id or "").partition(".")[0], "").lower()
        key = f"({self.app.get_key_display(binding)})"
        return escape(" ".join(part for part in (what, key, place) if part))


def _distance(node: DOMNode, screen: Screen[object]) -> int:
    """How far from the focus a key's owner is; the application is the farthest."""
    focused = screen.focused
    chain = (screen if focused is None else focused).ancestors_with_self
    return chain.index(node) if node in chain else len(chain)


def _only_moves(action: str) -> bool:
    name = action.partition("(")[0].rpartition(".")[2]
    return name in MOVES or name.startswith(("scroll_", "page_"))


def _can(screen: Screen[object], action: str) -> bool:
    """Whether a screen has an action; all have those of the application."""
    place, _, name = action.partition("(")[0].rpartition(".")
    return place != "screen" or hasattr(screen, f"action_{name}")
