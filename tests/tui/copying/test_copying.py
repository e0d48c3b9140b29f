"""y copies what the cursor is on, or what is marked, and says what went where."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest
from textual.pilot import Pilot

from flux_tui.model.change import EntityDeleted, PropertySet
from flux_tui.model.json import Json
from flux_tui.tui.copying import clipboard
from flux_tui.tui.copying.copying import LARGEST, gather
from tests.tui.composer.publishing import exploring, press, type_text
from tests.tui.workspaces import NOON, screen_of, until, until_shown, workspace_of

HOSTILE = "wire-\x1b]0;pwn\x07\u202e"
STATE: dict[str, dict[str, Json]] = {
    "sensor-01": {"place": {"building": "B 2", "floors": [3, 4]}, "temperature": 20.5},
    "sensor-02": {"temperature": 21.0},
    "sensor-03": {"temperature": 22.0},
    HOSTILE: {"note": "a\nb"},
}


@pytest.fixture(autouse=True)
def no_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine has flux-tui on its path, and a clipboard of its own only by a test."""
    monkeypatch.setattr("flux_tui.tui.copying.commands.program", lambda: ("flux-tui",))
    monkeypatch.setattr("sys.platform", "linux")


def tool(
    monkeypatch: pytest.MonkeyPatch, folder: Path, script: str, *, name: str = "xclip"
) -> None:
    """A program that a clipboard of this machine is filled by."""
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    if name == "xclip":
        monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")


async def chosen(pilot: Pilot[None], form: str) -> str:
    """What is in the clipboard once a form was chosen by typing its name."""
    await press(pilot, "y")
    await until_shown(pilot, "copy of")
    await type_text(pilot, form)
    await press(pilot, "enter")
    await until_shown(pilot, "copied")
    pilot.app.clear_notifications()
    return pilot.app.clipboard


@pytest.mark.parametrize(("key", "what"), [("y", "copy"), ("d", "delete"), ("x", "export")])
async def test_where_nothing_is_shown_nothing_is_meant(key: str, what: str) -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "slash", *"nobody", "enter")
        await until_shown(pilot, "Nothing matches")
        await press(pilot, key)
        await until_shown(pilot, f"nothing is shown, so there is nothing to {what}")


async def test_an_entity_is_copied_in_every_form() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        assert await chosen(pilot, "id") == "sensor-01"
        assert '"temperature":20.5},"lastUpdated":"2026-11-25T11:59:55' in await chosen(
            pilot, "entity"
        )
        publish = shlex.split(await chosen(pilot, "publish"))
        assert publish[:4] == ["flux-tui", "--url", "http://flux.test:3000", "publish"]
        assert publish[-2:] == [
            "sensor-01",
            '{"place":{"building":"B 2","floors":[3,4]},"temperature":20.5}',
        ]
        assert (await chosen(pilot, "curl")).startswith("curl -sS -H 'Content-Type: ")


async def test_of_a_long_id_both_ends_are_seen() -> None:
    async with exploring(workspace_of({"campus/" + "x" * 80 + "/room-302": {}})) as pilot:
        await press(pilot, "y")
        await until_shown(pilot, "copy of campus/")
        await until(pilot, lambda: screen_of(pilot).count("/room-302 ") > 1, "title and offer")


async def test_in_the_detail_it_is_the_value_under_the_cursor() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "enter", "down")
        assert await chosen(pilot, "value") == "B 2"
        assert await chosen(pilot, "value as") == '"B 2"'
        assert await chosen(pilot, "path") == "place.building"
        assert await chosen(pilot, "path and") == 'place.building="B 2"'
        await press(pilot, "down", "down", "down")
        assert await chosen(pilot, "path") == "place.floors.1"
        assert await chosen(pilot, "value") == "4"
        publish = shlex.split(await chosen(pilot, "publish"))
        assert publish[-1] == '{"place":{"building":"B 2","floors":[3,4]}}'


