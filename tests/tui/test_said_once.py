"""The same sentence is told once, as long as it stands there."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widgets._toast import Toast

from flux_tui.tui.options import ExplorerOptions
from tests.tui.composer.publishing import exploring, press
from tests.tui.workspaces import until, workspace_of

STATE = {"lamp-1": {"on": True}, "lamp-2": {"on": False}}
READ_ONLY = ExplorerOptions(url="http://127.0.0.1:9", read_only=True)


def toasts(pilot: Pilot[None]) -> list[str]:
    return [str(toast.render()) for toast in pilot.app.screen.query(Toast)]


async def test_a_key_that_is_held_is_refused_in_one_sentence() -> None:
    async with exploring(workspace_of(STATE, options=READ_ONLY)) as pilot:
        await press(pilot, *["d"] * 12)
        await until(pilot, lambda: toasts(pilot), "the refusal")
        await pilot.pause()
        assert len(toasts(pilot)) == 1


async def test_another_sentence_is_told_beside_it() -> None:
    async with exploring(workspace_of(STATE, options=READ_ONLY)) as pilot:
        await press(pilot, "d", "equals_sign", "d")
        await until(pilot, lambda: len(toasts(pilot)) == 2, "both sentences")


async def test_what_was_taken_away_is_told_again() -> None:
    async with exploring(workspace_of(STATE, options=READ_ONLY)) as pilot:
        await press(pilot, "d")
        await until(pilot, lambda: toasts(pilot), "the refusal")
        pilot.app.clear_notifications()
        await until(pilot, lambda: not toasts(pilot), "nothing is told")
        await press(pilot, "d")
        await until(pilot, lambda: len(toasts(pilot)) == 1, "the refusal, again")
