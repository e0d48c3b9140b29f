"""Send events over an unreliable way, and look into the server's log for what became of them.

``python -m tests.faults.sendings --cases 1000`` does so as often as wanted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random, SystemRandom

from flux_tui.client import FluxClient, Publisher, PublishSettings, Step
from flux_tui.client.publishing import batches
from flux_tui.client.publishing.receipts import LOST
from flux_tui.client.publishing.settling import SettleSettings
from flux_tui.engine.engine import Engine
from flux_tui.engine.entry_text import event_of
from flux_tui.engine.log.sqlite import SqliteLog
from flux_tui.model.clock import SystemClock
from flux_tui.model.event import setting
from flux_tui.protocol.events import write_event
from flux_tui.tui.composer.batch.reading import read_whole
from flux_tui.tui.composer.batch.remainder import remainder
from flux_tui.tui.composer.delivering.delivery import ARRIVED, Delivery
from flux_tui.tui.composer.delivering.outbox import Outbox
from tests.engine.running import local_engine
from tests.faults.fake_flux import FakeFlux
from tests.faults.unreliable import CLIENT_PATIENCE, IN_VAIN, LONG_PATIENCE, Fate, UnreliableWay

QUICK = PublishSettings(0.01, 0.01, 0.05, SettleSettings(patience=10.0, every=0.01, twice=0.12))

MOST_IN_A_REQUEST = 4
"""Instead of 500: so few events make many requests, in lanes."""


class Server(ABC):
    """A server that can be ended and begun again on what it has."""

    def __init__(self) -> None:
        self._running = AsyncExitStack()
        self._restarting = asyncio.Lock()

    async def start(self) -> str:
        """Begin; the URL."""
        self._running = AsyncExitStack()
        return await self._enter(self._running)

    async def stop(self) -> None:
        """End."""
        await self._running.aclose()

    async def restart(self) -> str:
        """End and begin again; the URL."""
        async with self._restarting:
            await self.stop()
            return await self.start()

    @abstractmethod
    async def _enter(self, running: AsyncExitStack) -> str: ...

    @abstractmethod
    async def logged(self) -> list[str]:
        """The ids of all events in the log, in their order."""


class OurEngine(Server):
    """The embedded engine on SQLite."""

    def __init__(self, directory: Path) -> None:
        super().__init__()
        self._directory = directory
        self._engine: Engine | None = None

    async def _enter(self, running: AsyncExitStack) -> str:
        log = SqliteLog(self._directory, SystemClock())
        local = await running.enter_async_context(local_engine(log))
        self._engine = local.engine
        return local.url

    async def logged(self) -> list[str]:
        assert self._engine is not None
        entries = await self._engine.log.read(0)
        return [str(event_of(entry).event_id) for entry in entries]


class RealFlux(Server):
    """As a real Flux: it takes whatever comes, as often as it comes."""

    def __init__(self) -> None:
        super().__init__()
        self._flux = FakeFlux(history_by_arrival=True)

    async def _enter(self, running: AsyncExitStack) -> str:
        return await running.enter_async_context(self._flux.serving())

    async def logged(self) -> list[str]:
        return [str(entry.event.event_id) for entry in self._flux.events]


@asynccontextmanager
async def serving(kind: str) -> AsyncIterator[Server]:
    """A server of a kind, ``engine`` or ``flux``, in a directory of its own."""
    with tempfile.TemporaryDirectory() as directory:
        server = OurEngine(Path(directory)) if kind == "engine" else RealFlux()
        try:
            yield server
        finally:
            await server.stop()


@dataclass(frozen=True)
class Plan:
    """What is sent, singly or together, and what befalls the requests one after another."""

    entities: Sequence[str]
    """Of each event, which entity it is about."""
    fates: Sequence[Fate]
    stopped_after: int | None = None
    """The request after which a person stops the sending; None: nobody does."""

    def patience(self, met: int) -> float:
        """Seconds for which a client waits for an answer, once so many requests have met their
        fates: no longer where it will have to give up."""
        return LONG_PATIENCE if IN_VAIN.isdisjoint(self.fates[met:]) else CLIENT_PATIENCE

    def text(self) -> str:
        """The events as a person writes them, a line each."""
        events = (
            setting("lab", "me", entity_id, {"n": number})
            for number, entity_id in enumerate(self.entities)
        )
        return "\n".join(json.dumps(write_event(event)) for event in events)


async def send(kind: str, plan: Plan) -> Counter[Step]:
    """Send, look whether every word was true, send again what was lost, and look again.

    The steps that the events came to at first. Raises AssertionError when a promise was broken.
    """
    async with serving(kind) as server:
        way = UnreliableWay(await server.start(), plan.fates, server.restart)
        async with way.serving() as url:
            outbox, text = Outbox(lambda: SystemClock().now() // 1_000_000), plan.text()
            async with FluxClient(url, timeout=plan.patience(0)) as client:
                publisher = Publisher(client, settings=QUICK)
                first, left = await _deliver(publisher, outbox, text, way, plan.stopped_after)
            await way.until_all_arrived()
            await _verify(server, first)
            assert left.splitlines() == [text.splitlines()[one.index] for one in first.lost]
            async with FluxClient(url, timeout=plan.patience(len(way.met))) as client:
                publisher = Publisher(client, settings=QUICK)
                again, rest = await _deliver(publisher, outbox, left, way)
            assert [one.event.event_id for one in again.receipts] == [
                one.event.event_id for one in first.lost
            ]
            await _verify(server, again)
            logged = await server.logged()
            for delivery in (first, again):
                _verify_order(delivery, logged)
            if len(way.met) > len(plan.fates):
                assert not rest
                assert len(logged) == len(plan.entities)
        return Counter(receipt.step for receipt in first.receipts)


async def _deliver(
    publisher: Publisher,
    outbox: Outbox,
    text: str,
    way: UnreliableWay,
    stopped_after: int | None = None,
) -> tuple[Delivery, str]:
    """Deliver the events of a text as the batch editor does; what of the text is left."""
    reading = read_whole(text)
    events = [drafted.event for drafted in reading.events if drafted.event is not None]
    delivery = Delivery(events, outbox)
    if stopped_after is not None:
        way.watcher = lambda met: delivery.stop() if met >= stopped_after else None
    await delivery.run(publisher)
    for receipt in delivery.lost:
        assert outbox.reason(events[receipt.index])
    return delivery, remainder(reading, range(len(events)), delivery) or ""


async def _verify(server: Server, delivery: Delivery) -> None:
    """No event is there twice, and each is where its receipt says."""
    logged = Counter(await server.logged())
    assert not [event_id for event_id, times in logged.items() if times > 1]
    for receipt in delivery.receipts:
        event_id = str(receipt.event.event_id)
        assert receipt.step in ARRIVED | LOST, receipt
        if receipt.step in ARRIVED:
            assert event_id in logged, receipt
        if receipt.step is Step.FAILED:
            assert event_id not in logged, receipt
            assert receipt.reason
        if receipt.step is Step.UNKNOWN:
            assert receipt.reason


def _verify_order(delivery: Delivery, logged: Sequence[str]) -> None:
    """Of the events of an entity none has overtaken another."""
    places = {event_id: place for place, event_id in enumerate(logged)}
    last: dict[str | None, int] = {}
    for receipt in delivery.receipts:
        place = places.get(str(receipt.event.event_id))
        if receipt.step in ARRIVED and place is not None:
            assert place > last.get(receipt.event.entity_id, -1), receipt
            last[receipt.event.entity_id] = place


def random_plan(chance: Random) -> Plan:
    """A plan of one event or many, whose requests meet with faults most of the time."""
    number = chance.choice([1, 1, 3, 10, 30])
    fates = chance.choices(list(Fate), k=chance.randrange(1, 12))
    stopped_after = chance.choice([None, None, None, chance.randrange(1, 5)])
    return Plan(chance.choices("abcdef", k=number), fates, stopped_after)


async def many(cases: int, seed: int) -> Counter[Step]:
    """So many random plans, half of them on each kind of server."""
    chance, steps = Random(seed), Counter[Step]()
    for number in range(cases):
        plan, kind = random_plan(chance), ("engine", "flux")[number % 2]
        try:
            steps += await send(kind, plan)
        except AssertionError:
            print(f"broken on {kind}: {plan}")
            raise
    return steps


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    options = parser.parse_args()
    batches.LARGEST_BATCH = MOST_IN_A_REQUEST
    steps = asyncio.run(many(options.cases, options.seed))
    told = ", ".join(f"{count:,} {step.name.lower()}" for step, count in steps.items())
    print(f"{options.cases} sendings (seed {options.seed}): every word was true: {told}")


if __name__ == "__main__":
    main()
