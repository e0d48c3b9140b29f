"""Measures and tells: ``python -m tests.benchmarks [explorer|flood|sending|editor|engine …]``.

``python -m tests.benchmarks soak --minutes N`` watches one world for long.

Prints one table and writes the figures as JSON, with the machine they are of, into ``results/``
beside this file. Never part of the tests: times are measured, not asserted.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import psutil

from tests.benchmarks import (
    bytes_written,
    commands,
    editor,
    engine,
    explorer,
    flood,
    jetstream,
    scale,
    sending,
    soak,
)
from tests.benchmarks.figure import Figure, table
from tests.benchmarks.load import generator

RESULTS = Path(__file__).parent / "results"

SUITES: Mapping[str, Callable[[], Iterator[Figure]]] = {
    "explorer": explorer.measure,
    "scale": scale.measure,
    "bytes": bytes_written.measure,
    "flood": flood.measure,
    "sending": sending.measure,
    "editor": editor.measure,
    "commands": commands.measure,
    "engine": engine.measure,
    "jetstream": jetstream.measure,
}


def main(arguments: list[str]) -> int:
    """Run the suites named, all but the soak without; the answer is the exit code."""
    parser = ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", nargs="*", metavar="|".join([*SUITES, "soak"]))
    parser.add_argument("--minutes", type=int, default=30, help="how long the soak lasts")
    given = parser.parse_args(arguments)
    suites: Mapping[str, Callable[[], Iterator[Figure]]] = {
        **SUITES,
        "soak": partial(soak.measure, given.minutes),
    }
    unknown = [name for name in given.names if name not in suites]
    if unknown:
        parser.error(f"no such benchmarks: {', '.join(unknown)}")
    figures: list[Figure] = []
    for name in given.names or SUITES:
        print(f"measuring {name} …", file=sys.stderr)
        try:
            figures += suites[name]()
        except (RuntimeError, TimeoutError) as problem:
            print(f"{name} could not be measured whole: {problem!r}", file=sys.stderr)
    print(table(figures))
    print(f"written to {_write(figures)}", file=sys.stderr)
    return 0


def _write(figures: list[Figure]) -> Path:
    now = datetime.now(UTC)
    machine = {
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load": os.getloadavg(),
    }
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{now:%Y-%m-%dT%H-%M-%S}.json"
    report = {
        "measured": now.isoformat(),
        "machine": machine,
        "load": f"made by {generator()}",
        "figures": list(map(asdict, figures)),
    }
    path.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n")
    return path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
