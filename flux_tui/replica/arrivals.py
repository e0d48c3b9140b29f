"""Which entities have appeared lately: made since the world was first seen whole."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from itertools import islice

from flux_tui.model.instant import NS
from flux_tui.replica.outcome import Kind, Outcome
from flux_tui.replica.world import World

NEW = 5 * 60 * NS
"""How long an entity is new, in ns: a person who comes back from a short talk still sees it."""

MOST = 50_000
"""How many are remembered: where more appear, the earlier ones are no news."""

UNTOLD = 1_000
"""How many are kept for who asks which are the latest; they are news, and these are enough."""


class Arrivals:
    """Remembers when entities were first seen, by the server's clock; those of long ago it drops.

    What a reconnect finds is new too: it was made while nobody looked.
    """

    def __init__(self, world: World, now: Callable[[], int]) -> None:
        self.enabled = False
        """Off until the first snapshot has been taken: what it holds was there before."""
        self._now = now
        self._seen: OrderedDict[str, int] = OrderedDict()
        self._untold: dict[str, None] = {}
        world.observe(self._on_outcomes)

    def is_new(self, entity_id: str) -> bool:
        """Whether an entity has appeared within the last minutes."""
        seen = self._seen.get(entity_id)
        return seen is not None and self._now() - seen < NEW

    def newest(self, most: int) -> list[tuple[str, int]]:
        """The last that have appeared: which entity, and when it was first seen, in ns."""
        return [
            (entity_id, self._seen[entity_id]) for entity_id in islice(reversed(self._seen), most)
        ]

    def take(self) -> Collection[str]:
        """Those that have appeared since last asked, the latest ones where they are many."""
        latest, self._untold = self._untold, {}
        return latest.keys()

    def _on_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        if not self.enabled:
            return
        changed, repeated = Kind.CHANGED, Kind.REPEATED
        for kind, change, _, _ in outcomes:
            if kind is changed or kind is repeated:
                continue
            self._seen.pop(change.entity_id, None)
            self._untold.pop(change.entity_id, None)
            if kind is Kind.CREATED:
                self._untold[change.entity_id] = None
                if len(self._untold) > UNTOLD:
                    del self._untold[next(iter(self._untold))]
                self._seen[change.entity_id] = self._now()
                self._drop_old()

    def _drop_old(self) -> None:
        """Drop one that is no longer new or too many; one comes at a time, so one goes."""
        if len(self._seen) > MOST or not self.is_new(next(iter(self._seen))):
            self._seen.popitem(last=False)
