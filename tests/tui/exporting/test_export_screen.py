"""x writes what is meant into a file, asks before it replaces one, and can be stopped."""

from __future__ import annotations

import asyncio
import csv
import json
import re
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets._toast import Toast

from flux_tui.client import Phase, Trouble
from flux_tui.client.turns import Turns
from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from flux_tui.replica.export import unguarded
from tests.tui.composer.publishing import exploring, press, retype
from tests.tui.workspaces import (
    NOON,
    explorer_of,
    screen_of,
    session_of,
    until,
    until_shown,
    workspace_of,
)

HOSTILE = "=wire-\x1b]0;pwn\x07\u202e"
STATE: dict[str, dict[str, Json]] = {
    "sensor-01": {"place": {"building": "B2"}, "t": 20.5},
    "sensor-02": {"t": 21, "note": "=1+1"},
    HOSTILE: {"note": "a\nb"},
}


@pytest.fixture(autouse=True)
def in_a_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are written where the test may look."""
    monkeypatch.chdir(tmp_path)


def files_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def name(pilot: Pilot[None], file: str) -> None:
    """Give the file this name, instead of the one that is offered."""
    await until_shown(pilot, "format")
    await retype(pilot, file)


async def test_all_is_exported_as_the_servers_list_under_a_name_that_is_offered(
    tmp_path: Path,
) -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "x", "ctrl+t")
        await until_shown(pilot, "‹ all 3 ›")
        await press(pilot, "enter")
        await until_shown(pilot, "exported 3 entities")
        assert pilot.app.screen is explorer_of(pilot)
    (file,) = files_in(tmp_path)
    assert file.name.startswith("flux-2026-11-25-")
    listed = json.loads(file.read_text())
    assert {entity["id"]: entity["properties"] for entity in listed} == STATE
    assert listed[0]["lastUpdated"] == "2026-11-25T11:59:55.000000000+00:00"
    assert "\x1b" not in file.read_text()


async def test_the_format_and_the_end_of_the_name_follow_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "ctrl+a", "x")
        await until_shown(pilot, "‹ 3 marked ›")
        await name(pilot, "world.csv")
        await until_shown(pilot, "for spreadsheets")
        await press(pilot, "up", "right")
        await until_shown(pilot, "world.json ")
        await press(pilot, "left")
        await until_shown(pilot, "world.csv")
        await press(pilot, "down", "enter")
        await until_shown(pilot, "exported 3 entities")
        await until_shown(pilot, "to ~/world.csv")
    rows = list(csv.DictReader((tmp_path / "world.csv").read_text().splitlines(keepends=True)))
    by_id = {unguarded(row["id"]): row for row in rows}
    assert by_id["sensor-01"] == {
        "id": "sensor-01",
        "note": "",
        "place": '{"building":"B2"}',
        "t": "20.5",
    }
    assert by_id["sensor-02"]["note"] == "'=1+1"
    assert by_id[HOSTILE]["note"] == "a\nb"


async def test_the_marks_are_meant_where_there_are_any(tmp_path: Path) -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "end", "space", "x")
        await until_shown(pilot, "‹ 1 marked ›")
        await name(pilot, "one.jsonl")
        await press(pilot, "enter")
        await until_shown(pilot, "exported 1 entity")
    assert json.loads((tmp_path / "one.jsonl").read_text())["id"] == "sensor-02"


async def test_a_file_is_replaced_only_after_a_question(tmp_path: Path) -> None:
    file = tmp_path / "world.json"
    file.write_text("old")
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "x")
        await name(pilot, "world.json")
        await press(pilot, "enter")
        await until_shown(pilot, "world.json exists. Replace it?")
        await press(pilot, "escape", "enter")
        await until_shown(pilot, "Replace it?")
        assert file.read_text() == "old"
        await press(pilot, "y")
        await until_shown(pilot, "exported")
    assert file.read_text() != "old"


async def test_a_path_that_cannot_be_is_said_and_the_dialog_stays() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "x")
        await name(pilot, "nowhere/world.json")
        await press(pilot, "enter")
        await until_shown(pilot, "there is no directory nowhere")
        await name(pilot, "world.json")
        await until(pilot, lambda: "no directory" not in screen_of(pilot))


async def test_escape_stops_the_writing_and_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def for_ever(turns: Turns) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(Turns, "over", True)
    monkeypatch.setattr("flux_tui.tui.exporting.export_file.Turns.nap", for_ever)
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "ctrl+a", "x", "enter")
        await until_shown(pilot, "0 of 3 written · esc stops")
        await until(pilot, lambda: files_in(tmp_path))
        await press(pilot, "escape")
        await until_shown(pilot, "stopped: nothing was written")
        await until(pilot, lambda: not files_in(tmp_path))
        await press(pilot, "escape")
        await until(pilot, lambda: pilot.app.screen is explorer_of(pilot))


async def test_an_empty_world_has_nothing_to_export() -> None:
    async with exploring(workspace_of({})) as pilot:
        await press(pilot, "x")
        await until_shown(pilot, "there is nothing to export")


LOADING = {"phase": Phase.LOADING, "verified": None}
TOO_LARGE = {"phase": Phase.OFFLINE, "trouble": Trouble.TOO_LARGE, "problem": "too large"}
OFFLINE = {"phase": Phase.OFFLINE, "problem": "nobody answers"}
BEHIND = {"phase": Phase.CATCHING_UP}
CUT_OFF = {"phase": Phase.OFFLINE, "problem": "cut off", "verified": None}


@pytest.mark.parametrize(
    ("status", "before", "after"),
    [
        (LOADING, "The world is still loading", ", a part: the world was still loading"),
        (TOO_LARGE, "too large to be here whole", ", a part of a world that is too large"),
        (CUT_OFF, "never loaded whole", ", a part: the world was never loaded whole"),
        (OFFLINE, "the file has what was so at 12:00:00", ", as of 12:00:00"),
        (BEHIND, "may lack the last changes", ", perhaps without the last changes"),
    ],
    ids=["loading", "too large", "cut off", "offline", "behind"],
)
async def test_that_a_file_is_not_the_world_as_it_is_stands_there_before_and_after(
    tmp_path: Path, status: dict[str, object], before: str, after: str
) -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace) as pilot:
        session_of(workspace).say(**status)
        await press(pilot, "ctrl+a", "x")
        await until_shown(pilot, before)
        await name(pilot, "w.json")
        await press(pilot, "enter")
        await until(pilot, lambda: told(pilot), "the end")
        (said,) = told(pilot)
        assert "exported 3 entities" in said
        assert said.endswith(f"w.json{after}")
    assert len(json.loads((tmp_path / "w.json").read_text())) == 3


async def test_a_world_that_has_come_whole_meanwhile_needs_no_caution(tmp_path: Path) -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace) as pilot:
        session_of(workspace).say(**LOADING)
        await press(pilot, "ctrl+a", "x")
        await until_shown(pilot, "The world is still loading")
        await press(pilot, "ctrl+t", "ctrl+t")
        await until_shown(pilot, "‹ all 3 ›")
        workspace.world.apply(PropertySet("sensor-03", "t", 1, NOON))
        session_of(workspace).say(phase=Phase.LIVE, verified=NOON)
        await until(pilot, lambda: "still loading" not in screen_of(pilot), "all of it")
        await until_shown(pilot, "‹ all 4 ›")
        await name(pilot, "w.json")
        await press(pilot, "enter")
        await until(pilot, lambda: told(pilot), "the end")
        assert "exported 4 entities" in told(pilot)[0]
        assert told(pilot)[0].endswith("w.json")


def told(pilot: Pilot[None]) -> list[str]:
    """What notices stand there."""
    return [re.sub(r"\s+", " ", str(toast.render())) for toast in pilot.app.query(Toast)]
