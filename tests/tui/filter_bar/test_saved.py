"""Filters are kept under names, come back in the next run, and can be forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from flux_tui.model.json import Json
from flux_tui.tui.filter_bar.filter_history import FILTERS
from flux_tui.tui.filter_bar.saved import MOST, SAVED, save
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.remembered.remembered import Remembered
from flux_tui.tui.workspace import Workspace
from tests.tui.composer.publishing import exploring, press, type_text
from tests.tui.filter_bar.bars import bar_of
from tests.tui.workspaces import screen_of, until, until_shown, workspace_of

STATE: dict[str, dict[str, Json]] = {"lab": {"n": 1}, "hall": {"n": 2}}


def of(folder: Path, profile: str | None = "lab") -> Workspace:
    options = ExplorerOptions(
        url="http://flux.test:3000", profile=profile, state_folder=folder, utc=True
    )
    return workspace_of(STATE, options=options)


async def filtered_by(pilot: Pilot[None], text: str) -> None:
    await press(pilot, "slash")
    await type_text(pilot, text)
    await until_shown(pilot, f"of 2 ── {text}")


@pytest.mark.parametrize("profile", ["lab", None])
async def test_a_saved_filter_is_found_by_its_name_in_the_next_run(
    tmp_path: Path, profile: str | None
) -> None:
    async with exploring(of(tmp_path, profile)) as pilot:
        await filtered_by(pilot, "n>1")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "name this filter")
        await type_text(pilot, "crowded")
        await press(pilot, "enter")
        await until_shown(pilot, "saved as crowded")
        await press(pilot, "escape")
    async with exploring(of(tmp_path, profile)) as pilot:
        await press(pilot, "F")
        await until_shown(pilot, "crowded  n>1")
        await press(pilot, "enter")
        await until_shown(pilot, "1 of 2 ── n>1")
        assert bar_of(pilot).display, "no filter is active unseen"


async def test_those_used_before_are_searched_from_the_bar(tmp_path: Path) -> None:
    workspace = of(tmp_path)
    workspace.remembered.put(FILTERS, ("n<5", "lab", "hall n=2"))
    async with exploring(workspace) as pilot:
        await press(pilot, "slash", "ctrl+r")
        await until_shown(pilot, "hall n=2")
        await type_text(pilot, "ha")
        await until(pilot, lambda: "n<5" not in screen_of(pilot))
        await press(pilot, "enter")
        await until_shown(pilot, "1 of 2 ── hall n=2")


async def test_of_a_long_one_it_is_marked_that_there_is_more(tmp_path: Path) -> None:
    workspace = of(tmp_path)
    workspace.remembered.put(FILTERS, ("n=" + "1" * 100,))
    save(workspace.remembered, "crowded", "n>1")
    async with exploring(workspace) as pilot:
        await press(pilot, "F")
        await until_shown(pilot, "n=" + "1" * 58 + "…")


async def test_one_is_forgotten_and_does_not_come_back(tmp_path: Path) -> None:
    workspace = of(tmp_path)
    workspace.remembered.put(FILTERS, ("n<5", "lab"))
    save(workspace.remembered, "mine", "n=1")
    async with exploring(workspace) as pilot:
        await press(pilot, "F", "ctrl+d")
        await until(pilot, lambda: "mine" not in screen_of(pilot))
        await press(pilot, "ctrl+d")
        await until(pilot, lambda: "n<5" not in screen_of(pilot))
        await press(pilot, "escape")
    assert of(tmp_path).remembered.get(FILTERS) == ("lab",)
    assert of(tmp_path).remembered.get(SAVED) == {}


@pytest.mark.parametrize("text", ["", "n>"])
async def test_what_is_no_filter_is_not_saved(text: str) -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "slash")
        await type_text(pilot, text)
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "there is no filter to save")


def test_a_name_given_again_holds_the_new_one_and_the_oldest_go() -> None:
    remembered = Remembered()
    save(remembered, "a", "1")
    save(remembered, "a", "2")
    assert remembered.get(SAVED) == {"a": "2"}
    for number in range(MOST):
        save(remembered, f"n-{number}", "x")
    assert len(remembered.get(SAVED)) == MOST
    assert "a" not in remembered.get(SAVED)
