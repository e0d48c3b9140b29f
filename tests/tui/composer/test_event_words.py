"""The words that the fields of an event complete from, or are chosen from."""

from __future__ import annotations

import re

from flux_tui.tui.composer.event.form import EventForm
from tests.tui.composer.publishing import (
    SENSORS,
    exploring,
    press,
    scripted,
    type_event,
    type_text,
)
from tests.tui.workspaces import (
    screen_of,
    until,
    until_shown,
)


async def test_a_field_completes_from_the_world() -> None:
    workspace, _ = scripted(SENSORS)
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me")
        await type_text(pilot, "sensor-0")
        await until(pilot, lambda: re.search(r"Entity +sensor-01", screen_of(pilot)))
        await press(pilot, "right", "enter", "enter")
        await type_text(pilot, "tem")
        await until_shown(pilot, "temperature  ")
        await press(pilot, "right", "enter", "9")
        await until_shown(pilot, "20.5 → 9")


async def test_a_stream_completes_from_those_of_others() -> None:
    workspace, _ = scripted(SENSORS)
    workspace.session.streams.hear("plant.north.sensors")
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_text(pilot, "plant")
        await until(pilot, lambda: re.search(r"Stream +plant\.north\.sensors", screen_of(pilot)))


async def test_a_value_completes_from_those_that_the_property_has_in_the_world() -> None:
    workspace, _ = scripted({f"s-{n}": {"unit": "celsius" if n else "kelvin"} for n in range(3000)})
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "new", "", "unit")
        await type_text(pilot, "k")
        await until(pilot, lambda: re.search("unit +kelvin", screen_of(pilot)))
        await press(pilot, "right", "enter")
        await until_shown(pilot, "makes a new entity, new, with 1 property")


async def test_a_word_is_chosen_from_a_list_and_hostile_ones_are_safe_there() -> None:
    hostile = "evil\x1b]0;pwn\x07"
    workspace, _ = scripted({**SENSORS, hostile: {"n": 1}})
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me")
        await press(pilot, "f9")
        await until_shown(pilot, "evil␛]0;pwn␇")
        await type_text(pilot, "evil")
        await press(pilot, "enter")
        await until_shown(pilot, "exists, 1 property")
        assert pilot.app.screen.query_one(EventForm).fields.entity_id == hostile
        assert not set(screen_of(pilot)) & {"\x1b", "\x07"}
