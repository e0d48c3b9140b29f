"""Many events sent from the batch editor: how fast, and how the explorer fares meanwhile."""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import httpx
import psutil
from textual import events
from textual.pilot import Pilot

from flux_tui.client import FluxClient
from flux_tui.client.publishing.batches import LANES, LARGEST_BATCH
from flux_tui.protocol.events import new_event_ids
from flux_tui.tui.app import ExplorerApp
from flux_tui.tui.composer.asking import LARGE_BATCH
from flux_tui.tui.composer.drafts import Drafts
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.question.question import Question
from flux_tui.tui.run import HAND_OVER
from flux_tui.tui.workspace import Workspace, open_workspace
from tests.benchmarks.explorer import memory_of
from tests.benchmarks.figure import Figure
from tests.engine.running import engine_process

SIZE = (160, 45)

EVENTS = 10_000
"""A large file by hand."""

MANY = 100_000
"""The most that an editor is meant to hold."""

ROUNDS = 5
"""How often 10,000 events are sent, each time beside the same requests by a bare client."""


def events_text(number: int, pad: int = 0) -> str:
    """So many events as JSON lines, each of another entity out of 1,000."""
    return "\n".join(
        json.dumps(
            {
                "stream": "bench",
                "source": "bench",
                "timestamp": 1,
                "payload": {
                    "entity_id": f"sensor-{n % 1000}",
                    "properties": {"n": n, "unit": "celsius", "pad": "x" * pad},
                },
            }
        )
        for n in range(number)
    )


class Stretches:
    """Notes the longest work between two turns of the event loop: a key would wait so long.

    By the thread's own processor time, so that other programs on the machine are not in it; and
    without a task of its own, which would be a fifth of all that is done.
    """

    def __init__(self) -> None:
        self.longest = 0.0
        self._turned = time.thread_time()
        self._selector: Any = asyncio.get_running_loop()._selector  # type: ignore[attr-defined]
        self._select = self._selector.select
        self._selector.select = self._note

    def end(self) -> float:
        """The longest one, in ms."""
        self._selector.select = self._select
        return self.longest * 1000

    def _note(self, timeout: float | None = None) -> Any:
        self.longest = max(self.longest, time.thread_time() - self._turned)
        ready = self._select(timeout)
        self._turned = time.thread_time()
        return ready


