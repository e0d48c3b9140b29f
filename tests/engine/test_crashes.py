"""kill -9 under load: nothing acknowledged is lost, doubled or reordered."""

from __future__ import annotations

from pathlib import Path

from tests.engine.crashes import crash_rounds


async def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    assert await crash_rounds(tmp_path, rounds=3, seed=1) > 0
