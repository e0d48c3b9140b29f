"""Keys of a person's own work, and stand wherever keys are shown."""

from __future__ import annotations

from textual.pilot import Pilot

from flux_tui.tui.app import ExplorerApp
from flux_tui.tui.keys.own_keys import OwnKeys
from tests.tui.workspaces import lines_of, screen_of, until, until_shown, workspace_of

STATE = {"lab-1": {"n": 1}}


def app(**keys: str) -> ExplorerApp:
    own = OwnKeys({name.replace("_", "."): key for name, key in keys.items()}, "config.toml")
    return ExplorerApp(workspace_of(STATE), own_keys=own)


def focused(pilot: Pilot[None]) -> str | None:
    return getattr(pilot.app.focused, "id", None)


async def test_they_work_and_the_usual_ones_no_longer_do() -> None:
    async with app(explorer_filter="F, ctrl+e").run_test(size=(118, 30)) as pilot:
        await until_shown(pilot, "lab-1")
        await pilot.press("slash")
        assert focused(pilot) != "filter"
        await pilot.press("F")
        assert focused(pilot) == "filter"
        await pilot.press("escape", "ctrl+e")
        assert focused(pilot) == "filter"


async def test_key_bar_help_and_palette_show_them() -> None:
    keys = app(explorer_filter="F", app_palette="ctrl+k", app_quit="Q", app_help="f1")
    async with keys.run_test(size=(118, 80)) as pilot:
        await until_shown(pilot, "s Sort  F Filter")
        assert "Q Quit" in lines_of(pilot)[-1]
        assert "^k palette" in lines_of(pilot)[-1]
        await pilot.press("f1")
        await until_shown(pilot, "In the explorer")
        assert any("F " in line and "Filter" in line for line in lines_of(pilot)[:-1])
        await pilot.press("escape", "ctrl+k", *"filter")
        await until_shown(pilot, "(F)")


async def test_what_is_wrong_with_them_is_said_once() -> None:
    async with app(explorer_fliter="F").run_test(size=(118, 30), notifications=True) as pilot:
        await until(pilot, lambda: "you mean explorer.filter" in screen_of(pilot))
        assert screen_of(pilot).count("explorer.fliter") == 1
