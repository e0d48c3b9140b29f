"""With namespaces kept apart, too, every recorded request gets the recorded answer.

There is no deliberate difference in these cases.
"""

from __future__ import annotations

import pytest

from tests.contract.auth_cases import ADMIN_TOKEN, ALL_CASES, answers_of
from tests.contract.http_cases import Answer, Case
from tests.engine.running import engine_process


@pytest.fixture(scope="module")
def answers() -> dict[str, Answer]:
    """The answers of an engine that keeps its log itself."""
    with engine_process("--auth", env={"FLUX_ADMIN_TOKEN": ADMIN_TOKEN}) as engine:
        given = answers_of(engine.url)
        assert engine.stop() == 0
    return given


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: case.name)
def test_the_engine_answers_as_recorded(case: Case, answers: dict[str, Answer]) -> None:
    assert answers[case.name] == case.recorded


def test_the_names_of_the_cases_are_unique() -> None:
    assert len({case.name for case in ALL_CASES}) == len(ALL_CASES) == 53
