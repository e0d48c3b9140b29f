"""f3, T and f4: a series of a template, in the place of what would be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.composer.publishing import exploring, press, type_text
from tests.tui.series.lamps import lamps
from tests.tui.workspaces import screen_of, until_shown


def template(folder: Path, name: str, entity_id: str, properties: str) -> None:
    """Keep a template of one event."""
    payload = f'{{"entity_id": "{entity_id}", "properties": {properties}}}'
    event = f'{{"stream": "lab", "source": "me", "payload": {payload}}}'
    (folder / f"{name}.json").write_text(f'{{"event": {event}}}')


async def test_a_template_takes_the_place_of_what_is_written_for_each(tmp_path: Path) -> None:
    template(tmp_path, "dim", "{{id}}", '{"power": "{{power:number}}"}')
    workspace, _ = lamps(tmp_path)
    async with exploring(workspace) as pilot:
        await press(pilot, "ctrl+a", "E")
        await until_shown(pilot, "f3 takes a template")
        await press(pilot, "f3")
        await until_shown(pilot, "type to find")
        await press(pilot, "enter")
        await until_shown(pilot, "a series of dim")
        await until_shown(pilot, "power: a number as JSON writes it")
        await press(pilot, "enter")
        assert "a series of dim" in screen_of(pilot)
        await type_text(pilot, "7")
        await until_shown(pilot, "1  ~ lamp-1  power 10 → 7")
        await press(pilot, "enter")
        await until_shown(pilot, "6 events: 6 changing")


@pytest.mark.parametrize("after", ["in the dialog", "in the form"])
async def test_a_template_that_counts_becomes_a_series_of_it(tmp_path: Path, after: str) -> None:
    template(tmp_path, "new", "new-{{n}}", '{"power": "{{power:number}}"}')
    workspace, _ = lamps(tmp_path)
    async with exploring(workspace) as pilot:
        await press(pilot, "T")
        await until_shown(pilot, "type to find")
        await press(pilot, "enter")
        await until_shown(pilot, "f4 makes many")
        await type_text(pilot, "7")
        if after == "in the form":
            await press(pilot, "enter")
            await until_shown(pilot, "new event")
        await press(pilot, "f4")
        await until_shown(pilot, "a series of new")
        await until_shown(pilot, "10  + new-10  new: power=7")
        await press(pilot, "enter")
        await until_shown(pilot, "10 events: 10 new")


async def test_a_template_chosen_over_a_batch_asks_before_it_takes_its_place(
    tmp_path: Path,
) -> None:
    template(tmp_path, "new", "new-{{n}}", '{"power": 1}')
    workspace, _ = lamps(tmp_path)
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        await type_text(pilot, "[mine")
        await press(pilot, "f3")
        await until_shown(pilot, "type to find")
        await press(pilot, "enter")
        await until_shown(pilot, "f4 makes many")
        await press(pilot, "f4")
        await until_shown(pilot, "a series of new")
        await press(pilot, "enter")
        await until_shown(pilot, "The editor holds a line that was not sent")
