"""How a sending goes on: paused, held by the server's limit, or stopped; a person decides."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from flux_tui.errors import FluxTuiError, RateLimited, Refused, Unreachable
from flux_tui.model.clock import Clock, SystemClock
from flux_tui.model.event import Event
from flux_tui.protocol.answers import BatchResult

UNSAID = 5.0
"""Seconds to wait for a server that limits the rate without saying for how long."""

LONGEST_HOLD = 3600.0
"""Seconds: one that asks for more time is asked again after this."""

LIMITED = "rate limit exceeded"
"""A real Flux's word on an event of a batch above its limit (http-auth.jsonl, rate limit/batch)."""

OVERTAKEN = f"{LIMITED}; a later event of its entity was let in, which sending this one would undo"
"""Why an event is not sent again that the limit alone kept out."""

STOPPED = "not sent: the sending was stopped"
"""Why the rest of a stopped sending has no effect."""


class Sending:
    """Decides before each request whether it may go, and when."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()
        self._moved = asyncio.Event()
        self._held_until = 0.0
        self.is_paused = False
        self.is_stopped = False
        self.reason = ""
        """Why it is held, in the server's words."""

    def pause(self) -> None:
        """Send nothing more until ``resume``; what is on its way goes on."""
        self.is_paused = True
        self._moved.set()

    def resume(self) -> None:
        """Go on."""
        self.is_paused = False
        self._moved.set()

    def stop(self) -> None:
        """Send nothing more at all."""
        self.is_stopped = True
        self._moved.set()

    def hold(self, seconds: float, reason: str) -> None:
        """Send nothing for so long: the server wants it so."""
        until = self._clock.monotonic() + min(max(seconds, 0.0), LONGEST_HOLD)
        self._held_until = max(self._held_until, until)
        self.reason = reason

    @property
    def held_for(self) -> float:
        """Seconds until the server may be asked again; 0 when it may be now."""
        return max(0.0, self._held_until - self._clock.monotonic())

    async def may_go(self) -> bool:
        """Wait until the next request may go; False when none may go any more."""
        while not self.is_stopped and (self.is_paused or self.held_for):
            self._moved.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(None if self.is_paused else self.held_for):
                    await self._moved.wait()
        return not self.is_stopped


def seconds_to_wait(error: FluxTuiError) -> float | None:
    """How long a server that refused for its rate wants to be left alone; None: another reason."""
    if isinstance(error, RateLimited):
        return UNSAID if error.retry_after is None else error.retry_after
    return None


def rest_wanted(error: FluxTuiError) -> float:
    """Seconds for which a server that failed wants to be left alone (a 503's Retry-After)."""
    if isinstance(error, Refused | Unreachable):
        return error.retry_after or 0.0
    return 0.0


def limited(
    batch: Sequence[int], results: Sequence[BatchResult], events: Sequence[Event]
) -> list[int]:
    """The places of the events of a batch that the limit alone kept out, and that may still go.

    One that a later event of its entity has overtaken may not: it would undo that.
    """
    if not any(result["error"] == LIMITED for result in results):
        return []
    overtaken: set[str | None] = set()
    again = []
    for place, result in zip(reversed(batch), reversed(results), strict=True):
        entity_id = events[place].entity_id
        if result["error"] is None:
            overtaken.add(entity_id)
        elif result["error"] == LIMITED and entity_id not in overtaken:
            again.append(place)
    return again[::-1]
