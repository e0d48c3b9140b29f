"""Noticing that the machine slept, that this process stood still, or that the clock was set."""

from __future__ import annotations

import asyncio

from flux_tui.client.session.context import Context
from flux_tui.errors import Unreachable
from flux_tui.model.instant import NS


class ClockWatch:
    """Compares wall and monotonic clock, and counts the time between its own ticks.

    The monotonic clock stands still in a suspended machine on some systems, and goes on on
    others: the first shows as a jump of the wall clock against it, the second as a long tick.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._apart = self._measure()

    async def run(self) -> None:
        """Raise Unreachable when it happens: whatever the connection was, it is begun anew."""
        clock, settings = self._context.clock, self._context.settings
        self._jump()
        ticked = clock.monotonic()
        while True:
            await asyncio.sleep(settings.tick)
            jump = self._jump()
            if jump:
                raise Unreachable(f"this machine slept, or its clock was set, by {jump:+.0f} s")
            stood_still = clock.monotonic() - ticked - settings.tick
            if stood_still > settings.clock_jump:
                raise Unreachable(f"this process stood still for {stood_still:.0f} s")
            ticked = clock.monotonic()

    def _measure(self) -> float:
        return self._context.clock.now() / NS - self._context.clock.monotonic()

    def _jump(self) -> float:
        """By how many seconds the clocks jumped apart since the last look, 0 when hardly."""
        apart = self._measure()
        jump = apart - self._apart
        if abs(jump) <= self._context.settings.clock_jump:
            return 0.0
        self._apart = apart
        self._context.server_clock.forget()
        return jump
