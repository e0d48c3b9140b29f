"""The detail's tabs: by keys and by mouse, at every width, and of the entity that is looked at."""

from __future__ import annotations

import pytest

from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from flux_tui.tui.detail.detail import Detail
from flux_tui.tui.detail.raw import RawPane
from flux_tui.tui.detail.tabs import Tab
from tests.tui.workspaces import (
    NOON,
    FrozenClock,
    app_of,
    lines_of,
    screen_of,
    until_shown,
    workspace_of,
)

STATE: dict[str, dict[str, Json]] = {
    "sensor-1": {"temperature": 20.5, "place": {"floor": 3}},
    "sensor-2": {"temperature": 30.0, "\x1b[31m": "\u202eevil"},
}
SIZES = [(60, 20), (80, 24), (118, 36), (300, 100)]


@pytest.mark.parametrize("size", SIZES)
async def test_the_tabs_stand_above_what_they_show(size: tuple[int, int]) -> None:
    async with app_of(workspace_of(STATE)).run_test(size=size) as pilot:
        await pilot.press("j", "enter")
        await until_shown(pilot, "Properties")
        (line,) = (line for line in lines_of(pilot) if "Properties" in line)
        assert "Raw" in line
        await until_shown(pilot, "temperature")


async def test_brackets_go_through_the_tabs_and_back() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "left_square_bracket")
        await until_shown(pilot, '"id": "sensor-1",')
        assert pilot.app.query_one(Detail).tab is Tab.RAW
        await pilot.press("right_square_bracket")
        await until_shown(pilot, "property")
        assert '"id"' not in screen_of(pilot)
        await pilot.press("j")
        assert pilot.app.query_one(Detail).has_focus_within, "the keys stay with the detail"


async def test_a_click_on_a_name_chooses_its_tab() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(118, 36)) as pilot:
        await until_shown(pilot, "Properties")
        (line,) = (line for line in lines_of(pilot) if "Properties" in line)
        y = lines_of(pilot).index(line)
        await pilot.click(offset=(line.index("Raw") + 1, y))
        await until_shown(pilot, '"id": "sensor-1",')


async def test_a_tab_follows_the_entity_in_focus_and_what_the_world_does_to_it() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=(118, 36)) as pilot:
        await pilot.press("enter", "left_square_bracket", "escape", "j")
        await until_shown(pilot, '"id": "sensor-2",')
        workspace.world.apply(PropertySet("sensor-2", "temperature", 77.25, NOON))
        await until_shown(pilot, '"temperature": 77.25')


async def test_raw_json_cannot_drive_the_terminal() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(118, 36)) as pilot:
        await pilot.press("j", "enter", "left_square_bracket")
        await until_shown(pilot, r'"\u001b[31m": "\u202eevil"')
        assert "\x1b" not in screen_of(pilot)
        assert "\u202e" not in screen_of(pilot)


class SlowClock(FrozenClock):
    """Whoever looks at it takes a tenth of a second."""

    slow = False

    def monotonic(self) -> float:
        """A little later each time."""
        if self.slow:
            self.go_on(0.1)
        return super().monotonic()


async def test_an_entity_that_takes_long_to_write_is_not_written_in_every_frame() -> None:
    clock = SlowClock()
    workspace = workspace_of(STATE, clock=clock)
    async with app_of(workspace).run_test(size=(118, 36)) as pilot:
        await pilot.press("enter", "left_square_bracket")
        await until_shown(pilot, '"id": "sensor-1",')
        pane = pilot.app.screen.query_one(RawPane)
        clock.slow = True
        workspace.world.apply(PropertySet("sensor-1", "temperature", 1.25, NOON))
        assert pane.update_changed()
        workspace.world.apply(PropertySet("sensor-1", "temperature", 2.25, NOON))
        assert not pane.update_changed()
        clock.go_on(10)
        await until_shown(pilot, '"temperature": 2.25')
