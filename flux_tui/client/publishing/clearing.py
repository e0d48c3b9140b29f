"""Clearing up: what became of events whose request got no clear answer, and what is sent again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flux_tui.client.publishing.posting import Posting
from flux_tui.client.publishing.receipt import Step
from flux_tui.client.publishing.sending import (
    LIMITED,
    STOPPED,
    UNSAID,
    rest_wanted,
    seconds_to_wait,
)
from flux_tui.client.publishing.settling import Findings, Server, Settling, is_unclear, sought
from flux_tui.errors import FluxTuiError, Unreachable
from flux_tui.model.instant import NS

MARGIN = 60 * NS
"""How far before its sending an event is looked for in a history: clocks differ."""

ATTEMPTS = 3
"""How often a request is sent again after it got no clear answer, before its outcome is unknown."""

FRESH = 480 * NS
"""How old a doubt may be that an engine can settle by itself: it knows a retry for ten minutes."""

LATE_LOOKS = 5
"""Looks for what a server that was too slow to answer may still take."""

IN_DOUBT = "it may have arrived when it was last sent, and the history cannot tell"
"""Why an event is not sent again."""

LATE = "the server may still take it; not sent again, so that it is not there twice"
"""What is added to the reason where a server without memory for ids was too slow to answer."""


@dataclass(slots=True)
class Doubt:
    """What is known of a batch that got no clear answer: since when it may have arrived, and why
    nobody knows. Once a server was too slow to answer, what is not there may yet come."""

    since: int
    problem: FluxTuiError = field(default_factory=FluxTuiError)
    is_late: bool = False
    times: int = 0

    def learn(self, problem: FluxTuiError) -> None:
        """One more answer that was none."""
        self.problem = problem
        self.is_late = self.is_late or (isinstance(problem, Unreachable) and problem.slow)
        self.times += 1

    @property
    def reason(self) -> str:
        """Why nobody knows."""
        words = str(self.problem)
        if not self.is_late:
            return words
        return f"{words} {LATE.capitalize()}" if words.endswith("?") else f"{words}; {LATE}"


@dataclass(frozen=True, slots=True)
class Clearing:
    """Settles events of a publication: each ends as accepted, as failed for certain, or unknown."""

    posting: Posting
    settling: Settling

    async def settle(self, batch: Sequence[int], problem: FluxTuiError, sent_at: int) -> None:
        """Nobody knows whether the batch arrived: find out, and send again only what did not."""
        doubt, left = Doubt(sent_at - MARGIN), list(batch)
        doubt.learn(problem)
        try:
            while left:
                await self._rest(doubt.problem)
                server = await self.settling.server()
                if server is Server.GONE:
                    break
                if server is Server.FLUX:
                    await self._find(left, doubt, looks=LATE_LOOKS if doubt.is_late else 2)
                    left = self.posting.open_of(left)
                if doubt.times > ATTEMPTS:
                    await self._look_and_close(left, doubt.reason, doubt)
                    return
                try:
                    left = await self._post_again(left, doubt)
                except FluxTuiError as error:
                    if is_unclear(error):
                        doubt.learn(error)
                    else:
                        left = await self._wait_or_close(left, error, doubt)
        except FluxTuiError as error:
            doubt.learn(error)
        self._mark_unknown(self.posting.open_of(batch), doubt.reason)

    async def look_for(
        self, batch: Sequence[int], doubts: Mapping[str, int], now: int
    ) -> list[int]:
        """Look for what may have arrived when it was last sent; what of the batch is to be sent.

        ``doubts`` are such ids, and when they were sent (ns by the server's clock, as ``now``).
        An engine that still knows them is sent them again: it takes each once.
        """
        events = self.posting.publication.events
        doubtful = [place for place in batch if events[place].event_id in doubts] if doubts else []
        if doubtful and await self.settling.knows_ids():
            doubtful = [p for p in doubtful if doubts[events[p].event_id or ""] < now - FRESH]
        if not doubtful:
            return list(batch)
        since = min(doubts[events[place].event_id or ""] for place in doubtful) - MARGIN
        reason = IN_DOUBT
        try:
            found = await self.settling.find([events[place] for place in doubtful], since)
        except FluxTuiError as error:
            found, reason = Findings(), f"{IN_DOUBT}: {error}"
        logged = [place for place in doubtful if sought(events[place]) in found.arrived]
        self.posting.publication.logged.update(logged)
        self._take(doubtful, found, reason)
        return self.posting.open_of(batch)

    async def _rest(self, problem: FluxTuiError) -> None:
        """Leave a server alone for as long as it wants, where somebody can stop the waiting."""
        sending = self.posting.sending
        if sending is not None and (seconds := rest_wanted(problem)):
            sending.hold(seconds, str(problem))
            await sending.may_go()

    async def _find(self, batch: Sequence[int], doubt: Doubt, looks: int = 2) -> None:
        """Look for a batch in the history: what certainly did not arrive stays open."""
        events = [self.posting.publication.events[place] for place in batch]
        found = await self.settling.find(events, doubt.since, looks=looks)
        if self._take(batch, Findings(found.arrived) if doubt.is_late else found, doubt.reason):
            self.posting.publication.broken = doubt.reason

    async def _post_again(self, batch: Sequence[int], doubt: Doubt) -> list[int]:
        """Send what may have arrived once more; what is still open: the limit kept it out."""
        if not batch:
            return []
        if not await self.posting.may_go():
            await self._look_and_close(batch, STOPPED, doubt)
            return []
        posted = await self.posting.post(batch)
        for reason, places in posted.refused.items():
            await self._look_and_close(places, reason, doubt)
        if posted.again and not await self.posting.hold(posted.again, UNSAID, LIMITED):
            await self._look_and_close(posted.again, STOPPED, doubt)
            return []
        return posted.again

    async def _wait_or_close(
        self, batch: Sequence[int], error: FluxTuiError, doubt: Doubt
    ) -> list[int]:
        """A second sending was refused for certain: wait for a limit, or it ends; what is left."""
        left, wait = self.posting.open_of(batch), seconds_to_wait(error)
        if wait is None or self.posting.sending is None:
            await self._look_and_close(left, str(error), doubt)
        elif await self.posting.hold(left, wait, str(error)):
            return left
        else:
            await self._look_and_close(left, STOPPED, doubt)
        return []

    async def _look_and_close(self, batch: Sequence[int], reason: str, doubt: Doubt) -> None:
        """Nothing more is sent of it; what its first sending did is to be seen."""
        await self._find(batch, doubt)
        self.posting.fail(self.posting.open_of(batch), reason)

    def _take(self, batch: Sequence[int], found: Findings, reason: str) -> bool:
        """What was found has arrived, what certainly did not stays open; whether any is unknown."""
        publication = self.posting.publication
        arrived, unknown = [], []
        for place in batch:
            wanted = sought(publication.events[place])
            if wanted in found.arrived:
                arrived.append(place)
            elif wanted not in found.absent:
                unknown.append(place)
        publication.accept(arrived)
        publication.step(unknown, Step.UNKNOWN, reason)
        return bool(unknown)

    def _mark_unknown(self, batch: Sequence[int], reason: str) -> None:
        self.posting.publication.step(batch, Step.UNKNOWN, reason)
        if batch:
            self.posting.publication.broken = reason
