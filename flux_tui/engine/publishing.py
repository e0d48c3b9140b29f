"""Publishing: from what was sent to what is safe in the log."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from flux_tui.engine.door import Door, objection
from flux_tui.engine.log.event_log import Draft, EventLog
from flux_tui.engine.receipts import Receipts
from flux_tui.engine.refusal import Refusal, invalid
from flux_tui.errors import LogError
from flux_tui.model.clock import Clock
from flux_tui.protocol.events import SentEvent
from flux_tui.protocol.rules import ignored_because

TOO_LARGE = Refusal(413, "payload too large", "payload too large")
"""An event that is larger than a line of the log may be."""


class Outcome(NamedTuple):
    """What became of one event that was sent; ``refusal`` is None when it was let in."""

    stream: str
    event_id: str | None = None
    refusal: Refusal | None = None
    warning: str | None = None
    duplicate: bool = False


Permit: TypeAlias = Callable[[SentEvent], Refusal | None]
"""Judges whether whoever sent an event may write it; None when they may."""


@dataclass(slots=True)
class _Group:
    """The events of one request: what is new among them, and what others already wait for.

    ``places`` says where in ``outcomes`` each draft's is.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    receipts: list[bytes] = field(default_factory=list)
    elsewhere: list[asyncio.Future[None]] = field(default_factory=list)
    logged: asyncio.Future[None] | None = None


class Publisher:
    """Appends what the door lets in, and knows a retry from a new event."""

    def __init__(self, log: EventLog, door: Door, receipts: Receipts, clock: Clock) -> None:
        self._log = log
        self._door = door
        self._receipts = receipts
        self._clock = clock

    async def publish(
        self, events: Iterable[SentEvent], permit: Permit | None = None
    ) -> list[Outcome]:
        """Let events in, one by one; what became of each, once they are safe in the log.

        Without a permit everybody may write everything. Raises LogError when the log cannot take
        them: then none that is new was accepted.
        """
        now = self._clock.now()
        now_ms = now // 1_000_000
        group = _Group()
        for sent in events:
            words = objection(sent)
            if words is not None:
                group.outcomes.append(Outcome(sent["stream"], refusal=invalid(words)))
            elif permit is not None and (refused := permit(sent)) is not None:
                self._refuse(sent, refused, group, now)
            else:
                draft = self._door.draft(sent, now_ms)
                if self._log.takes(draft):
                    self._admit(draft, group, now)
                else:
                    group.outcomes.append(Outcome(sent["stream"], draft.event.event_id, TOO_LARGE))
        if group.drafts:
            await self._append(group)
        for logged in group.elsewhere:
            await asyncio.shield(logged)
        return group.outcomes

    async def delete(self, entity_ids: Iterable[str]) -> list[str]:
        """Log a tombstone for each entity, known or not; the ids of these events."""
        now_ms = self._clock.now() // 1_000_000
        drafts = [self._door.tombstone(entity_id, now_ms) for entity_id in entity_ids]
        if drafts:
            await self._log.append(drafts)
        return [str(draft.event.event_id) for draft in drafts]

    def _refuse(self, sent: SentEvent, refusal: Refusal, group: _Group, now: int) -> None:
        """Refuse an event; a retry of one that is in the log already writes nothing, so that no
        limit keeps it out: to whoever sent it, it would have failed."""
        now_ms = now // 1_000_000
        if refusal.is_for_now:
            draft = self._door.draft(sent, now_ms)
            receipt, known = draft.receipt, self._receipts
            if receipt is not None and (
                known.pending(receipt) is not None or known.knows(receipt, now)
            ):
                self._admit(draft, group, now)
                return
        event_id = self._door.event_id(sent, now_ms)
        group.outcomes.append(Outcome(sent["stream"], event_id, refusal))

    def _admit(self, draft: Draft, group: _Group, now: int) -> None:
        event, receipt = draft.event, draft.receipt
        duplicate = False
        if receipt is not None:
            logged = self._receipts.pending(receipt)
            duplicate = logged is not None or self._receipts.knows(receipt, now)
            if not duplicate:
                self._expect(receipt, group)
            elif logged is not None and logged is not group.logged:
                group.elsewhere.append(logged)
        if not duplicate:
            group.drafts.append(draft)
            group.places.append(len(group.outcomes))
        group.outcomes.append(
            Outcome(event.stream, event.event_id, None, ignored_because(event), duplicate)
        )

    def _expect(self, receipt: bytes, group: _Group) -> None:
        if group.logged is None:
            group.logged = asyncio.get_running_loop().create_future()
        group.receipts.append(receipt)
        self._receipts.expect(receipt, group.logged)

    async def _append(self, group: _Group) -> None:
        """Append what is new, and tell the retries that wait for it how that ended."""
        failure: Exception | None = LogError(
            "the engine was stopped before the event was safe: publish it again"
        )
        try:
            appended = await self._log.append(group.drafts)
            failure = None
            for number in appended.duplicates:
                place = group.places[number]
                group.outcomes[place] = group.outcomes[place]._replace(duplicate=True)
        except LogError as error:
            failure = error
            raise
        finally:
            if group.logged is not None:
                self._receipts.settle(group.receipts)
                _resolve(group.logged, failure)


def _resolve(logged: asyncio.Future[None], failure: Exception | None) -> None:
    if failure is None:
        logged.set_result(None)
    else:
        logged.set_exception(failure)
        logged.exception()  # Seen here: there may be no retry that waits.
