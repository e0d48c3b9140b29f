"""The palette has every action that has a key, by its name, and those that have none."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.command import CommandList, CommandPalette
from textual.pilot import Pilot
from textual.widgets import Input

from flux_tui.tui.options import ExplorerOptions
from tests.tui.composer.publishing import exploring, press, type_text
from tests.tui.workspaces import screen_of, until, until_shown, workspace_of


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


async def test_what_an_action_does_is_searched_for_words_not_for_letters() -> None:
    async with exploring(workspace_of({"a": {"n": 1}})) as pilot:
        await press(pilot, "ctrl+p")
        await type_text(pilot, "grouped")
        options = pilot.app.screen.query_one(CommandList)
        await until(pilot, lambda: 0 < options.option_count < 3)
        (found,) = (str(option.prompt) for option in options.options)
        assert "Choose what the list is grouped by" in " ".join(found.split())


def pictures_in(folder: Path) -> list[str]:
    return [path.read_text() for path in folder.glob("*.svg")]


async def offered(pilot: Pilot[None]) -> list[str]:
    """What the palette offers before anything is typed, from top to bottom."""
    palette = pilot.app.screen
    assert isinstance(palette, CommandPalette)
    options = palette.query_one(CommandList)
    await until(pilot, lambda: options.option_count > 5)
    lines = [str(option.prompt) for option in options.options]
    return [line.splitlines()[0].strip() for line in lines]


async def test_what_the_focused_pane_can_do_comes_first_and_moving_is_left_out() -> None:
    async with exploring(workspace_of({"a": {"n": 1}})) as pilot:
        await press(pilot, "ctrl+p")
        names = await offered(pilot)
        assert names.index("Sort") < names.index("Filter") < names.index("Quit")
        assert {"Theme", "Screenshot", "Switch server", "Help", "Feed: SSE"} <= set(names)
        assert not {"Down", "Page up", "First", "Keys", "Maximize"} & set(names)


async def test_every_screen_has_one_of_what_can_be_done_there() -> None:
    async with exploring(workspace_of({"a": {"n": 1}})) as pilot:
        await press(pilot, "n", "ctrl+p")
        names = await offered(pilot)
        assert "Send" in names
        assert "Feed: SSE" not in names


async def test_a_screenshot_is_kept_where_it_says_and_without_the_palette(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_PICTURES_DIR", str(tmp_path / "none"))
    monkeypatch.chdir(tmp_path)
    options = ExplorerOptions(url="http://flux.test:3000", token="secret-token")
    async with exploring(workspace_of({"lab-1": {"n": 1}}, options=options)) as pilot:
        await press(pilot, "ctrl+p")
        await type_text(pilot, "screenshot")
        await until_shown(pilot, "Keep a picture")
        await press(pilot, "enter")
        await until_shown(pilot, "the picture is")
    (picture,) = pictures_in(tmp_path)
    assert "lab-1" in picture
    assert ">Screenshot" not in picture
    assert "secret-token" not in picture


@pytest.mark.parametrize("key", ["pageup", "pagedown"])
async def test_a_window_without_room_for_its_list_has_no_pages(key: str) -> None:
    async with exploring(workspace_of({"a": {"n": 1}}), (40, 4)) as pilot:
        await press(pilot, "ctrl+p")
        await until(pilot, lambda: pilot.app.screen.query_one(CommandList).option_count)
        await press(pilot, key, key)
        await pilot.resize_terminal(80, 24)
        await until_shown(pilot, "Filter")
        await press(pilot, key)
        assert isinstance(pilot.app.screen, CommandPalette)


async def test_what_acts_on_a_terminal_is_not_pasted() -> None:
    async with exploring(workspace_of({"a": {"n": 1}})) as pilot:
        await press(pilot, "ctrl+p")
        for text in ("\x1b[31mfilter", "fil\u202eter", "filt"):
            pilot.app.post_message(events.Paste(text))
        await until(pilot, lambda: pilot.app.screen.query_one(Input).value)
        await type_text(pilot, "er")
        assert pilot.app.screen.query_one(Input).value == "filter"
        assert "\x1b" not in screen_of(pilot)
