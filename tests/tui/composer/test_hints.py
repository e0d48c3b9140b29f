"""What a form wants stands in its empty fields, whole or with a mark where it is cut."""

from __future__ import annotations

from tests.tui.composer.publishing import SENSORS, exploring, press
from tests.tui.workspaces import lines_of, until_shown, workspace_of

SMALL = (60, 20)


async def test_an_empty_event_says_in_a_small_terminal_what_each_field_wants() -> None:
    async with exploring(workspace_of(SENSORS), SMALL) as pilot:
        await press(pilot, "n")
        await until_shown(pilot, "Stream    as lab.sensors, lowercase ")
        await until_shown(pilot, "Source    who says so, as agent-7 ")
        await until_shown(pilot, "Entity    its id, also a new one ")
        await until_shown(pilot, "when it is sent")


async def test_the_example_of_a_batch_is_cut_with_a_mark() -> None:
    async with exploring(workspace_of(SENSORS), SMALL) as pilot:
        await press(pilot, "b")
        await until_shown(pilot, '"entity_id": "sensor-1"')
        examples = [line for line in lines_of(pilot) if '"entity_id"' in line]
        assert all(line.rstrip(" │").endswith("…") for line in examples)
