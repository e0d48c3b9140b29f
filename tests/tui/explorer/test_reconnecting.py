"""Whatever becomes of the server meanwhile, what a person has chosen and written stays."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.tui.composer.publishing import press, type_event, type_text
from tests.tui.explorer.servers import ENGINE, REAL, explored, lose_and_find, sensors
from tests.tui.workspaces import explorer_of, lines_of, screen_of, until_shown

SERVERS = pytest.mark.parametrize("engine", [ENGINE, REAL], ids=["engine", "real"])
AFTERWARDS = pytest.mark.parametrize("other", [False, True], ids=["itself", "another"])

BATCH = '[{"stream": "lab", "source": "me", "timestamp": 1, "payload": {"n": 1}}'
"""Nothing that could be sent yet."""


def rows_of(pilot: Pilot[None]) -> list[str]:
    """The list's rows, but for their ages."""
    return [line[:40] for line in lines_of(pilot) if "sensor-" in line[:20]]


@SERVERS
@AFTERWARDS
async def test_focus_marks_filter_and_pause_outlast_the_server(engine: bool, other: bool) -> None:
    flux = sensors(engine)
    async with explored(flux) as (pilot, workspace, server):
        await press(pilot, "slash")
        await type_text(pilot, "sensor-")
        await press(pilot, "enter", "down", "down", "space", "space")
        await until_shown(pilot, "2 marked ── 8 of 9 ── sensor-")
        focus, marks = explorer_of(pilot).focused, sorted(workspace.view.marks)
        await until_shown(pilot, " sensor-4 ──")
        await press(pilot, "p")
        await until_shown(pilot, "paused")
        before = rows_of(pilot)
        found = sensors(engine, log_id="log-2", value=2, count=6) if other else flux
        await lose_and_find(pilot, workspace, server, found)
        await until_shown(pilot, "changed: p shows them")
        assert rows_of(pilot) == before
        await press(pilot, "p")
        shown = "6 of 7" if other else "8 of 9"
        await until_shown(pilot, f"2 marked ── {shown} ── sensor-")
        await until_shown(pilot, " sensor-4 ──")
        assert explorer_of(pilot).focused is focus
        assert sorted(workspace.view.marks) == marks
        await press(pilot, "down")
        await until_shown(pilot, " sensor-5 ──")
        assert found.posted == flux.posted == []


@SERVERS
@AFTERWARDS
async def test_an_open_composer_goes_on_as_if_nothing_had_happened(
    engine: bool, other: bool
) -> None:
    flux = sensors(engine)
    async with explored(flux) as (pilot, workspace, server):
        await press(pilot, "n")
        await type_event(pilot, "lab.sensors", "me", "sensor-3", "", "n", "12")
        await type_text(pilot, "half-writ")
        screen, field = pilot.app.screen, pilot.app.focused
        found = sensors(engine, log_id="log-2", value=2) if other else flux
        await lose_and_find(pilot, workspace, server, found)
        assert pilot.app.screen is screen
        assert pilot.app.focused is field
        await type_text(pilot, "ten")
        assert isinstance(field, Input)
        assert field.value == "half-written"
        for text in ("lab.sensors", "sensor-3", "12"):
            assert text in screen_of(pilot)
        await until_shown(pilot, f"{2 if other else 1} → 12")
        assert found.posted == flux.posted == []


@SERVERS
@AFTERWARDS
async def test_closed_drafts_are_there_when_they_are_opened_again(
    engine: bool, other: bool
) -> None:
    flux = sensors(engine)
    async with explored(flux) as (pilot, workspace, server):
        await press(pilot, "n")
        await type_event(pilot, "lab.sensors", "me", "sensor-9")
        await press(pilot, "escape", "b")
        await until_shown(pilot, "batch")
        await type_text(pilot, BATCH)
        await press(pilot, "escape", "e")
        await until_shown(pilot, "event from room-1")
        await type_event(pilot, "lab", "me", "", "")
        await press(pilot, "tab", "tab", "end")
        await type_text(pilot, "77")
        await until_shown(pilot, "1 → 177")
        await press(pilot, "escape")
        found = sensors(engine, log_id="log-2", value=2) if other else flux
        await lose_and_find(pilot, workspace, server, found)
        drafts = {"n": "sensor-9", "b": '"payload": {"n": 1}}', "e": "changed meanwhile → 177"}
        for key, text in drafts.items():
            await press(pilot, key)
            await until_shown(pilot, text)
            await press(pilot, "escape")
        assert found.posted == flux.posted == []
