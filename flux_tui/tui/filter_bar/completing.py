"""What could be typed next, found out in slices: no key waits for it, however large the world."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from flux_tui.client.turns import Turns

if TYPE_CHECKING:
    from flux_tui.replica.lexicon import Lexicon
    from flux_tui.replica.query import Completion
    from flux_tui.tui.workspace import Workspace

PAUSE = 0.06
"""Seconds after a key before anybody looks: the key's effect is painted first."""

FRESH = 10.0
"""Seconds for which what was found out about the world is good enough."""

ROUNDS = 4
"""Times that one question can lead to the next: what is a property decides what may follow it."""


class Offered(NamedTuple):
    """What fits at a place in a text, the best first."""

    text: str
    cursor: int
    completions: tuple[Completion, ...] = ()


class Completing:
    """Completes queries about one workspace's world."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lexicon: Lexicon | None = None
        self._made = 0.0

    async def find(self, text: str, cursor: int) -> Offered:
        """What fits at the cursor. Takes its time; to be cancelled when the text changes."""
        from flux_tui.replica.query import complete

        await asyncio.sleep(PAUSE)
        lexicon, turns = self._fresh_lexicon(), Turns()
        for _ in range(ROUNDS):
            found = complete(text, cursor, lexicon)
            if lexicon.knows:
                break
            for _ in lexicon.gather():
                await turns.give()
        return Offered(text, cursor, tuple(found))

    def _fresh_lexicon(self) -> Lexicon:
        from flux_tui.replica.lexicon import Lexicon

        now = self._workspace.clock.monotonic()
        if self._lexicon is None or now - self._made > FRESH:
            view = self._workspace.view
            self._lexicon, self._made = Lexicon(self._workspace.world, view.group_of), now
        return self._lexicon
