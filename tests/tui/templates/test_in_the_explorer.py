"""T and f3: chosen, asked, judged, opened; saved from what is written; secrets nowhere but sent."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from flux_tui.client import Step
from flux_tui.model.entity import Entity
from flux_tui.model.event import Event, setting
from flux_tui.model.json import Json
from flux_tui.tui.composer.delivering.outbox import Outbox
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import Workspace
from tests.tui.composer.publishing import (
    ScriptedPublisher,
    exploring,
    only,
    press,
    retype,
    scripted,
    type_event,
    type_text,
)
from tests.tui.workspaces import NOON, explorer_of, lines_of, screen_of, until, until_shown

STATE: dict[str, dict[str, Json]] = {"lamp": {"power": 40}}


def workspace(folder: Path) -> tuple[Workspace, ScriptedPublisher]:
    options = ExplorerOptions(
        url="http://flux.test:3000",
        utc=True,
        state_folder=folder / "state",
        template_folders=(folder / "templates",),
    )
    return scripted(STATE, options)


def template(folder: Path, name: str, properties: str, entity_id: str = "lamp") -> None:
    (folder / "templates").mkdir(exist_ok=True)
    payload = f'{{"entity_id": "{entity_id}", "properties": {properties}}}'
    event = f'{{"stream": "lab", "source": "me", "payload": {payload}}}'
    (folder / "templates" / f"{name}.json").write_text(
        f'{{"description": "sets a lamp", "event": {event}}}'
    )


async def choose(pilot: Pilot[None], key: str = "T") -> None:
    await press(pilot, key)
    await until_shown(pilot, "type to find")


async def test_a_template_is_chosen_asked_judged_opened_and_sent(tmp_path: Path) -> None:
    template(tmp_path, "dim", '{"power": "{{power:number=30}}"}')
    opened, publisher = workspace(tmp_path)
    async with exploring(opened) as pilot:
        await choose(pilot)
        await until_shown(pilot, "sets a lamp")
        await press(pilot, "enter")
        await until_shown(pilot, "40 → 30")
        await type_text(pilot, "x")
        await until_shown(pilot, "power: a number as JSON writes it")
        await press(pilot, "backspace")
        await retype(pilot, "22.50")
        await until_shown(pilot, "40 → 22.5")
        await press(pilot, "enter")
        await until_shown(pilot, "new event")
        await until_shown(pilot, "22.50")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)
        assert publisher.published[0][0].properties == {"power": 22.5}
        await press(pilot, "escape")
        await until(pilot, lambda: pilot.app.screen is explorer_of(pilot))
        await choose(pilot)
        await press(pilot, "enter")
        await until_shown(pilot, "22.50")


async def test_what_is_typed_takes_the_place_of_the_answer_that_is_offered(tmp_path: Path) -> None:
    template(tmp_path, "dim", '{"power": "{{power:number=30}}"}', "lamp-{{room=1}}")
    async with exploring(workspace(tmp_path)[0]) as pilot:
        await choose(pilot)
        await press(pilot, "enter")
        await until_shown(pilot, "lamp-1  new: power=30")
        await type_text(pilot, "7")
        await until_shown(pilot, "lamp-7  new: power=30")
        await press(pilot, "tab", "end", "5")
        await until_shown(pilot, "lamp-7  new: power=305")


async def test_a_draft_is_asked_about_before_a_template_takes_its_place(tmp_path: Path) -> None:
    template(tmp_path, "dim", '{"power": "{{power:number=30}}"}')
    async with exploring(workspace(tmp_path)[0]) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "mine")
        await choose(pilot, "f3")
        await press(pilot, "enter")
        await until_shown(pilot, "template dim")
        await press(pilot, "enter")
        await until_shown(pilot, "replace the new event")
        await press(pilot, "escape")
        await until_shown(pilot, "mine")


async def test_what_is_written_is_saved_as_a_template_and_found_again(tmp_path: Path) -> None:
    async with exploring(workspace(tmp_path)[0]) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "lamp", "", "power", "{{power:number=7}}")
        await choose(pilot, "f3")
        await until_shown(pilot, "save this as one")
        await press(pilot, "enter")
        await until_shown(pilot, "save as a template")
        await type_text(pilot, "seven")
        await press(pilot, "enter")
        await type_text(pilot, "to seven")
        await press(pilot, "enter")
        path = tmp_path / "templates" / "seven.json"
        await until(pilot, path.exists)
        event = json.loads(path.read_text())["event"]
        assert event["payload"]["properties"] == {"power": "{{power:number=7}}"}
        await choose(pilot, "f3")
        await until_shown(pilot, "to seven")


async def test_a_list_of_events_opens_in_the_batch_editor(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    payload = '{"entity_id": "x-{{n}}", "properties": {"p": 1}}'
    event = f'{{"stream": "s", "source": "me", "payload": {payload}}}'
    (tmp_path / "templates" / "two.json").write_text(f'{{"events": [{event}, {event}]}}')
    async with exploring(workspace(tmp_path)[0]) as pilot:
        await choose(pilot)
        await press(pilot, "enter")
        await until_shown(pilot, "template two")
        await until_shown(pilot, "x-2")
        await press(pilot, "enter")
        await until_shown(pilot, "2 events: 2 new")


async def test_a_file_that_is_no_template_is_named_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "bad.json").write_text('{"event": {\n  "p": "{{"}}')
    async with exploring(workspace(tmp_path)[0], (160, 40)) as pilot:
        await choose(pilot)
        await press(pilot, "enter")
        await until_shown(pilot, "line 2, column 9")


async def test_no_templates_is_said_with_what_to_do(tmp_path: Path) -> None:
    async with exploring(workspace(tmp_path)[0]) as pilot:
        await press(pilot, "T")
        await until_shown(pilot, "there are no templates in")


async def test_a_secret_is_sent_and_kept_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template(tmp_path, "key", '{"key": "{{env:LAMP_KEY}}", "p": "{{p=1}}"}')
    monkeypatch.delenv("LAMP_KEY", raising=False)
    opened, publisher = workspace(tmp_path)
    async with exploring(opened) as pilot:
        await choose(pilot)
        await press(pilot, "enter")
        await until_shown(pilot, "not set in the environment: LAMP_KEY")
        monkeypatch.setenv("LAMP_KEY", "hush-hush")
        await type_text(pilot, "2")
        await press(pilot, "enter")
        await until_shown(pilot, "{{env:LAMP_KEY")
        state = tmp_path / "state"
        await until(
            pilot,
            lambda: any(b"LAMP_KEY" in file.read_bytes() for file in state.rglob("*.drafts")),
        )
        assert "hush-hush" not in screen_of(pilot)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)
        assert publisher.published[0][0].properties == {"key": "hush-hush", "p": "2"}
        await pilot.pause()
    for file in state.rglob("*"):
        assert file.is_dir() or b"hush" not in file.read_bytes()


async def test_what_is_not_set_is_said_where_it_is_wanted_and_keeps_nothing_from_being_filled_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template(tmp_path, "key", '{"key": "{{env:LAMP_KEY}}", "p": "{{p=1}}"}')
    monkeypatch.delenv("LAMP_KEY", raising=False)
    opened, publisher = workspace(tmp_path)
    async with exploring(opened) as pilot:
        await choose(pilot)
        await press(pilot, "enter")
        await until_shown(pilot, "LAMP_KEY. To send, quit and")
        (row,) = (line for line in lines_of(pilot) if "LAMP_KEY  " in line)
        assert "! not set in the environment" in row
        await press(pilot, "enter")
        await until_shown(pilot, "new event")
        await until_shown(pilot, "{{env:LAMP_KEY")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "nothing was sent")
        assert publisher.published == []


async def test_a_secret_that_could_not_be_sent_leaves_no_digest_and_its_failure_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template(tmp_path, "key", '{"key": "{{env:LAMP_KEY}}"}')
    monkeypatch.setenv("LAMP_KEY", "1234")
    opened, publisher = workspace(tmp_path)
    publisher.fate = lambda event: (Step.FAILED, f"no {event.properties}")
    async with exploring(opened, (160, 40)) as pilot:
        await choose(pilot)
        await press(pilot, "enter", "enter")
        await until_shown(pilot, "{{env:LAMP_KEY")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)
        await until_shown(pilot, "no {'key': '{{env:LAMP_KEY}}'}")
    sent = publisher.published[0][0]._replace(event_id=None, timestamp=None)
    assert sent.properties == {"key": "1234"}
    masked = setting(sent.stream, sent.source, "lamp", {"key": "{{env:LAMP_KEY}}"})
    kept = b"".join(f.read_bytes() for f in (tmp_path / "state").rglob("*") if f.is_file())
    assert digest(masked) in kept, "it is looked for as it is written"
    assert digest(sent) not in kept
    assert b"1234" not in kept
    reopened, _ = workspace(tmp_path)
    async with exploring(reopened, (160, 40)) as pilot:
        await press(pilot, "n")
        await until_shown(pilot, "no {'key': '{{env:LAMP_KEY}}'}")


def digest(event: Event) -> bytes:
    """What the drafts' file knows an event by."""
    outbox = Outbox(lambda: 0)
    outbox.make_ready([event])
    return outbox.tried[0].content.encode()


