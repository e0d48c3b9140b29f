"""Settling what is in doubt: a person is told whether it arrived, and nothing is sent for that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flux_tui.client.flux_client import FluxClient
from flux_tui.client.publishing.receipt import Step
from flux_tui.client.publishing.settling import Findings, SettleSettings, Settling, sought
from flux_tui.client.sent.entry import Entry, SentEvent
from flux_tui.client.sent.ledger import Ledger
from flux_tui.errors import FluxTuiError
from flux_tui.model.clock import Clock
from flux_tui.model.event import Event
from flux_tui.model.instant import NS

MARGIN = 60 * NS
"""How far before its sending an event is looked for, and how long a request may be under way."""

LOOKS = SettleSettings(twice=1.0)
"""Two looks for what may still be under way are a second apart: nothing waits for them."""

CHUNK = 40
"""Entities after which what was found is written down."""

ARRIVED = "found in the server's log"
LOST = "never arrived: it is not in the server's log"
CANNOT = "the server's log is too long to be looked through"
NAMELESS = "no server can be asked about an event that names no entity"


@dataclass(slots=True)
class Doubts:
    """What a look at some doubtful events has come to; ``problem`` is why it ended early."""

    asked: int = 0
    found: int = 0
    lost: int = 0
    problem: str | None = None
    steps: dict[int, tuple[Step, str]] = field(default_factory=dict)
    """How far each of them has come by its place, and how that is known."""

    @property
    def left(self) -> int:
        """How many nobody can be sure of all the same."""
        return self.asked - self.found - self.lost


class Settler:
    """Looks for events in the server's history."""

    def __init__(
        self, client: FluxClient, ledger: Ledger, clock: Clock, settings: SettleSettings = LOOKS
    ) -> None:
        self._settling = Settling(client, clock, settings)
        self._ledger = ledger
        self._clock = clock

    async def run(self, entry: Entry, ahead: int = 0) -> Doubts:
        """Look for every event of an entry that is in doubt; no failure of a server raises.

        ``ahead`` is by how many ns the server's clock is ahead of ours.
        """
        number = entry.number
        events = await self._ledger.ask(lambda store: store.open_events(number))
        doubts = Doubts(asked=len(events))
        of_entity: dict[str, list[SentEvent]] = {}
        for sent in events:
            of_entity.setdefault(sent.event.entity_id or "", []).append(sent)
        entities = list(of_entity.values())
        try:
            for start in range(0, len(entities), CHUNK):
                some = [sent for of_one in entities[start : start + CHUNK] for sent in of_one]
                await self._settle(entry, some, ahead, doubts)
        except FluxTuiError as error:
            doubts.problem = str(error)
        return doubts

    async def _settle(
        self, entry: Entry, some: Sequence[SentEvent], ahead: int, doubts: Doubts
    ) -> None:
        looks = 2 if self._clock.now() - entry.at < MARGIN else 1
        since = max(0, entry.at + ahead - MARGIN)
        found = await self._settling.find([one.event for one in some], since, looks=looks)
        steps = {one.place: _outcome(one.event, found) for one in some}
        await self._ledger.settle(entry.number, steps)
        doubts.steps.update(steps)
        doubts.found += sum(step is Step.ACCEPTED for step, _ in steps.values())
        doubts.lost += sum(step is Step.FAILED for step, _ in steps.values())


def _outcome(event: Event, found: Findings) -> tuple[Step, str]:
    """What was found out about an event, and how that is said."""
    if not event.entity_id:
        return Step.UNKNOWN, NAMELESS
    if sought(event) in found.arrived:
        return Step.ACCEPTED, ARRIVED
    if sought(event) in found.absent:
        return Step.FAILED, LOST
    return Step.UNKNOWN, CANNOT
