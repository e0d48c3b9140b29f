"""Writers whose every event is to be kept once it was acknowledged, whatever happens."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from flux_tui.engine.ending import end
from tests.engine.running import until

WRITERS = 4
"""Publishers at the same time; each goes to either engine."""

ENTITIES = 15
"""Few, so that writers overwrite and delete what others wrote."""

PATIENCE = 90.0
"""Seconds until all must be well again, whatever was done."""


@dataclass
class Writer:
    """Publishes events that tell who sent them and in what order, until each is acknowledged."""

    number: int
    random: random.Random
    sent: int = 0
    acknowledged: list[str] = field(default_factory=list)
    duplicates: int = 0

    async def publish(self, urls: Sequence[str], go_on: Callable[[], bool]) -> None:
        """Batches, one after the other; one that failed is sent again, to either engine."""
        async with httpx.AsyncClient(timeout=60) as client:
            while go_on():
                events = [self._event() for _ in range(self.random.choice((1, 1, 5, 20)))]
                results = None
                while results is None:
                    results = await self._try(client, self.random.choice(urls), events)
                assert [one["eventId"] for one in results] == [one["eventId"] for one in events]
                self.acknowledged += [one["eventId"] for one in events]
                self.duplicates += sum("duplicate" in one for one in results)

    async def _try(self, client: httpx.AsyncClient, url: str, events: list[Any]) -> Any:
        """What an engine says of each event; None when it could not be told."""
        try:
            answer = await client.post(f"{url}/api/events/batch", json={"events": events})
        except httpx.TransportError:
            await asyncio.sleep(0.05)
            return None
        if answer.status_code == 503:
            await asyncio.sleep(0.05)
            return None
        assert answer.status_code == 200, answer.text
        return answer.json()["results"]

    def _event(self) -> dict[str, Any]:
        self.sent += 1
        properties: dict[str, Any] = {f"w{self.number}": self.sent}
        if self.random.random() < 0.05:
            properties = {"__deleted__": True}
        entity_id = f"e{self.random.randrange(ENTITIES)}"
        return {
            "eventId": f"{self.number}-{self.sent}",
            "stream": f"writer.{self.number}",
            "source": f"writer-{self.number}",
            "timestamp": 1,
            "payload": {"entity_id": entity_id, "properties": properties},
        }


class Load:
    """Writers at work."""

    def __init__(self, urls: Sequence[str], chance: random.Random) -> None:
        self._going_on = True
        self.writers = [Writer(n, random.Random(chance.random())) for n in range(WRITERS)]
        self._tasks = [
            asyncio.create_task(writer.publish(urls, lambda: self._going_on))
            for writer in self.writers
        ]

    @property
    def kept(self) -> int:
        """How many events were acknowledged."""
        return sum(len(writer.acknowledged) for writer in self.writers)

    async def more(self, count: int) -> None:
        """Wait until so many more were acknowledged."""
        enough = self.kept + count
        await until(lambda: self.kept >= enough or self._broken, PATIENCE)
        assert not self._broken, [task.exception() for task in self._tasks if task.done()]

    @property
    def _broken(self) -> bool:
        return any(task.done() for task in self._tasks)

    async def finish(self) -> None:
        """Wait until all that was sent is acknowledged."""
        self._going_on = False
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*self._tasks)

    async def close(self) -> None:
        """Give up; a writer that a cancellation was lost on sends nothing more either."""
        self._going_on = False
        await asyncio.gather(*(end(task) for task in self._tasks))


@contextlib.asynccontextmanager
async def writing(urls: Sequence[str], chance: random.Random) -> AsyncIterator[Load]:
    load = Load(urls, chance)
    try:
        yield load
    finally:
        await load.close()
