"""Kill the engine under load, again and again, and see that it kept every promise.

``python -m tests.engine.crashes --rounds 50`` runs as many rounds as wanted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from flux_tui.model.change import EntityDeleted
from flux_tui.protocol.stream import read_log_entry
from flux_tui.replica.projection import project
from tests.engine.running import engine_process, until

WRITERS = 6
"""Connections, kept alive, that publish at the same time."""

OFTEN = "from flux_tui.engine import snapshots; snapshots.SNAPSHOT_EVENTS = 200"
"""Run before the engine: most crashes are to come near a snapshot, which is rare otherwise."""

ENTITIES = 20
"""Few, so that writers overwrite and delete what others wrote."""


@dataclass
class Writer:
    """Publishes events that tell who sent them and in what order; remembers what was promised."""

    number: int
    random: random.Random
    sent: int = 0
    acknowledged: list[str] = field(default_factory=list)
    in_flight: list[dict[str, Any]] = field(default_factory=list)

    async def publish_until_it_breaks(self, url: str) -> None:
        """First what was under way at the last crash, then new events, singly and in batches."""
        async with httpx.AsyncClient(base_url=url, timeout=30) as client:
            while True:
                if not self.in_flight:
                    count = self.random.choice((1, 1, 1, 5, 20, 100))
                    self.in_flight = [self._event() for _ in range(count)]
                ids = [event["eventId"] for event in self.in_flight]
                try:
                    results = await self._publish(client)
                except (httpx.TransportError, json.JSONDecodeError):
                    return
                assert [result["eventId"] for result in results] == ids, results
                self.acknowledged += ids
                self.in_flight = []

    async def _publish(self, client: httpx.AsyncClient) -> list[dict[str, Any]]:
        """What the engine says of each event under way."""
        if len(self.in_flight) == 1:
            return [(await client.post("/api/events", json=self.in_flight[0])).json()]
        answer = await client.post("/api/events/batch", json={"events": self.in_flight})
        return list(answer.json()["results"])

    def _event(self) -> dict[str, Any]:
        self.sent += 1
        entity_id = f"e{self.random.randrange(ENTITIES)}"
        properties: dict[str, Any] = {f"w{self.number}": self.sent}
        if self.random.random() < 0.05:
            properties = {"__deleted__": True}
        return {
            "eventId": f"{self.number}-{self.sent}",
            "stream": "crash",
            "source": f"writer-{self.number}",
            "timestamp": 1,
            "payload": {"entity_id": entity_id, "properties": properties},
        }


async def crash_rounds(directory: Path, rounds: int, seed: int) -> int:
    """Load, kill and look, so many times; how many events were acknowledged in all.

    Raises AssertionError when a promise was broken.
    """
    chance = random.Random(seed)
    writers = [Writer(number, random.Random(chance.random())) for number in range(WRITERS)]
    for _ in range(rounds):
        with engine_process(data=directory, program=OFTEN) as engine:
            await _verify(engine.url, writers)
            load = [asyncio.create_task(w.publish_until_it_breaks(engine.url)) for w in writers]
            await _promises(writers, chance.randrange(100, 1000))
            engine.kill()
            await asyncio.gather(*load)
    with engine_process(data=directory) as engine:
        await _verify(engine.url, writers)
        assert engine.stop() == 0
    return _kept(writers)


async def _promises(writers: list[Writer], more: int) -> None:
    """Wait until so many more events have been acknowledged."""
    enough = _kept(writers) + more
    await until(lambda: _kept(writers) >= enough)


def _kept(writers: list[Writer]) -> int:
    return sum(len(writer.acknowledged) for writer in writers)


async def _verify(url: str, writers: list[Writer]) -> None:
    """Every acknowledged event is there once and in order, and the state is the log's."""
    logged: dict[int, list[str]] = {writer.number: [] for writer in writers}
    state: dict[str, dict[str, Any]] = {}
    after, received = 0, 0
    async with httpx.AsyncClient(base_url=url, timeout=30) as client:
        while page := (await client.get("/api/log", params={"after": after})).content.splitlines():
            for line in page:
                entry = read_log_entry(line)
                after += 1
                assert entry.sequence == after
                assert entry.received > received
                received = entry.received
                event_id = str(entry.event.event_id)
                logged[int(event_id.partition("-")[0])].append(event_id)
                for change in project(entry.event, received):
                    if isinstance(change, EntityDeleted):
                        state.pop(change.entity_id, None)
                    else:
                        state.setdefault(change.entity_id, {})[change.property] = change.value
        listed = (await client.get("/api/state/entities")).json()
    assert {entity["id"]: entity["properties"] for entity in listed} == state
    for writer in writers:
        promised = writer.acknowledged
        found = logged[writer.number]
        assert found[: len(promised)] == promised
        in_flight = [event["eventId"] for event in writer.in_flight]
        assert found[len(promised) :] in ([], in_flight)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        kept = asyncio.run(crash_rounds(Path(directory), options.rounds, options.seed))
    print(f"{options.rounds} crashes (seed {options.seed}): all {kept} promises kept")


if __name__ == "__main__":
    main()
