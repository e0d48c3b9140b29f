"""ctrl+o, f7, and a file that is dropped on the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from flux_tui.model.json import Json
from flux_tui.tui.event_files.dropping import DropEditor
from tests.tui.composer.publishing import exploring, press, retype, scripted, type_text
from tests.tui.event_files.at_files import drop, open_in
from tests.tui.workspaces import screen_of, until, until_shown, workspace_of

STATE: dict[str, dict[str, Json]] = {"lamp": {"power": 40}}
LINE = '{"stream": "s", "source": "me", "payload": {"entity_id": "a", "properties": {"p": 1}}}'


def editor(pilot: Pilot[None]) -> DropEditor:
    return next(editor for screen in pilot.app.screen_stack for editor in screen.query(DropEditor))


async def opening(pilot: Pilot[None], name: str) -> None:
    await open_in(pilot, "b", "batch of events", name)


async def test_a_file_of_json_is_opened_and_judged(tmp_path: Path) -> None:
    (tmp_path / "two.jsonl").write_text(f"{LINE}\n{LINE}\n")
    async with exploring(workspace_of(STATE)) as pilot:
        await opening(pilot, "two.jsonl")
        await until_shown(pilot, "2 events")
        assert editor(pilot).text == f"{LINE}\n{LINE}\n"
        await press(pilot, "ctrl+z")
        await until(pilot, lambda: not editor(pilot).text, "it is one edit that can be undone")


async def test_a_table_is_asked_for_what_it_lacks_and_shown_before(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("entity_id,power\nlamp,60\nlamp-2,7.50\n")
    workspace, publisher = scripted(STATE)
    async with exploring(workspace) as pilot:
        await opening(pilot, "t.csv")
        await until_shown(pilot, "stream is missing")
        await type_text(pilot, "lab.lamps")
        await press(pilot, "enter")
        await until_shown(pilot, "row 2, column source: source is missing")
        await press(pilot, "down")
        await type_text(pilot, "me")
        await until_shown(pilot, '"power": 60')
        await press(pilot, "enter")
        await until_shown(pilot, "40 → 60")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)
        assert [e.properties for e in publisher.published[0]] == [{"power": 60}, {"power": 7.5}]


async def test_everything_as_text_is_a_choice_and_a_decimal_comma(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('entity_id,stream,source,zip,t\nhall,s,me,80331,"2,5"\n')
    async with exploring(workspace_of(STATE)) as pilot:
        await opening(pilot, "t.csv")
        await until_shown(pilot, '"zip": 80331')
        await press(pilot, "up", "space")
        await until_shown(pilot, '"zip": "80331", "t": "2,5"')
        await press(pilot, "space")
        await until_shown(pilot, '"zip": 80331, "t": 2.5')
        await press(pilot, "down", "enter")
        await until_shown(pilot, "1 event")
        assert '"zip": 80331, "t": 2.5' in editor(pilot).text


async def test_of_a_wide_table_each_of_the_first_events_is_seen_as_far_as_there_is_room(
    tmp_path: Path,
) -> None:
    names = ",".join(f"column-{n}" for n in range(40))
    row = ",".join(str(n) for n in range(40))
    (tmp_path / "t.csv").write_text(
        f"entity_id,stream,source,{names}\nfirst,s,me,{row}\nsecond,s,me,{row}\nthird,s,me,{row}\n"
    )
    async with exploring(workspace_of(STATE), (80, 24)) as pilot:
        await opening(pilot, "t.csv")
        for entity_id in ("first", "second", "third"):
            await until_shown(pilot, f'"entity_id": "{entity_id}"')
        assert screen_of(pilot).count("…") == 3


async def test_bad_rows_are_named_and_the_good_ones_opened_if_wanted(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("entity_id,stream,source,p\na,s,me,1\n,s,me,2\nc,s,me,3\n")
    async with exploring(workspace_of(STATE)) as pilot:
        await opening(pilot, "t.csv")
        await until_shown(pilot, "row 3, column entity_id")
        await press(pilot, "enter")
        await until_shown(pilot, "enter again opens the")
        button = pilot.app.screen.query_one("#do")
        await until(pilot, lambda: not button.has_class("-active"), "the button is up again")
        await press(pilot, "enter")
        await until_shown(pilot, "2 events")


async def test_what_is_wrong_with_a_file_is_said_and_the_dialog_stays() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await opening(pilot, "none.json")
        await until_shown(pilot, "none.json cannot be read (No such file")
        await press(pilot, "escape")
        await until_shown(pilot, "batch of events")


async def test_what_is_written_is_asked_about_before_it_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(f"[{LINE}]")
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "b")
        await type_text(pilot, "[mine\n")
        await press(pilot, "escape")
        await opening(pilot, "one.json")
        await until_shown(pilot, "The editor holds a line that was not sent")
        await press(pilot, "escape")
        assert editor(pilot).text == "[mine\n"


async def test_a_hostile_file_drives_nothing(tmp_path: Path) -> None:
    name = "evil\x1b]0;pwn\x07.csv"
    (tmp_path / name).write_text("entity_id,stream,source,p\n\x1b]0;pwn\x07,s,me,\u202e[bold]\n")
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "b")
        drop(pilot, str(tmp_path / name))
        await until_shown(pilot, "a dropped file")
        assert "\x1b]0;pwn" not in screen_of(pilot)
        await press(pilot, "enter")
        await until_shown(pilot, "a table, a row an event")
        await press(pilot, "enter")
        await until_shown(pilot, "1 event")
        assert "\\u001b" in editor(pilot).text
        assert "\x1b" not in editor(pilot).text


async def test_a_dropped_file_that_is_not_wanted_is_its_path(tmp_path: Path) -> None:
    path = tmp_path / "with space.json"
    path.write_text(f"[{LINE}]")
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "b")
        drop(pilot, f"'{path}'")
        await until_shown(pilot, "a dropped file")
        await press(pilot, "escape")
        await until(pilot, lambda: editor(pilot).text == f"'{path}'", "the paste as it was")


@pytest.mark.parametrize(
    ("text", "keys"),
    [("", ["f2"]), (LINE, ["f2"]), (LINE, ["tab"])],
    ids=["an empty table", "a table", "what events will do"],
)
async def test_a_file_is_dropped_wherever_the_cursor_is(
    tmp_path: Path, text: str, keys: list[str]
) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text(f"{LINE}\n{LINE}\n")
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "b")
        if text:
            drop(pilot, text)
        await until(pilot, lambda: editor(pilot).text == text)
        await press(pilot, *keys)
        await until(pilot, lambda: not editor(pilot).has_focus, "the cursor is elsewhere")
        drop(pilot, str(path))
        await until_shown(pilot, "a dropped file")
        await press(pilot, "escape")


async def test_a_text_that_is_pasted_into_an_empty_table_is_the_batch() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "b", "f2")
        await until_shown(pilot, "ctrl+n adds an event")
        drop(pilot, f"{LINE}\n{LINE}")
        await until_shown(pilot, "2 events")
        assert editor(pilot).text == f"{LINE}\n{LINE}"


async def test_what_is_pasted_beside_the_text_changes_nothing_that_stands_there() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "b")
        drop(pilot, LINE)
        await until_shown(pilot, "1 event")
        await press(pilot, "tab")
        drop(pilot, "{}")
        await press(pilot, "f2")
        await until_shown(pilot, "ctrl+n adds an event")
        assert editor(pilot).text == LINE


async def test_any_other_paste_is_text_at_once() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "b")
        drop(pilot, "/no/such/file")
        await until(pilot, lambda: editor(pilot).text == "/no/such/file")
        drop(pilot, "\nx")
        await until(pilot, lambda: editor(pilot).text == "/no/such/file\nx")


async def test_a_batch_is_saved_and_a_file_is_not_replaced_unasked(tmp_path: Path) -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "b", "f7")
        await until_shown(pilot, "there is nothing to save")
        drop(pilot, f"{LINE}\n{LINE}")
        await until_shown(pilot, "2 events")
        await press(pilot, "f7")
        await until_shown(pilot, "save the events")
        await until_shown(pilot, "JSON, an array of events")
        await retype(pilot, "mine.json")
        await press(pilot, "enter")
        await until(pilot, (tmp_path / "mine.json").exists)
        assert (tmp_path / "mine.json").read_text() == f"[\n{LINE},\n{LINE}\n]\n"
        await until_shown(pilot, "batch of events")
        (tmp_path / "mine.json").write_text("other")
        await press(pilot, "f7")
        await retype(pilot, "mine.json")
        await press(pilot, "enter")
        await until_shown(pilot, "exists. Replace it?")
        await press(pilot, "escape")
        assert (tmp_path / "mine.json").read_text() == "other"


@pytest.mark.parametrize(
    ("key", "name", "said"),
    [
        ("f7", "x" * 300, "cannot be written (File name too long)"),
        ("f7", "~nobody-of-this-name/x", "there is no directory ~nobody-of-this-name"),
        ("ctrl+o", "~nobody-of-this-name/x", "cannot be read (No such file or directory)"),
    ],
)
async def test_a_name_that_no_file_can_have_is_said_to_be_none(
    key: str, name: str, said: str
) -> None:
    async with exploring(scripted()[0]) as pilot:
        await press(pilot, "b")
        await type_text(pilot, "[[]]")
        await press(pilot, key)
        await retype(pilot, name)
        await press(pilot, "enter")
        await until(pilot, lambda: said in " ".join(words_of(pilot)))


def words_of(pilot: Pilot[None]) -> list[str]:
    """The words on the screen, over the ends of lines."""
    return screen_of(pilot).replace("│", " ").split()
