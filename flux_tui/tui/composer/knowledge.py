"""What a whole world holds, found out in slices while somebody types, and known for a while."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from typing import TypeVar

from flux_tui.client.turns import Turns
from flux_tui.replica.grouping import group_of
from flux_tui.replica.lexicon import Lexicon
from flux_tui.replica.query.syntax import Scalar
from flux_tui.replica.world import World

FRESH = 10.0
"""Seconds for which what was found out is good enough."""

Found = TypeVar("Found", bound=Iterable[object])


class Knowledge:
    """Answers questions about one world, however large; those that came too late get no answer."""

    def __init__(self, world: World, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._world = world
        self._monotonic = monotonic
        self._lexicon: Lexicon | None = None
        self._made = 0.0
        self._asking = asyncio.Lock()
        self._asked = 0

    async def sources(self, typed: str) -> Iterable[str]:
        """Who has set something, as far as the feed says it."""
        return await self._ask(lambda lexicon: lexicon.sources()) or ()

    async def properties(self, typed: str) -> Iterable[str]:
        """The properties' names, the most frequent first."""
        return await self._ask(lambda lexicon: lexicon.properties()) or ()

    async def values(self, name: str) -> Iterable[Scalar]:
        """The values of a property, the most frequent first."""
        return await self._ask(lambda lexicon: lexicon.values(name)) or ()

    async def ids(self, typed: str) -> Iterable[str]:
        """Some ids that hold what is typed, those that begin with it first."""
        return await self._ask(lambda lexicon: lexicon.ids(typed)) or ()

    async def _ask(self, question: Callable[[Lexicon], Found]) -> Found | None:
        """The answer; None when another question has come while this one waited for its turn."""
        self._asked += 1
        number = self._asked
        await asyncio.sleep(0)  # of keys that come in one burst only the last asks
        async with self._asking:
            if number < self._asked:
                return None
            lexicon, turns = self._fresh(), Turns()
            answer = question(lexicon)
            if not lexicon.knows:
                for _ in lexicon.gather():
                    await turns.give()
                answer = question(lexicon)
            return answer

    def _fresh(self) -> Lexicon:
        now = self._monotonic()
        if self._lexicon is None or now - self._made > FRESH:
            self._lexicon, self._made = Lexicon(self._world, group_of), now
        return self._lexicon