async def test_a_change_is_copied_of_and_what_is_gone_by_its_id() -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace) as pilot:
        workspace.world.apply(PropertySet("sensor-02", "temperature", 25, NOON))
        await until_shown(pilot, "21.0 → 25")
        await press(pilot, "z")
        assert await chosen(pilot, "path and") == "temperature=25"
        workspace.world.apply(EntityDeleted("sensor-02", NOON))
        await until_shown(pilot, "deleted")
        await press(pilot, "g", "y")
        await until_shown(pilot, "copy of sensor-02, deleted")
        await press(pilot, "enter")
        await until(pilot, lambda: pilot.app.clipboard == "sensor-02")
        await press(pilot, "d")
        await until_shown(pilot, "there is nothing to delete")


async def test_marks_are_meant_where_there_are_any_and_one_key_changes_that() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "space", "space", "y")
        await until_shown(pilot, "copy of 2 marked")
        await until_shown(pilot, "ctrl+t: sensor-03")
        await press(pilot, "enter")
        await until_shown(pilot, "copied 2 ids (19 B) to the terminal (OSC 52)")
        assert pilot.app.clipboard == "sensor-01\nsensor-02"
        pilot.app.clear_notifications()
        await press(pilot, "y", "ctrl+t")
        await until_shown(pilot, "copy of sensor-03")
        await press(pilot, "enter")
        await until(pilot, lambda: pilot.app.clipboard == "sensor-03")


async def test_a_hostile_id_among_many_stays_a_line_and_says_nothing_to_the_terminal() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "ctrl+a")
        ids = await chosen(pilot, "ids")
        assert ids.split("\n")[-1] == '"wire-\\u001b]0;pwn\\u0007\\u202e"'
        for form in ("entities", "publish", "curl"):
            lines = (await chosen(pilot, form)).split("\n")
            assert len(lines) == 4
            assert not set("".join(lines)) & {"\x1b", "\x07", "\u202e"}


async def test_a_value_is_copied_as_it_is_and_what_is_unseen_in_it_is_said() -> None:
    async with exploring(workspace_of({"a": {"note": "a\x1b[31m\nb"}})) as pilot:
        await press(pilot, "enter", "y", "enter")
        await until_shown(pilot, "copied the value (8 B, control characters in it)")
        assert pilot.app.clipboard == "a\x1b[31m\nb"
        assert "\x1b" not in screen_of(pilot)


async def test_the_machines_own_clipboard_takes_it_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tool(monkeypatch, tmp_path, f'echo "$@" > {tmp_path}/words; cat > {tmp_path}/taken')
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "y", "enter")
        await until_shown(pilot, "to the terminal (OSC 52) and xclip")
    assert (tmp_path / "taken").read_text() == "sensor-01"
    assert (tmp_path / "words").read_text() == "-selection clipboard\n"


@pytest.mark.parametrize("script", ["exit 1", "exec sleep 60"])
async def test_a_tool_that_fails_or_hangs_holds_nothing_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str
) -> None:
    tool(monkeypatch, tmp_path, script)
    monkeypatch.setattr(clipboard, "PATIENCE", 0.05)
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "y", "enter")
        await until_shown(pilot, "copied the id (9 B) to the terminal (OSC 52)")
        assert "xclip" not in screen_of(pilot)


async def test_what_a_terminal_does_not_take_goes_to_the_tool_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    state: dict[str, dict[str, Json]] = {"a": {"long": "x" * 80_000}}
    async with exploring(workspace_of(state)) as pilot:
        await press(pilot, "enter", "y", "enter")
        await until_shown(pilot, "nothing was copied: 80 kB is more than the 74 kB that")
        assert pilot.app.clipboard == ""
        pilot.app.clear_notifications()
        tool(monkeypatch, tmp_path, f"cat > {tmp_path}/taken")
        await press(pilot, "y", "enter")
        await until_shown(pilot, "copied the value (80 kB) to xclip")
    assert (tmp_path / "taken").stat().st_size == 80_000


