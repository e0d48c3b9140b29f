"""A repetition: some events published anew, round after round, until it is enough."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from flux_tui.client import Publisher
from flux_tui.errors import FluxTuiError
from flux_tui.model.clock import Clock
from flux_tui.model.event import Event
from flux_tui.model.observers import Observers
from flux_tui.tui.composer.delivering.delivery import Delivery
from flux_tui.tui.repeating.rhythm import Rhythm, next_round

MakeRound = Callable[[int], Awaitable[Sequence[Event]]]
"""The events of a round, which counts from 0; without ids, as each round is other events."""

MOST_IN_A_ROW = 5
"""Rounds that fail one after another until it gives up: nobody may be looking."""


class Repetition:
    """Publishes a round when it is due and the one before is settled.

    ``name`` says what is published. While a round's proof is still looked for, the next one goes.
    Once a round has failed, those that are due while the server ``is_away`` are left out: it goes
    on when that is back.
    """

    def __init__(
        self,
        name: str,
        make_round: MakeRound,
        rhythm: Rhythm,
        deliver: Callable[[Sequence[Event]], Delivery],
        publisher: Publisher,
        clock: Clock,
        *,
        is_away: Callable[[], bool] = lambda: False,
    ) -> None:
        self.name = name
        self.rhythm = rhythm
        self.rounds = 0
        self.sent = 0
        """Events that the server took."""
        self.failed = 0
        """Events that it did not take, or of which nobody knows."""
        self.skipped = 0
        """Rounds that were left out, as the one before took too long, or nobody was there."""
        self.reason: str | None = None
        """Why events last failed, with the server's text in it as it came."""
        self.gave_up = False
        self.is_over = False
        self._make_round = make_round
        self._deliver = deliver
        self._publisher = publisher
        self._clock = clock
        self._is_away = is_away
        self._in_a_row = 0
        self._stopped = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self._delivery: Delivery | None = None
        self._observers = Observers[[]]()

    def observe(self, observer: Callable[[], None]) -> Callable[[], None]:
        """Tell ``observer`` after each round, and at the end."""
        return self._observers.add(observer)

    def stop(self) -> None:
        """Begin no further round; what is on its way is waited for."""
        self._stopped.set()
        if self._delivery is not None:
            self._delivery.sending.stop()

    async def run(self) -> None:
        """Until it was done often enough, or was stopped, or has given up."""
        due = self._clock.monotonic()
        try:
            while await self._is_due(due):
                if self._in_a_row and self._is_away():
                    self.skipped += 1
                else:
                    await self._publish_round()
                self._observers.tell()
                due, missed = next_round(due, self.rhythm.every, self._clock.monotonic())
                self.skipped += 0 if self._is_enough else missed
        finally:
            self.is_over = True
            await self._end_proof()
            self._observers.tell()

    @property
    def _is_enough(self) -> bool:
        return self.gave_up or self.rounds == self.rhythm.times

    async def _is_due(self, due: float) -> bool:
        """Wait until a round is due; False when there is none any more."""
        if self._is_enough:
            return False
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, due - self._clock.monotonic())):
                await self._stopped.wait()
        return not self._stopped.is_set()

    async def _publish_round(self) -> None:
        await self._end_proof()
        try:
            events = await self._make_round(self.rounds)
            delivery = self._delivery = self._deliver(events)
        except FluxTuiError as error:
            self.gave_up, self.reason = True, str(error)
            return
        settled = asyncio.Event()
        end = delivery.observe(lambda: settled.set() if delivery.is_settled else None)
        self._running = asyncio.create_task(delivery.run(self._publisher))
        self._running.add_done_callback(lambda _: settled.set())
        await settled.wait()
        end()
        self._count(delivery)

    def _count(self, delivery: Delivery) -> None:
        lost = delivery.lost
        self.rounds += 1
        self.sent += delivery.arrived
        self.failed += len(lost)
        self._in_a_row = self._in_a_row + 1 if lost else 0
        if lost:
            self.reason = lost[0].reason
        self.gave_up = self._in_a_row >= MOST_IN_A_ROW

    async def _end_proof(self) -> None:
        """Whether the last round is seen in the state is asked no longer than until the next."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
            if not self._running.cancelled():
                self._running.result()
            self._running = None
