"""The palette has every action that has a key, by its name, and those that have none."""

from __future__ import annotations

from tests.tui.composer.publishing import exploring, press, type_text
from tests.tui.workspaces import until, until_shown, workspace_of


async def test_what_a_key_does_is_found_and_done_by_its_name() -> None:
    workspace = workspace_of({"a": {"n": 1}, "b": {"n": 2}})
    async with exploring(workspace) as pilot:
        await press(pilot, "ctrl+p")
        await type_text(pilot, "reverse")
        await until_shown(pilot, "(S)")
        await press(pilot, "enter")
        await until(pilot, lambda: workspace.view.reverse, "the order turned round")


async def test_an_action_is_offered_with_its_key_read_as_text() -> None:
    async with exploring(workspace_of({"a": {"n": 1}})) as pilot:
        await press(pilot, "ctrl+p")
        await type_text(pilot, "filter")
        await until_shown(pilot, "(/)")