@asynccontextmanager
async def composing(url: str, text: str) -> AsyncIterator[tuple[Pilot[None], Workspace, float]]:
    """An explorer with a text in the batch editor, all of it judged, and the seconds that took.

    It keeps its drafts and its ledger on the disk, as a person's does.
    """
    with tempfile.TemporaryDirectory() as folder:
        options = ExplorerOptions(url=url, state_folder=Path(folder))
        workspace = open_workspace(options, FluxClient(url))
        drafts = workspace.desk.drafts = Drafts(lambda: time.time_ns() // 1_000_000)
        drafts.batch.text = text
        async with ExplorerApp(workspace).run_test(size=SIZE) as pilot:
            await _until(lambda: workspace.session.status.verified is not None)
            began = time.perf_counter()
            _press(pilot, "b")
            await _until(lambda: "new" in _line(pilot) or "changing" in _line(pilot))
            yield pilot, workspace, time.perf_counter() - began


def _line(pilot: Pilot[None]) -> str:
    notes = pilot.app.screen.query("#outlook")
    return str(notes.first().render()) if notes else ""


def _press(pilot: Pilot[None], key: str) -> None:
    """As a terminal does: a pilot's own way waits until the process is idle."""
    event = events.Key(key, None)
    event.set_sender(pilot.app)
    pilot.app.post_message(event)


async def _until(condition: object) -> None:
    assert callable(condition)
    deadline = time.monotonic() + 120
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("waited in vain")
        await asyncio.sleep(0.005)


class Sent(NamedTuple):
    """Of one sending: seconds until all was read and judged, from then until all was accepted, of
    processor time until that, until each was seen in the state; the longest work between two keys
    in ms; MB that the batch took."""

    judged: float
    accepted: float
    processor: float
    known: float
    stretch: float
    memory: float


async def _send(url: str, number: int, pad: int = 0) -> Sent:
    """Send so many events from the batch editor."""
    process = psutil.Process()
    gc.collect()
    gc.disable()  # as a start does: the explorer enables it once its world is there, and rarely
    before = memory_of(process)
    async with composing(url, events_text(number, pad)) as (pilot, workspace, judged):
        drafts = workspace.desk.drafts
        assert drafts is not None
        stretches = Stretches()
        began, worked = time.perf_counter(), time.process_time()
        _press(pilot, "ctrl+s")
        if number >= LARGE_BATCH:
            await _until(lambda: isinstance(pilot.app.screen, Question))
            await pilot.pause(0.5)
            began, worked = time.perf_counter(), time.process_time()
            _press(pilot, "y")
        await _until(lambda: drafts.batch.delivery is not None)
        delivery = drafts.batch.delivery
        assert delivery is not None
        await _until(lambda: delivery.is_settled)
        accepted, processor = time.perf_counter() - began, time.process_time() - worked
        await _until(lambda: delivery.is_done)
        known = time.perf_counter() - began
        stretch, memory = stretches.end(), memory_of(process)
        assert delivery.arrived == number
    return Sent(judged, accepted, processor, known, stretch, memory - before)


async def bare_requests(url: str, number: int) -> float:
    """The same events in the same requests by a bare client, ready-made: seconds.

    They have ids as ours: by them the engine knows a retry, which takes a quarter of its time.
    """
    ids = new_event_ids(1)
    events = [
        {"eventId": next(ids), **json.loads(line)} for line in events_text(number).split("\n")
    ]
    bodies = [
        json.dumps({"events": events[start : start + LARGEST_BATCH]}).encode()
        for start in range(0, number, LARGEST_BATCH)
    ]
    waiting = iter(bodies)
    async with httpx.AsyncClient(base_url=url) as client:

        async def lane() -> None:
            for body in waiting:
                (await client.post("/api/events/batch", content=body)).raise_for_status()

        began = time.perf_counter()
        await asyncio.gather(*(lane() for _ in range(LANES)))
        return time.perf_counter() - began


def measure() -> Iterator[Figure]:
    """10,000 events and 100,000, and a batch of 2 MB; memory is what the batch adds."""
    sys.setswitchinterval(HAND_OVER)  # as a start does
    with tempfile.TemporaryDirectory() as directory, engine_process(data=Path(directory)) as engine:
        asyncio.run(_send(engine.url, 1))  # imports what is imported once
        sent = asyncio.run(_send(engine.url, 2000, pad=900))
        yield Figure("batch editor, 2 MB: longest work meanwhile", sent.stretch, "ms", goal="≤ 50")
        yield Figure("batch editor, 2 MB: memory", sent.memory, "MB")
        yield from _figures(engine.url, EVENTS, ROUNDS)
        yield from _figures(engine.url, MANY, 1)


def _figures(url: str, number: int, rounds: int) -> Iterator[Figure]:
    """Medians of some rounds, each beside its floor."""
    floors, sent = [], []
    for _ in range(rounds):
        floors.append(asyncio.run(bare_requests(url, number)))
        sent.append(asyncio.run(_send(url, number)))
    floor = median(floors)
    judged, accepted, processor, known, stretch, memory = map(median, zip(*sent, strict=True))
    named = f"batch editor, {number:,} events: "
    yield Figure(f"{named}opened → read and judged", judged, "s")
    yield Figure(f"{named}sent → accepted", accepted, "s", floor=floor)
    yield Figure(f"{named}processor time until then", processor, "s", floor=floor)
    yield Figure(f"{named}sent → each seen in the state", known, "s", floor=floor)
    yield Figure(f"{named}longest work between two keys", stretch, "ms", goal="≤ 50")
    yield Figure(f"{named}memory for text, events, receipts", memory, "MB")
