"""``flux-tui serve`` as a person meets it: one line, signals, a crash, and what goes wrong."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.engine.running import command, engine_process, environment, failure

EVENT = {"stream": "s", "source": "t", "payload": {"entity_id": "e", "properties": {"n": 1}}}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_with_zero(number: int) -> None:
    with engine_process() as engine:
        assert engine.line == f"serving {engine.url} (log: memory)"
        with httpx.stream("GET", f"{engine.url}/api/stream"):
            assert engine.stop(number) == 0
        assert engine.process.stdout is not None
        assert engine.process.stdout.read() == ""


def test_the_state_survives_a_stop_and_a_crash(tmp_path: Path) -> None:
    seen = []
    for end in ("stop", "kill", "stop"):
        with engine_process(data=tmp_path) as engine:
            assert engine.line == f"serving {engine.url} (log: sqlite, {tmp_path})"
            seen.append(httpx.get(f"{engine.url}/api/state/entities").json())
            httpx.post(f"{engine.url}/api/events", json=EVENT).raise_for_status()
            acknowledged = httpx.get(f"{engine.url}/api/state/entities").json()
            engine.kill() if end == "kill" else engine.stop()
        seen.append(acknowledged)
    assert seen[0] == []
    assert seen[1] == seen[2]
    assert seen[3] == seen[4]


def test_a_port_in_use_is_named() -> None:
    with engine_process() as engine:
        port = engine.url.rpartition(":")[2]
        code, words = failure("--memory", "--port", port)
    assert code != 0
    assert f"port {port}" in words
    assert "--port" in words


def test_a_directory_in_use_is_named_with_the_process(tmp_path: Path) -> None:
    with engine_process(data=tmp_path) as engine:
        code, words = failure("--data", str(tmp_path), "--port", "0")
        assert code != 0
        assert f"process {engine.process.pid}" in words


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, words = failure("--data", str(tmp_path / "file" / "data"), "--port", "0")
    assert code != 0
    assert "cannot be used" in words


def test_a_foreign_database_is_named(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "events.db")
    other.execute("CREATE TABLE bookmarks (url TEXT)")
    other.close()
    code, words = failure("--data", str(tmp_path), "--port", "0")
    assert code != 0
    assert "another program" in words


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--host", "0.0.0.0"), "--insecure"),
        (("--memory", "--data", "x"), "--data"),
        (("--protect-reads",), "--token"),
        (("--save-to", "x"), "--check"),
        (("--nats", "http://localhost"), "--nats"),
        (("--nats", "localhost", "--memory"), "--memory"),
        (("--nats-ca", "ca.pem"), "--nats"),
        (("--port", "70000"), "65535"),
        (("--log-level", "loud"), "loud"),
    ],
)
def test_a_wrong_wish_ends_with_two_and_says_why(options: tuple[str, ...], word: str) -> None:
    code, words = failure(*options)
    assert code == 2
    assert word in words


def test_tokens_come_from_the_environment(tmp_path: Path) -> None:
    with engine_process(env={"FLUX_TOKEN": "s3cret"}) as engine:
        assert httpx.post(f"{engine.url}/api/events", json=EVENT).status_code == 401
        headers = {"Authorization": "Bearer s3cret"}
        answer = httpx.post(f"{engine.url}/api/events", json=EVENT, headers=headers)
        assert answer.status_code == 200


def test_a_log_can_be_looked_through(tmp_path: Path) -> None:
    with engine_process(data=tmp_path) as engine:
        httpx.post(f"{engine.url}/api/events", json=EVENT).raise_for_status()
    done = subprocess.run(
        command("--check", str(tmp_path)), capture_output=True, text=True, timeout=30, check=True
    )
    found = json.loads(done.stdout)
    assert (found["oldest"], found["newest"], found["problems"]) == (1, 1, [])
    saving = command("--check", str(tmp_path), "--save-to", str(tmp_path / "saved"))
    done = subprocess.run(saving, capture_output=True, text=True, timeout=30, check=True)
    saved = json.loads(done.stdout)
    assert saved.items() >= {"oldest": 1, "newest": 1, "problems": []}.items()
    assert saved["log_id"] != found["log_id"]
    code, words = failure("--check", str(tmp_path / "nowhere"))
    assert code != 0
    assert "there is no log" in words


def test_its_own_words_can_be_json_lines() -> None:
    with engine_process("--log-level", "info", "--log-json", told=True) as engine:
        assert engine.stop() == 0
        first = json.loads(engine.told().splitlines()[0])
    assert {"time", "level", "logger", "message"} <= first.keys()


@pytest.mark.parametrize("options", [(), ("--log-level", "debug")])
def test_a_log_file_takes_what_standard_error_does_not(
    options: tuple[str, ...], tmp_path: Path
) -> None:
    file = tmp_path / "serve.log"
    own = ("--token", "s3cret", "--log-file", str(file))
    with engine_process(*own, *options, told=True) as engine:
        assert engine.stop() == 0
        words = engine.told()
    assert "serve on Python" in file.read_text()
    assert "s3cret" not in file.read_text() + words
    assert bool(words) == ("debug" in options)


def test_its_help_has_a_line_for_each_option() -> None:
    done = subprocess.run(
        command("--help"),
        capture_output=True,
        text=True,
        timeout=30,
        env=environment({"COLUMNS": "80"}),
        check=True,
    )
    options = done.stdout.partition("Options:\n")[2].splitlines()
    assert len(options) > 10
    assert all(line.startswith(("  --", "  -h")) for line in options)


def test_a_reader_that_does_not_read_does_not_keep_it_from_ending() -> None:
    with engine_process() as engine, socket.socket() as stuck:
        stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        host, port = engine.url.removeprefix("http://").split(":")
        stuck.connect((host, int(port)))
        stuck.sendall(b"GET /api/stream?after=0 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        large = {**EVENT, "payload": {"entity_id": "e", "properties": {"n": "x" * 900_000}}}
        for _ in range(10):
            httpx.post(f"{engine.url}/api/events", json=large).raise_for_status()
        assert engine.stop() == 0


def test_nothing_is_said_when_nothing_is_wrong() -> None:
    with engine_process(told=True) as engine:
        with httpx.stream("GET", f"{engine.url}/api/stream"):
            httpx.post(f"{engine.url}/api/events", json=EVENT).raise_for_status()
            assert engine.stop() == 0
        assert engine.told() == ""
