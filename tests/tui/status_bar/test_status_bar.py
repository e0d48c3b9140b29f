"""The status bar says what the screen is worth, and gives up the least important first."""

from __future__ import annotations

import pytest

from flux_tui.client import Phase
from flux_tui.model.instant import NS
from flux_tui.model.json import Json
from tests.tui.workspaces import (
    NOON,
    FrozenClock,
    app_of,
    lines_of,
    screen_of,
    session_of,
    until,
    until_shown,
    workspace_of,
)

STATE: dict[str, dict[str, Json]] = {f"sensor-{n:02}": {"temperature": 20.5 + n} for n in range(9)}
WIDE = (120, 34)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ({"phase": Phase.CONNECTING}, "connecting"),
        ({"phase": Phase.LOADING, "loaded": 1200}, "loading 1,200 entities"),
        ({"phase": Phase.CATCHING_UP}, "catching up"),
        ({"phase": Phase.STALE, "since": NOON}, "stale since 12:00:00"),
        ({"phase": Phase.OFFLINE, "retry_at": NOON + 4 * NS}, "offline, retrying in 4 s"),
        ({"phase": Phase.LIVE, "mute": True}, "server is mute, polling"),
    ],
)
async def test_the_status_bar_says_what_the_screen_is_worth(
    status: dict[str, object], words: str
) -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        session_of(workspace).say(**status)
        await until_shown(pilot, words)
        assert "sensor-03" in screen_of(pilot), "what was known stays on the screen"


async def test_while_offline_the_reason_stands_in_the_status_bar() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        session_of(workspace).say(phase=Phase.OFFLINE, problem="\x1b[31mconnection refused")
        await until_shown(pilot, "␛[31mconnection refused")


async def test_ages_and_trust_go_on_by_themselves() -> None:
    clock = FrozenClock()
    workspace = workspace_of(STATE, clock=clock)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        await until_shown(pilot, "verified 0 s ago")
        clock.go_on(75)
        await until_shown(pilot, "verified 75 s ago")
        await until(
            pilot, lambda: any("sensor-01" in line and "1m" in line for line in lines_of(pilot))
        )


@pytest.mark.parametrize("width", [40, 60, 80, 118, 200])
async def test_the_status_bar_gives_up_the_least_important_first(width: int) -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(width, 24)) as pilot:
        line = lines_of(pilot)[0]
        assert "● live" in line
        assert len(line) == width
        if width >= 60:
            assert "9 entities" in line
        if width >= 80:
            assert "flux.test:3000" in line