async def test_the_text_that_would_be_copied_is_shown_and_when_nothing_is_found_that_is_said() -> (
    None
):
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "y", "p")
        await until_shown(pilot, "flux-tui --url http://flux.test:3000 publish manual")
        await until_shown(pilot, '"floors":[3,4]},"temperature":20.5}')
        await type_text(pilot, "rose")
        await until_shown(pilot, "nothing here has that in its name")
        assert "publish manual" not in screen_of(pilot)
        await press(pilot, "enter")
        assert pilot.app.clipboard == ""


@pytest.mark.parametrize("size", [(40, 12), (60, 16), (80, 24)])
async def test_the_last_form_and_what_is_copied_by_it_are_seen_on_any_terminal(
    size: tuple[int, int],
) -> None:
    async with exploring(workspace_of(STATE), size) as pilot:
        await press(pilot, "y", "up")
        await until_shown(pilot, "curl command")
        await until_shown(pilot, "curl -sS -H")


async def test_of_many_the_first_are_shown_and_what_is_hostile_is_shown_as_signs() -> None:
    state: dict[str, dict[str, Json]] = {HOSTILE: {"note": "a\x1b[31m\nb"}, f"{HOSTILE}-2": {}}
    async with exploring(workspace_of(state)) as pilot:
        await press(pilot, "enter", "y")
        await until_shown(pilot, "a␛[31m")
        await press(pilot, "escape", "escape", "ctrl+a", "y")
        await until_shown(pilot, r'"wire-\u001b]0;pwn\u0007\u202e"')
        assert not set(screen_of(pilot)) & {"\x1b", "\x07", "\u202e"}


async def test_f7_puts_it_into_a_file(tmp_path: Path) -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "ctrl+a", "y")
        await until_shown(pilot, "enter copies, f7 into a file")
        await press(pilot, "p", "f7")
        await until_shown(pilot, "copy commands into a file")
        await until_shown(pilot, ".sh")
        await press(pilot, "ctrl+u")
        await type_text(pilot, str(tmp_path / "all.sh"))
        await press(pilot, "enter")
        await until_shown(pilot, "copied the commands")
    lines = (tmp_path / "all.sh").read_text().splitlines()
    assert [shlex.split(line)[0] for line in lines] == ["flux-tui"] * 4


TMUX = """\
test "$1" = load-buffer || exit 2
test "$2" = -w && test -e {folder}/old && exit 1
cat > {folder}/taken
"""


@pytest.mark.parametrize("is_old", [False, True])
async def test_within_tmux_its_own_buffer_takes_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, is_old: bool
) -> None:
    tool(monkeypatch, tmp_path, TMUX.format(folder=tmp_path), name="tmux")
    monkeypatch.setenv("TMUX", "/tmp/socket,1,0")
    if is_old:
        (tmp_path / "old").touch()
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "y", "enter")
        await until_shown(pilot, "copied the id (9 B) to tmux (prefix ] pastes it)")
    assert (tmp_path / "taken").read_text() == "sensor-01"


async def test_within_tmux_that_cannot_be_asked_its_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tool(monkeypatch, tmp_path, "exit 1", name="tmux")
    monkeypatch.setenv("TMUX", "/tmp/socket,1,0")
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "y", "enter")
        await until_shown(pilot, "'set -g set-clipboard on'")


async def test_what_is_too_much_is_cut_between_lines_and_the_number_is_said() -> None:
    lines, size, is_whole = await gather("x" * 999 for _ in range(5_000))
    assert (len(lines), is_whole) == (1_000, False)
    assert size == len("\n".join(lines)) <= LARGEST
    assert await gather(["x" * (LARGEST + 1)]) == ([], LARGEST + 1, False)


async def test_an_empty_world_has_nothing_to_copy() -> None:
    async with exploring(workspace_of({})) as pilot:
        await press(pilot, "y")
        await until_shown(pilot, "there is nothing to copy")
