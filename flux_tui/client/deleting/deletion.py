"""One deletion: what is to go, what has gone, and what was there before."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from flux_tui.model.observers import Observers
from flux_tui.replica.outcome import Kind, Newcomers, Outcome
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.world import World


class Deletion:
    """Entities on their way out; ``ids`` is what was asked for, in its order.

    ``before`` holds each as it was when its deletion was sent. ``problem`` says, with the server's
    text in it as it came, why some are left.
    """

    def __init__(self, ids: Iterable[str]) -> None:
        self.ids = tuple(dict.fromkeys(ids))
        self.before: dict[str, EntityRecord] = {}
        self.gone: set[str] = set()
        self.sent = 0
        """How many of the ids the server was asked to delete, or were found gone already."""
        self.problem: str | None = None
        self.is_stopped = False
        self.is_done = False
        self._awaited: set[str] = set()
        self._none_awaited = asyncio.Event()
        self._observers = Observers[[]]()

    @property
    def left(self) -> list[str]:
        """Those that have not gone, in their order."""
        return [entity_id for entity_id in self.ids if entity_id not in self.gone]

    @property
    def awaited(self) -> frozenset[str]:
        """Those that were sent and are still to be seen to go."""
        return frozenset(self._awaited)

    def back(self, world: World) -> int:
        """How many of those that have gone are there again, made anew.

        Where the feed did not tell that one went, the World still has what was deleted.
        """
        return sum(is_anew(world, i, self.before.get(i)) for i in self.gone)

    def observe(self, observer: Callable[[], None]) -> Callable[[], None]:
        """Tell ``observer`` of every step from now on, synchronously; the answer ends that."""
        return self._observers.add(observer)

    def stop(self) -> None:
        """Send no more; what is under way is followed to its end."""
        self.is_stopped = True
        self._observers.tell()

    # -- for the Deleter -----------------------------------------------------------------------

    def expect(self, ids: Sequence[str]) -> None:
        """These are being sent: look out for them."""
        self._awaited.update(ids)

    def give_up(self, ids: Iterable[str], problem: str) -> None:
        """These were certainly not deleted, and why."""
        self._awaited.difference_update(ids)
        self.problem = problem

    def go(self, ids: Iterable[str]) -> None:
        """These are gone."""
        gone = set(ids)
        self.gone |= gone
        self._awaited -= gone
        if not self._awaited:
            self._none_awaited.set()
        self._observers.tell()

    def step(self, sent: int) -> None:
        """So many more were sent."""
        self.sent += sent
        self._observers.tell()

    def close(self) -> None:
        """All that can be known is known."""
        self.is_done = True
        self._observers.tell()

    def take(self, outcomes: Sequence[Outcome]) -> None:
        """Follow what happens to the World; in a flood this is asked all the time."""
        if not self._awaited or isinstance(outcomes, Newcomers):
            return
        seen = [
            outcome.change.entity_id
            for outcome in outcomes
            if outcome.kind is Kind.DELETED and outcome.change.entity_id in self._awaited
        ]
        if seen:
            self.go(seen)

    async def until_gone(self, seconds: float) -> None:
        """Wait until nothing is awaited, or so long."""
        if self._awaited:
            self._none_awaited.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._none_awaited.wait()


def is_anew(world: World, entity_id: str, before: EntityRecord | None) -> bool:
    """Whether a World has an entity again that was deleted as ``before``."""
    now = world.get(entity_id)
    return now is not None and now is not before
