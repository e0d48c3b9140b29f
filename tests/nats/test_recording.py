"""The recorded requests get the same answers on a stream as on any other log."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pytest

from flux_tui.engine.log.jetstream.stream import STREAM
from tests.contract.http_cases import Answer, Case, Server
from tests.contract.test_http_recording import ALL_CASES, OWN_PATHS, comparable, expected
from tests.engine.running import START_SECONDS, engine_process
from tests.nats.servers import NatsServer, nats_server


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    """The answers to all cases, each asked once the engine shows what those before have done."""
    place: Path = tmp_path_factory.mktemp("recording")
    given: dict[str, Answer] = {}
    with nats_server(place) as server, engine_process(nats=server.url) as engine:
        asked = Server(engine.url)
        for case in ALL_CASES:
            given[case.name] = asked.ask(case)
            if case.method != "GET":
                wait_until_shown(server, engine.url)
        asked.close()
    return given


def wait_until_shown(server: NatsServer, url: str) -> None:
    """Wait until the engine has heard of all that is in the stream."""
    deadline = time.monotonic() + START_SECONDS
    while httpx.get(f"{url}/api/health").json()["sequence"] < last_sequence(server):
        assert time.monotonic() < deadline
        time.sleep(0.002)


def last_sequence(server: NatsServer) -> int:
    """As NATS's monitor tells it."""
    told = httpx.get(f"http://127.0.0.1:{server.monitor}/jsz?streams=true").json()
    (state,) = (
        stream["state"]
        for account in told["account_details"]
        for stream in account["stream_detail"]
        if stream["name"] == STREAM
    )
    return int(state["last_seq"])


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: case.name)
def test_the_engine_answers_as_recorded(case: Case, answers: dict[str, Answer]) -> None:
    if case.name not in OWN_PATHS:
        wanted = expected(case)
        assert comparable(answers[case.name], wanted) == wanted