async def test_after_a_restart_a_secret_is_still_put_in_or_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template(tmp_path, "key", '{"key": "{{env:LAMP_KEY}}"}')
    monkeypatch.setenv("LAMP_KEY", "hush-hush")
    async with exploring(workspace(tmp_path)[0]) as pilot:
        await choose(pilot)
        await press(pilot, "enter", "enter")
        await until_shown(pilot, "{{env:LAMP_KEY")
    monkeypatch.delenv("LAMP_KEY")
    opened, publisher = workspace(tmp_path)
    async with exploring(opened) as pilot:
        await press(pilot, "n")
        await until_shown(pilot, "{{env:LAMP_KEY")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "not set in the environment: LAMP_KEY")
        assert publisher.published == []


async def test_a_read_only_explorer_fills_in_nothing(tmp_path: Path) -> None:
    opened, _ = workspace(tmp_path)
    options = replace(opened.options, read_only=True)
    async with exploring(scripted(STATE, options)[0]) as pilot:
        await press(pilot, "T")
        await until_shown(pilot, "read-only")


async def test_what_the_environment_sets_is_called_no_change_nowhere_and_shown_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template(tmp_path, "key", '{"key": "{{env:LAMP_KEY}}", "power": 40}')
    monkeypatch.setenv("LAMP_KEY", "hush-hush")
    opened, publisher = workspace(tmp_path)
    opened.world.load([Entity("lamp", {"power": 40, "key": "old"}, NOON)])
    async with exploring(opened) as pilot:
        await choose(pilot)
        await press(pilot, "enter")
        await until_shown(pilot, "~ lamp  key from the environment, was old")
        await press(pilot, "enter")
        await until_shown(pilot, "~ sets 1 of 2 properties of lamp from the environment")
        opened.world.load([Entity("lamp", {"power": 39, "key": "hush-hush"}, NOON)])
        await until_shown(pilot, "changes 1 of 2 properties of lamp, and sets 1 from the env")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)
    assert only(publisher.published).properties == {"key": "hush-hush", "power": 40}


async def test_a_batch_counts_apart_what_the_environment_sets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "templates").mkdir()
    payload = '{"entity_id": "lamp", "properties": {"key": "{{env:LAMP_KEY}}"}}'
    event = f'{{"stream": "s", "source": "me", "payload": {payload}}}'
    (tmp_path / "templates" / "two.json").write_text(f'{{"events": [{event}, {event}]}}')
    monkeypatch.setenv("LAMP_KEY", "hush-hush")
    opened, _ = workspace(tmp_path)
    opened.world.load([Entity("lamp", {"key": "hush-hush"}, NOON)])
    async with exploring(opened) as pilot:
        await choose(pilot)
        await press(pilot, "enter")
        await until_shown(pilot, "template two")
        await press(pilot, "enter")
        await until_shown(pilot, "2 events: 2 from the environment")
        await until_shown(pilot, "key from the environment, was hush-hush")


async def test_a_placeholder_of_the_environment_that_no_template_wanted_is_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAMP_KEY", "hush-hush")
    opened, publisher = workspace(tmp_path)
    async with exploring(opened) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "lamp", "", "key", "{{env:LAMP_KEY}}")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "{{env:LAMP_KEY}} goes out as it stands")
    assert not publisher.published
