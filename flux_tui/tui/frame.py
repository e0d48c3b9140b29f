"""The frame budget: paint at once when idle, and at most so often under load."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

BUDGET = 0.05
"""Seconds between two frames that changes of the world ask for; keys do not wait for it."""


def beat(instant: float, interval: float) -> float:
    """The first multiple of an interval after an instant: what keeps to beats is painted together.

    Each frame costs more than what is new in it; two budgets under load shall not make three.
    """
    return (instant // interval + 1) * interval if interval > 0 else instant


def no_rest() -> float:
    """Nobody goes before a frame."""
    return 0.0


class Owner(Protocol):
    """What is painted: a widget or a screen."""

    @property
    def is_running(self) -> bool:
        """Whether it is not being taken down: then its children go first, and their styles."""


class FrameBudget:
    """Calls ``paint`` once for any number of requests: the first at once, then one a beat.

    Nothing is painted any more once the owner is taken down. ``rest`` tells for how many seconds
    somebody else is to go first; a frame waits so once.
    """

    def __init__(
        self,
        owner: Owner,
        paint: Callable[[], None],
        budget: float = BUDGET,
        rest: Callable[[], float] = no_rest,
    ) -> None:
        self._owner = owner
        self._paint = paint
        self._rest = rest
        self._rested = False
        self._budget = budget
        self._last: float | None = None
        self._next = 0.0
        self._pending: asyncio.Handle | None = None

    def take_at_least(self, budget: float) -> None:
        """Another budget from the last frame on, in seconds.

        What is asked for already comes sooner by a shorter one, and never later.
        """
        is_shorter, self._budget = budget < self._budget, budget
        if self._last is not None:
            self._next = beat(self._last, budget)
        if is_shorter and self._pending is not None:
            self._pending.cancel()
            self._pending = None
            self.request()

    def request(self) -> None:
        """Ask for a frame; must be called from the event loop."""
        if self._pending is not None:
            return
        loop = asyncio.get_running_loop()
        wait = self._next - loop.time()
        self._pending = loop.call_soon(self._run) if wait <= 0 else loop.call_later(wait, self._run)

    def close(self) -> None:
        """Paint no more."""
        if self._pending is not None:
            self._pending.cancel()
        self._budget = 0.0
        self._paint = lambda: None

    def _run(self) -> None:
        loop = asyncio.get_running_loop()
        rest = 0.0 if self._rested else self._rest()
        self._rested = rest > 0
        if self._rested:
            self._pending = loop.call_later(rest, self._run)
            return
        self._pending = None
        self._last = loop.time()
        self._next = beat(self._last, self._budget)
        if self._owner.is_running:
            self._paint()
