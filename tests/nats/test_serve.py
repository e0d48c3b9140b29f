"""``flux-tui serve --nats``, as a person starts it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import httpx

from flux_tui.engine.log.jetstream.snapshots import BUCKET
from tests.engine.running import command, engine_process, environment
from tests.nats.servers import NatsServer, nats_server
from tests.nats.streams import JetStream
from tests.ports import free_port

OFTEN = "from flux_tui.engine import snapshots; snapshots.CLOSING_EVENTS = 2"
"""Run before the engine: it takes a snapshot when it ends."""


def publish(url: str, **properties: object) -> None:
    payload = {"entity_id": "e", "properties": properties}
    content = {"stream": "s", "source": "t", "timestamp": 1, "payload": payload}
    httpx.post(f"{url}/api/events", json=content).raise_for_status()


def shown(url: str) -> object:
    return httpx.get(f"{url}/api/state/entities/e").json()["properties"]


def test_one_line_says_where_and_never_a_secret(tmp_path: Path) -> None:
    log_file = tmp_path / "engine.log"
    with nats_server(tmp_path, 'authorization { token: "s3cret" }') as server:
        secret = server.url.replace("nats://", "nats://s3cret@")
        with engine_process("--log-file", str(log_file), nats=secret, told=True) as engine:
            assert engine.line.endswith(f"(log: jetstream, {server.url})")
            publish(engine.url, n=1)
            health = httpx.get(f"{engine.url}/api/health").json()
            assert (health["status"], health["log"]) == ("ok", "jetstream")
            assert engine.stop() == 0
            assert "s3cret" not in engine.line + engine.told() + log_file.read_text()
        with engine_process(nats=server.url, env={"FLUX_NATS_TOKEN": "s3cret"}) as engine:
            assert httpx.get(f"{engine.url}/api/state/entities").json()[0]["id"] == "e"


def test_where_nats_is_not_there_the_code_is_that_of_an_unreachable_server() -> None:
    port = free_port()
    done = subprocess.run(
        command("--port", "0", "--nats", f"nats://127.0.0.1:{port}"),
        capture_output=True,
        text=True,
        timeout=60,
        env=environment(),
        check=False,
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert "no NATS server answers" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_crash_of_everything_loses_nothing_that_was_acknowledged(server: NatsServer) -> None:
    with engine_process(nats=server.url) as engine:
        for number in range(50):
            publish(engine.url, n=number)
        server.kill()
        engine.kill()
    server.start()
    server.wait_until_ready()
    with engine_process(nats=server.url) as engine:
        health = httpx.get(f"{engine.url}/api/health").json()
        assert (health["sequence"], health["entities"]) == (50, 1)
        assert shown(engine.url) == {"n": 49}


async def test_with_a_directory_the_world_survives_the_loss_of_the_store(
    tmp_path: Path, server: NatsServer
) -> None:
    with engine_process(nats=server.url, data=tmp_path / "copy", program=OFTEN) as engine:
        for number in range(5):
            publish(engine.url, **{f"p{number}": number})
        assert engine.stop() == 0
    async with JetStream.at(server.url) as jetstream:
        await jetstream.purge(seq=5)
        await jetstream.delete(f"OBJ_{BUCKET}")
    with engine_process(nats=server.url, data=tmp_path / "copy") as engine:
        assert shown(engine.url) == {f"p{number}": number for number in range(5)}
