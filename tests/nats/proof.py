"""Kill servers and engines of a cluster under load, and see that every promise was kept.

``python -m tests.nats.proof --rounds 30`` does as many rounds as wanted.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

import httpx

from flux_tui.model.change import EntityDeleted
from flux_tui.protocol.stream import read_log_entry
from flux_tui.replica.projection import project
from tests.engine.running import EngineProcess, engine_process
from tests.faults.following import Followed, following
from tests.nats.servers import NatsCluster, nats_cluster
from tests.nats.streams import JetStream
from tests.nats.writers import PATIENCE, Writer, writing
from tests.ports import free_ports

Deed: TypeAlias = Literal["leader", "server", "freeze", "engine", "everything"]
"""What is done to the cluster: its stream's leader or any server killed or frozen and started
again, the engine that a client follows killed and replaced, all killed at once."""

FOLLOWED = 0
"""The engine that the client is connected to."""

OFTEN = "from flux_tui.engine import snapshots; snapshots.SNAPSHOT_EVENTS = 400"
"""Run before an engine: snapshots are rare otherwise."""


class Engines:
    """Engine processes on ports that stay theirs."""

    def __init__(self, cluster: NatsCluster, count: int) -> None:
        self._cluster = cluster
        self._ports = free_ports(count)
        self._running: dict[int, tuple[contextlib.ExitStack, EngineProcess]] = {}

    @property
    def urls(self) -> list[str]:
        """Where they serve."""
        return [f"http://127.0.0.1:{port}" for port in self._ports]

    async def start(self) -> None:
        """Start those that do not run; one that finds no leader tries again, for a while."""
        deadline = time.monotonic() + PATIENCE
        for port in self._ports:
            while port not in self._running:
                stack = contextlib.ExitStack()
                options = ("--port", str(port))
                context = engine_process(*options, nats=self._cluster.urls, program=OFTEN)
                try:
                    process = await asyncio.to_thread(stack.enter_context, context)
                except AssertionError:
                    if time.monotonic() > deadline:
                        raise
                else:
                    self._running[port] = (stack, process)

    def kill(self, number: int) -> None:
        """End one as a crash would."""
        stack, process = self._running.pop(self._ports[number])
        process.kill()
        stack.close()

    def close(self) -> None:
        """End all."""
        while self._running:
            self._running.popitem()[1][0].close()


async def prove(directory: Path, deeds: Sequence[Deed], seed: int) -> int:
    """Do these deeds under load; how many events were acknowledged in all.

    Raises AssertionError when a promise was broken.
    """
    chance = random.Random(seed)
    with nats_cluster(directory) as cluster:
        engines = Engines(cluster, 2)
        try:
            await engines.start()
            url = engines.urls[FOLLOWED]
            async with following(url) as followed, writing(engines.urls, chance) as load:
                for deed in deeds:
                    await load.more(200)
                    await _do(deed, cluster, engines, chance)
                    await load.more(200)
                await load.finish()
                await _verify(engines.urls, load.writers, followed)
            return load.kept
        finally:
            engines.close()


async def _do(deed: Deed, cluster: NatsCluster, engines: Engines, chance: random.Random) -> None:
    if deed == "engine":
        engines.kill(FOLLOWED)
    elif deed == "everything":
        for server in cluster.servers:
            server.kill()
        engines.kill(0)
        engines.kill(1)
    else:
        server = chance.choice(cluster.servers)
        if deed == "leader":
            async with JetStream.at(cluster.urls) as jetstream:
                server = cluster.named((await jetstream.info())["cluster"]["leader"])
        if deed == "freeze":
            server.freeze()
            await asyncio.sleep(chance.uniform(0.5, 6))
            server.thaw()
        else:
            server.kill()
            await asyncio.sleep(chance.uniform(0, 3))
    await asyncio.to_thread(cluster.start)
    await engines.start()


async def _verify(urls: Sequence[str], writers: Sequence[Writer], followed: Followed) -> None:
    """Each promise is kept once and in order; engines, a fresh projection and a client agree."""
    async with httpx.AsyncClient(timeout=60) as client:
        await _settled(client, urls)
        logs = [await _whole_log(client, url) for url in urls]
        assert logs[0] == logs[1]
        entries = [read_log_entry(line) for line in logs[0]]
        found = [str(entry.event.event_id) for entry in entries]
        assert [name for name, count in Counter(found).items() if count > 1] == []
        promised = {name for writer in writers for name in writer.acknowledged}
        assert promised == set(found)
        times = [entry.received for entry in entries]
        assert times == sorted(set(times))
        last: dict[tuple[str, str | None], int] = {}
        state: dict[str, dict[str, Any]] = {}
        for entry in entries:
            writer, _, number = str(entry.event.event_id).partition("-")
            key = (writer, entry.event.entity_id)
            assert last.get(key, 0) < int(number)
            last[key] = int(number)
            for change in project(entry.event, entry.received):
                if isinstance(change, EntityDeleted):
                    state.pop(change.entity_id, None)
                else:
                    state.setdefault(change.entity_id, {})[change.property] = change.value
        for url in urls:
            listed = (await client.get(f"{url}/api/state/entities")).json()
            assert {one["id"]: one["properties"] for one in listed} == state
    await followed.until(lambda: followed.world.state() == state, "the client's world")


async def _settled(client: httpx.AsyncClient, urls: Sequence[str]) -> None:
    """Wait until all engines are well and have heard of the same events."""
    async with asyncio.timeout(PATIENCE):
        while True:
            told = [(await client.get(f"{url}/api/health")).json() for url in urls]
            if len({(one["status"], one["log_id"], one["sequence"]) for one in told}) == 1 and (
                told[0]["status"] == "ok"
            ):
                return
            await asyncio.sleep(0.1)


async def _whole_log(client: httpx.AsyncClient, url: str) -> list[bytes]:
    lines: list[bytes] = []
    while page := await _page(client, url, json.loads(lines[-1])["sequence"] if lines else 0):
        lines += page
    return lines


async def _page(client: httpx.AsyncClient, url: str, after: int) -> list[bytes]:
    """The next lines of a log; a cluster that has just come back may be away once more."""
    async with asyncio.timeout(PATIENCE):
        while True:
            answer = await client.get(f"{url}/api/log", params={"after": after})
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                return answer.raise_for_status().content.splitlines()
            await asyncio.sleep(0.1)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args()
    chance = random.Random(options.seed)
    deeds = [chance.choice(get_args(Deed)) for _ in range(options.rounds)]
    with tempfile.TemporaryDirectory() as directory:
        kept = asyncio.run(prove(Path(directory), deeds, options.seed))
    print(f"{options.rounds} deeds (seed {options.seed}): all {kept} promises kept")


if __name__ == "__main__":
    main()
