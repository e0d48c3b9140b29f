"""The recorded requests get the same answers on a stream as on any other log."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.differences import ALL_CASES, OWN_PATHS, comparable, expected
from tests.contract.http_cases import Answer, Case, Server
from tests.engine.running import engine_process
from tests.nats.servers import nats_server
from tests.nats.waiting import wait_until_shown


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


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: case.name)
def test_the_engine_answers_as_recorded(case: Case, answers: dict[str, Answer]) -> None:
    if case.name not in OWN_PATHS:
        wanted = expected(case)
        assert comparable(answers[case.name], wanted) == wanted
