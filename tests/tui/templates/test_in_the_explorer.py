"""T and f3: chosen, asked, judged, opened; saved from what is written."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from tests.tui.composer.publishing import (
    exploring,
    press,
    retype,
    scripted,
    type_event,
    type_text,
)
from tests.tui.templates.template_files import (
    STATE,
    choose_first,
    list_templates,
    template,
    template_of_two,
    workspace,
    write,
)
from tests.tui.workspaces import explorer_of, until, until_shown


async def test_a_template_is_chosen_asked_judged_opened_and_sent(tmp_path: Path) -> None:
    template(tmp_path, "dim", '{"power": "{{power:number=30}}"}')
    opened, publisher = workspace(tmp_path)
    async with exploring(opened) as pilot:
        await list_templates(pilot)
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
        await choose_first(pilot)
        await until_shown(pilot, "22.50")


async def test_what_is_typed_takes_the_place_of_the_answer_that_is_offered(tmp_path: Path) -> None:
    template(tmp_path, "dim", '{"power": "{{power:number=30}}"}', "lamp-{{room=1}}")
    async with exploring(workspace(tmp_path)[0]) as pilot:
        await choose_first(pilot)
        await until_shown(pilot, "lamp-1  new: power=30")
        await type_text(pilot, "7")
        await until_shown(pilot, "lamp-7  new: power=30")
        await press(pilot, "tab", "end", "5")
        await until_shown(pilot, "lamp-7  new: power=305")


async def test_enter_goes_to_what_is_missing_first_and_takes_it_empty_where_it_is_pressed_there(
    tmp_path: Path,
) -> None:
    template(tmp_path, "dim", '{"power": "{{power:number=30}}", "by": "{{by}}"}', "lamp-{{room}}")
    async with exploring(workspace(tmp_path)[0]) as pilot:
        await choose_first(pilot)
        await until_shown(pilot, "lamp-  new: power=30")
        await press(pilot, "tab", "enter")
        await type_text(pilot, "7")
        await until_shown(pilot, "lamp-7  new: power=30")
        await press(pilot, "enter")
        await type_text(pilot, "me")
        await until_shown(pilot, "by=me")
        await press(pilot, "ctrl+u", "enter")
        await until_shown(pilot, "new event")
        await until_shown(pilot, "lamp-7")


async def test_a_draft_is_asked_about_before_a_template_takes_its_place(tmp_path: Path) -> None:
    template(tmp_path, "dim", '{"power": "{{power:number=30}}"}')
    async with exploring(workspace(tmp_path)[0]) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "mine")
        await list_templates(pilot, "f3")
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
        await list_templates(pilot, "f3")
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
        await list_templates(pilot, "f3")
        await until_shown(pilot, "to seven")


async def test_a_list_of_events_opens_in_the_batch_editor(tmp_path: Path) -> None:
    template_of_two(tmp_path, "two", '{"p": 1}', "x-{{n}}")
    async with exploring(workspace(tmp_path)[0]) as pilot:
        await choose_first(pilot)
        await until_shown(pilot, "template two")
        await until_shown(pilot, "x-2")
        await press(pilot, "enter")
        await until_shown(pilot, "2 events: 2 new")


async def test_a_file_that_is_no_template_is_named_with_its_place(tmp_path: Path) -> None:
    write(tmp_path, "bad", '{"event": {\n  "p": "{{"}}')
    async with exploring(workspace(tmp_path)[0], (160, 40)) as pilot:
        await choose_first(pilot)
        await until_shown(pilot, "line 2, column 9")


async def test_no_templates_is_said_with_what_to_do(tmp_path: Path) -> None:
    async with exploring(workspace(tmp_path)[0]) as pilot:
        await press(pilot, "T")
        await until_shown(pilot, "there are no templates in")


async def test_a_read_only_explorer_fills_in_nothing(tmp_path: Path) -> None:
    opened, _ = workspace(tmp_path)
    options = replace(opened.options, read_only=True)
    async with exploring(scripted(STATE, options)[0]) as pilot:
        await press(pilot, "T")
        await until_shown(pilot, "read-only")
