"""One publication: how far each of its events has come, and when."""

from __future__ import annotations

import asyncio
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from flux_tui.client.publishing.receipt import Advance, Report, Step
from flux_tui.client.publishing.receipts import Receipts
from flux_tui.client.publishing.written import Ready
from flux_tui.errors import FluxTuiError, Unreachable
from flux_tui.model.clock import Clock
from flux_tui.model.event import Event
from flux_tui.protocol.rules import ignored_because


class Publication:
    """Events under way, by their places, each as it was drafted until it is made ready."""

    def __init__(self, drafted: Sequence[Event], reports: Iterable[Report], clock: Clock) -> None:
        self.events = list(drafted)
        self.texts = [""] * len(drafted)
        """Those that are ready and not accepted or lost, as they go out."""
        self.receipts = Receipts(self.events)
        self.ignored: dict[int, str] = {}
        """Of those that are ready, the ones that a server takes and does nothing with, and why."""
        self.logged: set[int] = set()
        """Those that the server had in its log before, as it said when it was asked again."""
        self.broken: str | None = None
        """Why nothing more is sent."""
        self._reports = tuple(reports)
        self._clock = clock
        self._sent_at = array("d", [0.0]) * len(drafted)
        self._ready = 0
        self._seen_at: dict[int, float] = {}
        self._seen_last = clock.monotonic()
        self._seen = asyncio.Event()

    def add(self, ready: Ready) -> int:
        """The next ones are ready; the place of the first of them."""
        first = self._ready
        self._ready += len(ready.events)
        self.events[first : self._ready] = ready.events
        self.texts[first : self._ready] = ready.texts
        for place, event in enumerate(ready.events, first):
            if not event.has_effect:
                self.ignored[place] = ignored_because(event) or ""
        return first

    def step(self, places: Sequence[int], step: Step, reason: str | None = None) -> None:
        """Some events have come a step further."""
        if step is Step.SENT:
            now = self._clock.monotonic()
            for place in places:
                self._sent_at[place] = now
        self._tell(Advance(places, step, reason))

    def accept(self, places: Sequence[int], warnings: Mapping[int, str] | None = None) -> None:
        """The server said yes, perhaps to ignore some; perhaps they were seen before."""
        now = self._clock.monotonic()
        self._tell(Advance(places, Step.ACCEPTED, None, self._since_sent(places, now)))
        for why, those in self._ignored(places, warnings or {}).items():
            self.step(those, Step.UNSEEN, f"ignored by the server: {why}")
        if self._seen_at:
            self._materialise([place for place in places if place in self._seen_at])
        self._seen_last = self._clock.monotonic()

    def _ignored(self, places: Sequence[int], warnings: Mapping[int, str]) -> dict[str, list[int]]:
        """Those with which a server does nothing, by why: in its own words where it has any."""
        alike: defaultdict[str, list[int]] = defaultdict(list)
        for place in places if self.ignored or warnings else ():
            why = warnings.get(place, self.ignored.get(place))
            if why is not None:
                alike[why].append(place)
        return alike

    @property
    def waiting(self) -> list[int]:
        """Those that were not sent yet."""
        steps = self.receipts.steps if self.receipts.counts[Step.WAITING] else ()
        return [place for place, step in enumerate(steps) if step is Step.WAITING]

    def fail(self, places: Sequence[int], error: FluxTuiError) -> None:
        """A whole request has failed for certain; one that found no server never left, and ends
        the sending."""
        if isinstance(error, Unreachable):
            self.step(places, Step.WAITING)
            self.broken = str(error)
        self.step(places, Step.FAILED, str(error))

    def seen(self, places: Sequence[int]) -> None:
        """They are in the state; the server's answer may still be under way."""
        self._seen_last = now = self._clock.monotonic()
        self._seen_at.update(dict.fromkeys(places, now))
        self._materialise(places)

    async def until_all_seen(self, seconds: float) -> None:
        """Wait until no accepted event is left unseen, or nothing was seen for so long."""
        while self.receipts.counts[Step.ACCEPTED]:
            wait = self._seen_last + seconds - self._clock.monotonic()
            if wait <= 0:
                return
            self._seen.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._seen.wait()

    @property
    def unmoved_for(self) -> float:
        """Seconds since an event was accepted or seen last."""
        return self._clock.monotonic() - self._seen_last

    def _materialise(self, places: Sequence[int]) -> None:
        """Of those that were seen, the ones that the server has answered."""
        steps = self.receipts.steps
        seen = [place for place in places if steps[place] is Step.ACCEPTED]
        if seen:
            # seen by an earlier try, one that was sent again has taken no time
            after = (self._seen_at.pop(place) - self._sent_at[place] for place in seen)
            ms = [max(0.0, seconds) * 1000 for seconds in after]
            self._tell(Advance(seen, Step.MATERIALISED, None, ms))

    def _since_sent(self, places: Sequence[int], now: float) -> list[float]:
        return [(now - self._sent_at[place]) * 1000 for place in places]

    def _tell(self, advance: Advance) -> None:
        if not advance.places:
            return
        self.receipts.take(advance)
        if advance.step is not Step.ACCEPTED:
            self._seen.set()
        for report in self._reports:
            report(advance)
