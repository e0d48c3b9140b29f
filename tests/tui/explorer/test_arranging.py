"""How a person arranges the list: order, groups, filter off."""

from __future__ import annotations

from textual.pilot import Pilot

from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from tests.tui.workspaces import NOON, app_of, lines_of, screen_of, until, until_shown, workspace_of

STATE: dict[str, dict[str, Json]] = {
    "room-1": {"climate": {"target": 21.5}, "people": 3},
    "room-2": {"climate": {"target": 17}, "people": 12},
    "sensor-1": {"temperature": 31.0, "status": "failing"},
    "sensor-2": {"temperature": 9.25, "status": "ok"},
    "sensor-3": {"temperature": 22.5, "status": "ok"},
}
WIDE = (120, 34)


def ids_of(pilot: Pilot[None]) -> list[str]:
    """The ids in the list, from top to bottom."""
    cells = [line[1:40].split() for line in lines_of(pilot)]
    return [word for words in cells for word in words[:3] if word in STATE]


async def test_any_property_is_chosen_to_sort_by_and_the_same_again_turns_the_order_round() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=WIDE) as pilot:
        await pilot.press("s", *"temp", "enter")
        await until_shown(pilot, "by temperature")
        assert ids_of(pilot)[2:] == ["sensor-2", "sensor-3", "sensor-1"]
        await pilot.press("s", "enter")
        await until_shown(pilot, "by temperature reversed")
        assert ids_of(pilot)[2:] == ["sensor-1", "sensor-3", "sensor-2"]
        await pilot.press("S")
        await until(pilot, lambda: "reversed" not in screen_of(pilot))
        assert ids_of(pilot)[2:] == ["sensor-2", "sensor-3", "sensor-1"]


async def test_a_path_into_nested_values_is_typed() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=WIDE) as pilot:
        await pilot.press("s", *"climate.target")
        await until_shown(pilot, "  climate.target")
        await pilot.press("enter")
        await until_shown(pilot, "by climate.target")
        assert ids_of(pilot)[:2] == ["room-2", "room-1"]


async def test_escape_leaves_the_order_as_it_was() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=WIDE) as pilot:
        await pilot.press("s", "down")
        await until_shown(pilot, "sort by")
        await pilot.press("escape")
        await until(pilot, lambda: "sort by" not in screen_of(pilot))
        assert ids_of(pilot) == list(STATE)


async def test_arrows_and_the_mouse_choose_too() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=WIDE) as pilot:
        await pilot.press("s", "down", "enter")
        await until_shown(pilot, "by last change")
        await pilot.press("s")
        await until_shown(pilot, "sort by")
        await pilot.click("#chooser-options", offset=(5, 2))
        await until_shown(pilot, "by rate")


async def test_entities_are_grouped_by_a_property_and_move_when_it_changes() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        await pilot.press("ctrl+g", *"status", "enter")
        await until_shown(pilot, "grouped by status")
        for header in ("▾ failing 1 ✗1", "▾ ok  2", "▾ no status  2"):
            await until_shown(pilot, header)
        workspace.world.apply(PropertySet("sensor-3", "status", "failing", NOON))
        await until_shown(pilot, "▾ failing 2 ✗2")
        await until_shown(pilot, "▾ ok  1")


async def test_the_list_is_grouped_by_id_or_not_at_all() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=WIDE) as pilot:
        await pilot.press("ctrl+g", *"none", "enter")
        await until(pilot, lambda: "▾ room" not in screen_of(pilot))
        await pilot.press("ctrl+g", "up", "enter")
        await until_shown(pilot, "▾ room  2")


async def test_a_header_counts_at_once_what_is_not_well() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        await until_shown(pilot, "▾ sensor 3 ✗1")
        workspace.world.apply(PropertySet("sensor-2", "status", "failing", NOON))
        await until_shown(pilot, "▾ sensor 3 ✗2")


async def test_the_filter_is_taken_off_and_put_on_again() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=WIDE) as pilot:
        await pilot.press("slash", *"room", "enter")
        await until_shown(pilot, "2 of 5 ── room")
        await pilot.press("f")
        await until_shown(pilot, "5 ── filter off: room")
        assert "sensor-1" in ids_of(pilot)
        await pilot.press("f")
        await until_shown(pilot, "2 of 5 ── room")
        assert "sensor-1" not in ids_of(pilot)


async def test_another_filter_is_on_at_once() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=WIDE) as pilot:
        await pilot.press("slash", *"room", "enter", "f")
        await until_shown(pilot, "filter off")
        await pilot.press("slash", "end", "-", "1")
        await until_shown(pilot, "1 of 5 ── room-1")
