"""However a demo is left, nothing of it is left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import psutil
import pytest

from tests.engine.running import engine_process, environment

PATIENCE = 30.0
"""Seconds that a process may take to start or to end on a busy machine."""


class Headless:
    """A running ``flux-tui demo --headless`` and its engine."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        self.process = process
        self.stdout = process.stdout
        self.first = json.loads(self.stdout.readline())
        self.children: list[psutil.Process] = psutil.Process(process.pid).children(recursive=True)

    def assert_nothing_is_left(self) -> None:
        """Wait until the engine has ended, too."""
        assert len(self.children) == 1
        _, alive = psutil.wait_procs(self.children, timeout=PATIENCE)
        assert alive == []


@contextmanager
def headless(*options: str) -> Iterator[Headless]:
    command = [sys.executable, "-m", "flux_tui", "demo", "--headless", *options]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment({"FLUX_URL": "http://elsewhere.example", "FLUX_TOKEN": "secret"}),
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield Headless(process)
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 0), (signal.SIGHUP, 0), (signal.SIGINT, 130)]
)
def test_a_signal_ends_it_and_its_engine(number: signal.Signals, code: int) -> None:
    with headless() as demo:
        demo.process.send_signal(number)
        _, errors = demo.process.communicate(timeout=PATIENCE)
        assert demo.process.returncode == code
        assert errors.count("\n") == 1
        demo.assert_nothing_is_left()


def test_a_kill_of_the_demo_ends_its_engine() -> None:
    with headless() as demo:
        demo.process.kill()
        demo.process.wait(PATIENCE)
        demo.assert_nothing_is_left()


def test_an_interrupt_of_the_whole_terminal_reaches_the_demo_alone_and_ends_both() -> None:
    with headless() as demo:
        os.killpg(demo.process.pid, signal.SIGINT)
        assert demo.process.wait(PATIENCE) == 130
        demo.assert_nothing_is_left()


def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    with headless("--speed", "20") as demo:
        demo.stdout.close()
        assert demo.process.stderr is not None
        assert demo.process.stderr.read().count("\n") == 1
        assert demo.process.wait(PATIENCE) == 0
        demo.assert_nothing_is_left()


def test_it_ends_after_its_seconds_and_prints_what_happens_as_json_lines() -> None:
    with headless("--seconds", "1", "--speed", "5") as demo:
        lines = [demo.first, *map(json.loads, demo.stdout)]
        assert demo.process.wait(PATIENCE) == 0
        demo.assert_nothing_is_left()
    changes = [line for line in lines if "deleted" not in line]
    keys = {"entity_id", "property", "value", "before", "timestamp", "source"}
    assert all(line.keys() == keys for line in changes)
    assert len({line["entity_id"] for line in changes}) >= 60
    assert any(line["before"] is not None for line in changes)


def test_this_machine_is_a_scenario_too() -> None:
    with headless("host", "--seconds", "1") as demo:
        lines = [demo.first, *map(json.loads, demo.stdout)]
        assert demo.process.wait(PATIENCE) == 0
    assert "cpu-00" in {line["entity_id"] for line in lines}


def test_it_can_be_played_to_a_server_that_is_named() -> None:
    with engine_process() as engine:
        command = [sys.executable, "-m", "flux_tui", "demo", "--headless", "--quiet"]
        done = subprocess.run(
            [*command, "--url", engine.url, "--seconds", "0"],
            check=False,
            env=environment(),
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert len(httpx.get(f"{engine.url}/api/state/entities").json()) >= 60
