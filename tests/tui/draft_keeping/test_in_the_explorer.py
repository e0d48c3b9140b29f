"""Drafts come back with the next explorer, which says so once and quietly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flux_tui.model.json import Json
from flux_tui.tui.app import ExplorerApp
from flux_tui.tui.keys.own_keys import OwnKeys
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import Workspace
from tests.tui.composer.publishing import WIDE, exploring, press, scripted, type_event, type_text
from tests.tui.workspaces import screen_of, until, until_shown

STATE: dict[str, dict[str, Json]] = {"lamp": {"power": 40, "place": "hall"}}


def workspace(folder: Path) -> Workspace:
    options = ExplorerOptions(url="http://flux.test:3000", utc=True, state_folder=folder)
    return scripted(STATE, options)[0]


def kept(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("drafts/*.drafts"))


async def test_what_is_typed_is_on_the_disk_while_the_explorer_still_runs(tmp_path: Path) -> None:
    async with exploring(workspace(tmp_path)) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "lab.sensors", "me", "sensor-09")
        await until(pilot, lambda: b"sensor-09" in kept(tmp_path), "it is on the disk")


async def test_drafts_come_back_and_it_is_said(tmp_path: Path) -> None:
    async with exploring(workspace(tmp_path)) as pilot:
        await press(pilot, "b")
        await type_text(pilot, "[1")
        await press(pilot, "escape", "e")
        await type_text(pilot, "5")
        await press(pilot, "escape", "n")
        await type_event(pilot, "lab.sensors", "me", "sensor-09")
    async with exploring(workspace(tmp_path)) as pilot:
        await until_shown(pilot, "kept from last time")
        shown = " ".join(screen_of(pilot).split())
        assert "new event about sensor-09: n opens it" in shown
        assert "a batch, 2 B: b opens it" in shown
        assert "an event from lamp: e there opens it" in shown
        await press(pilot, "n")
        await until_shown(pilot, "sensor-09")
        assert "lab.sensors" in screen_of(pilot)
        await press(pilot, "escape", "b")
        await until_shown(pilot, "batch of events")
        assert "[1" in screen_of(pilot)
        await press(pilot, "escape", "e")
        await until_shown(pilot, "event from lamp")
        await until_shown(pilot, "Stream    5")


async def test_drafts_that_are_back_are_opened_by_the_keys_that_a_person_has_given(
    tmp_path: Path,
) -> None:
    keys = {"explorer.event": "f12", "explorer.batch": "W", "explorer.edit": "Q"}
    async with exploring(workspace(tmp_path)) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "lab.sensors", "me", "sensor-09")
        await press(pilot, "escape", "b")
        await type_text(pilot, "[1")
        await press(pilot, "escape", "e")
        await type_text(pilot, "5")
    app = ExplorerApp(workspace(tmp_path), own_keys=OwnKeys(keys))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_shown(pilot, "sensor-09: f12 opens it")
        await until_shown(pilot, "a batch, 2 B: W opens it")
        await until_shown(pilot, "an event from lamp: Q there opens it")


async def test_what_was_sent_does_not_come_back(tmp_path: Path) -> None:
    async with exploring(workspace(tmp_path)) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "sensor-09", "", "p", "1")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "in the state after")
    async with exploring(workspace(tmp_path)) as pilot:
        await press(pilot, "n")
        await until_shown(pilot, "Stream")
        assert "sensor-09" not in screen_of(pilot).split("Stream")[1]


async def test_a_draft_is_of_the_server_that_it_was_written_for(tmp_path: Path) -> None:
    async with exploring(workspace(tmp_path)) as pilot:
        await press(pilot, "b")
        await type_text(pilot, "[1")
    elsewhere = ExplorerOptions(url="http://flux.lab:3000", utc=True, state_folder=tmp_path)
    async with exploring(scripted(STATE, elsewhere)[0]) as pilot:
        await press(pilot, "b")
        await until_shown(pilot, "batch of events")
        assert "[1" not in screen_of(pilot)
    read_only = replace(workspace(tmp_path).options, read_only=True)
    async with exploring(scripted(STATE, read_only)[0]) as pilot:
        await press(pilot, "b")
        await until_shown(pilot, "read-only")
    async with exploring(workspace(tmp_path)) as pilot:
        await press(pilot, "b")
        await until_shown(pilot, "[1")


async def test_that_the_disk_takes_no_more_is_said_once_when_that_begins(tmp_path: Path) -> None:
    for name in ("drafts", "sent"):
        (tmp_path / name).write_text("a file where the folder should be")
    used = workspace(tmp_path)
    async with exploring(used, (160, 34)) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "lab.sensors", "me", "sensor-09")
        await until_shown(pilot, "drafts cannot be kept: ")
        pilot.app.clear_notifications()
        await used.open_ledger().ask(lambda store: store.numbers())
        await until_shown(pilot, "what is sent is kept in memory alone: ")
        assert "drafts cannot be kept" not in screen_of(pilot)
