"""With namespaces kept apart in NATS, the recorded requests get the recorded answers, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.auth_cases import ADMIN_TOKEN, ALL_CASES, answers_of
from tests.contract.http_cases import Answer, Case
from tests.engine.running import engine_process
from tests.nats.servers import nats_server
from tests.nats.waiting import wait_until_shown


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    """The answers to all cases, each asked once the engine shows what those before have done."""
    place: Path = tmp_path_factory.mktemp("recording")
    with (
        nats_server(place) as server,
        engine_process("--auth", nats=server.url, env={"FLUX_ADMIN_TOKEN": ADMIN_TOKEN}) as engine,
    ):
        return answers_of(engine.url, lambda case: wait_until_shown(server, engine.url))


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: case.name)
def test_the_engine_answers_as_recorded(case: Case, answers: dict[str, Answer]) -> None:
    assert answers[case.name] == case.recorded
