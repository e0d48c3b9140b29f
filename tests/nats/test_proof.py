"""The promises of a cluster, with a few deeds; ``python -m tests.nats.proof`` does many."""

from __future__ import annotations

from pathlib import Path

from tests.nats.proof import prove


async def test_a_killed_leader_and_an_engine_replaced_under_a_client_lose_and_double_nothing(
    tmp_path: Path,
) -> None:
    assert await prove(tmp_path, ["leader", "engine"], seed=1) > 800


async def test_a_crash_of_everything_loses_and_doubles_nothing(tmp_path: Path) -> None:
    assert await prove(tmp_path, ["everything"], seed=2) > 400
