"""An event from an entity: what was changed is sent, and that the world moved meanwhile is said."""

from __future__ import annotations

from flux_tui.model.change import PropertySet
from tests.tui.composer.publishing import (
    SENSORS,
    exploring,
    only,
    press,
    scripted,
    type_event,
)
from tests.tui.workspaces import (
    NOON,
    screen_of,
    until,
    until_shown,
)

HOSTILE = "wire-\x1b]0;pwn\x07\u202e[bold]"


async def test_an_event_from_an_entity_sends_only_what_was_changed() -> None:
    workspace, publisher = scripted(SENSORS)
    async with exploring(workspace) as pilot:
        await press(pilot, "e")
        await type_event(pilot, "s", "me", "", "")
        await until_shown(pilot, "change a value: only what is changed is sent")
        await press(pilot, "tab", "tab", "end", "backspace", "7")
        await until_shown(pilot, "20.5 → 20.7")
        await until_shown(pilot, "1 of 3 are sent")
        workspace.world.apply(PropertySet("sensor-01", "temperature", 99, NOON))
        workspace.world.apply(PropertySet("sensor-01", "status", "hot", NOON))
        await until_shown(pilot, "99 → 20.7")
        await until_shown(pilot, "99 → 20.7, was 20.5")
        await until_shown(pilot, "now hot, was ok")
        await until_shown(pilot, "meanwhile temperature is 99, 20.5 when you began; and 1 property")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "in the state after")
        assert only(publisher.published).properties == {"temperature": 20.7}


async def test_all_properties_are_sent_when_all_are_asked_for() -> None:
    workspace, publisher = scripted(SENSORS)
    async with exploring(workspace) as pilot:
        await press(pilot, "e")
        await type_event(pilot, "s", "me", "", "")
        await until_shown(pilot, "changed only")
        await press(pilot, "a", "ctrl+s")
        await until(pilot, lambda: publisher.published)
        assert only(publisher.published).properties == SENSORS["sensor-01"]


async def test_a_hostile_id_is_shown_safely_and_sent_exactly() -> None:
    workspace, publisher = scripted({HOSTILE: {"p\x1b[31m": "a\nb", "n": 1}})
    async with exploring(workspace) as pilot:
        await press(pilot, "e")
        await type_event(pilot, "s", "me", "", "")
        await until_shown(pilot, "wire-␛]0;pwn␇")
        shown = screen_of(pilot)
        assert not set(shown) & {"\x1b", "\x07", "\u202e"}
        await press(pilot, "a", "ctrl+s")
        await until(pilot, lambda: publisher.published)
        event = only(publisher.published)
        assert event.entity_id == HOSTILE
        assert event.properties == {"p\x1b[31m": "a\nb", "n": 1}
