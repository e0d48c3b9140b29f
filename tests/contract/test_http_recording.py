"""Every recorded request gets the recorded answer, the deliberate differences apart."""

from __future__ import annotations

import pytest

from tests.contract.differences import (
    ADDED_TO_LISTS,
    ALL_CASES,
    DIFFERENCES,
    OWN_PATHS,
    WARNINGS,
    comparable,
    expected,
)
from tests.contract.http_cases import Answer, Case, Server
from tests.engine.running import engine_process

_OWN_PATH = "a path of the engine's own"


@pytest.fixture(scope="module")
def answers() -> dict[str, Answer]:
    """The engine's answers to all cases, asked in the order of the recording."""
    with engine_process() as engine:
        server = Server(engine.url)
        given = {case.name: server.ask(case) for case in ALL_CASES}
        server.close()
        assert engine.stop() == 0
    return given


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: case.name)
def test_the_engine_answers_as_recorded(case: Case, answers: dict[str, Answer]) -> None:
    if case.name in OWN_PATHS:
        assert answers[case.name].status == 200, _OWN_PATH
        return
    wanted = expected(case)
    assert comparable(answers[case.name], wanted) == wanted


def test_every_difference_is_one(answers: dict[str, Answer]) -> None:
    named = {*DIFFERENCES, *WARNINGS, *ADDED_TO_LISTS, *OWN_PATHS}
    differing = {
        case.name
        for case in ALL_CASES
        if comparable(answers[case.name], case.recorded) != case.recorded
    }
    assert differing == named


def test_the_names_of_the_cases_are_unique() -> None:
    assert len({case.name for case in ALL_CASES}) == len(ALL_CASES) == 172
