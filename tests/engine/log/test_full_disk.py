"""A disk without room: on a file system that is really full, and with files that may not grow."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.engine.running import engine_process

SCENARIOS = Path(__file__).with_name("small_disk.py")

MOUNT = 'mount -t tmpfs -o size=3m small-disk "$SMALL_DISK" && exec "$@"'
"""Run by a shell in name spaces of its own: nobody else sees the disk, no rights are needed."""

IN_NAME_SPACES = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", MOUNT, "sh"]


def on_a_small_disk(path: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command that finds a small disk at ``path``."""
    return subprocess.run(
        [*IN_NAME_SPACES, *command],
        env=os.environ | {"SMALL_DISK": str(path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


def test_a_disk_that_is_really_full_loses_nothing(tmp_path: Path) -> None:
    try:
        tried = on_a_small_disk(tmp_path, "true")
    except FileNotFoundError:
        pytest.skip("this system has no name spaces to mount a disk in")
    if tried.returncode:
        pytest.skip(f"this system lets nobody mount a disk: {tried.stderr}")
    done = on_a_small_disk(
        tmp_path,
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n0",
        "-p",
        "no:cacheprovider",
        str(SCENARIOS),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
    assert "skipped" not in done.stdout


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="limits are set from outside on Linux")
def test_files_that_may_not_grow_are_a_full_disk(tmp_path: Path) -> None:
    def publish(client: httpx.Client, number: int) -> httpx.Response:
        properties = {"n": number, "pad": "x" * 50_000}
        payload = {"entity_id": "e", "properties": properties}
        event = {"stream": "s", "source": "t", "eventId": str(number), "payload": payload}
        return client.post("/api/events", json=event)

    with engine_process(data=tmp_path) as engine, httpx.Client(base_url=engine.url) as client:
        pid, number = engine.process.pid, 0
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        for _ in range(2):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (600_000 + number * 60_000, hard))
            while (answer := publish(client, number)).status_code == 200:
                number += 1
                assert number < 1_000
            assert (answer.status_code, list(answer.json())) == (507, ["error"])
            assert client.get("/api/health").json()["sequence"] == number
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))
            assert publish(client, number).json() == {"eventId": str(number), "stream": "s"}
            number += 1
        engine.kill()
    with engine_process(data=tmp_path) as engine, httpx.Client(base_url=engine.url) as client:
        assert client.get("/api/health").json()["sequence"] == number > 2
