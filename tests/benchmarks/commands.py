"""What a command costs as a whole process."""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks.figure import Figure, percentile
from tests.benchmarks.sending import bare_requests, events_text
from tests.engine.running import engine_process, environment

ROUNDS = 30
"""Runs of each of the two commands, by turns, so that both see the same machine."""

FLOOR = [sys.executable, "-c", "import httpx, pydantic"]


def get() -> Figure:
    """Milliseconds of ``flux-tui get``; the floor imports the libraries and does nothing."""
    with engine_process() as engine:
        command = [sys.executable, "-m", "flux_tui", "--url", engine.url]
        _run([*command, "publish", "bench", "me", "sensor-1", '{"n": 1}'])
        times, floors = [], []
        for _ in range(ROUNDS):
            times.append(_run([*command, "get", "sensor-1"]))
            floors.append(_run(FLOOR))
    return Figure(
        "flux-tui get, the whole process",
        statistics.median(times),
        "ms",
        p99=percentile(times, 0.99),
        floor=statistics.median(floors),
        goal="≤ 1.3 × floor",
    )


def batch(number: int, rounds: int) -> Figure:
    """Seconds of ``flux-tui batch @FILE``; the floor is the requests alone, ready-made."""
    with tempfile.TemporaryDirectory() as directory, engine_process(data=Path(directory)) as engine:
        file = Path(directory) / "events.jsonl"
        file.write_text(events_text(number) + "\n")
        command = [sys.executable, "-m", "flux_tui", "--url", engine.url, "batch", f"@{file}"]
        times, floors = [], []
        for _ in range(rounds):
            floors.append(asyncio.run(bare_requests(engine.url, number)))
            times.append(_run(command) / 1000)
    return Figure(
        f"flux-tui batch, {number:,} lines, the whole process",
        statistics.median(times),
        "s",
        p99=max(times),
        floor=statistics.median(floors),
    )


def measure() -> Iterator[Figure]:
    """All of them."""
    yield get()
    yield batch(10_000, 9)
    yield batch(100_000, 3)


def _run(command: Sequence[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment())
    return (time.perf_counter() - began) * 1000
