"""A key that finds nothing to act on says so."""

from __future__ import annotations

import pytest

from flux_tui.model.json import Json
from tests.tui.composer.publishing import exploring, press, type_text
from tests.tui.workspaces import explorer_of, screen_of, until_shown, workspace_of

STATE: dict[str, dict[str, Json]] = {"lamp-1": {"on": True}}
KEYS = {
    "h": "read the history of",
    "o": "choose columns of",
    "plus": "filter by",
    "minus": "filter by",
    "y": "copy",
    "x": "export",
    "d": "delete",
}


@pytest.mark.parametrize(("key", "do"), KEYS.items())
async def test_where_nothing_is_shown(key: str, do: str) -> None:
    async with exploring(workspace_of(STATE), (80, 24)) as pilot:
        await press(pilot, "slash")
        await type_text(pilot, "nobody")
        await press(pilot, "enter")
        await until_shown(pilot, "Nothing matches nobody")
        await press(pilot, key)
        await until_shown(pilot, "nothing is shown, so there is")
        assert do.split()[-1] in screen_of(pilot)
        assert pilot.app.screen is explorer_of(pilot)
        assert "Nothing matches nobody" in screen_of(pilot)


@pytest.mark.parametrize(("key", "do"), KEYS.items())
async def test_in_an_empty_world(key: str, do: str) -> None:
    nothing: dict[str, dict[str, Json]] = {}
    async with exploring(workspace_of(nothing), (80, 24)) as pilot:
        await until_shown(pilot, "This world is empty.")
        await press(pilot, key)
        await until_shown(pilot, f"there is nothing to {do.split()[0]}")
        assert pilot.app.screen is explorer_of(pilot)
