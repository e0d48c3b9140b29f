"""A person picks the columns of a group, and sees them in the list at once."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widgets import OptionList

from flux_tui.client import FeedKind
from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from flux_tui.replica.grouping import Grouping
from flux_tui.tui.columns.picker import ColumnPicker
from flux_tui.tui.columns.spec import ColumnSpec
from tests.tui.workspaces import (
    NOON,
    app_of,
    lines_of,
    screen_of,
    session_of,
    until,
    until_shown,
    workspace_of,
)

STATE: dict[str, dict[str, Json]] = {
    "room-1": {"people": 3, "use": "library", "climate": {"target": 21.5}},
    "room-2": {"people": 12, "use": "office", "climate": {"target": 17}},
    "sensor-1": {"temperature": 20.5},
}
WIDE = (120, 34)


def header_of(pilot: Pilot[None]) -> str:
    """The rooms' header in the list."""
    return next(line for line in lines_of(pilot) if "▾ room" in line).partition("││")[0]


def row_of(pilot: Pilot[None], entity_id: str) -> str:
    """An entity's row in the list."""
    rows = (line[: pilot.app.size.width // 2] for line in lines_of(pilot))
    return next(row for row in rows if f" {entity_id} " in row)


async def open_picker(pilot: Pilot[None]) -> None:
    """Open the picker."""
    await pilot.press("o")
    await until_shown(pilot, "columns of")


async def put_cursor_on(pilot: Pilot[None], name: str) -> None:
    """Go down until the cursor is on a column."""
    options = pilot.app.screen.query_one(OptionList)
    names = [str(options.get_option_at_index(i).prompt)[2:] for i in range(options.option_count)]
    place = next(i for i, text in enumerate(names) if text.startswith(f"{name} "))
    options.highlighted = place


async def test_space_shows_and_hides_a_column_in_the_list_at_once() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        await open_picker(pilot)
        await put_cursor_on(pilot, "climate.target")
        await pilot.press("space")
        await until(pilot, lambda: "21.5" in row_of(pilot, "room-1"), "the nested value")
        assert ".target" in header_of(pilot)
        await put_cursor_on(pilot, "people")
        await pilot.press("space")
        await until(pilot, lambda: "people" not in header_of(pilot), "people hidden")
        await pilot.press("enter")
        await until(pilot, lambda: "columns of" not in screen_of(pilot), "closed")
        assert ".target" in header_of(pilot)
        assert "temperature" in screen_of(pilot), "another group has its own columns"


async def test_columns_are_moved_and_given_back_to_the_automatic_choice() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        await until_shown(pilot, "people")
        before = header_of(pilot)
        assert before.index("people") < before.index("use")
        await open_picker(pilot)
        await put_cursor_on(pilot, "use")
        await pilot.press("less_than_sign", "less_than_sign")
        await until(
            pilot,
            lambda: header_of(pilot).index("use") < header_of(pilot).index("people"),
            "the other order",
        )
        await pilot.press("r")
        await until(pilot, lambda: header_of(pilot) == before, "the automatic choice")
        assert workspace.columns.of(Grouping.ID, "room") is None


async def test_escape_leaves_everything_as_it_was() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        await until_shown(pilot, "people")
        before = header_of(pilot)
        await open_picker(pilot)
        await put_cursor_on(pilot, "people")
        await pilot.press("space", "escape")
        await until(pilot, lambda: "columns of" not in screen_of(pilot), "closed")
        assert header_of(pilot) == before
        assert workspace.columns.of(Grouping.ID, "room") is None


async def test_a_column_is_found_by_typing_a_part_of_its_name() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        await open_picker(pilot)
        await pilot.press("slash", *"targ")
        options = pilot.app.screen.query_one(OptionList)
        await until(pilot, lambda: options.option_count == 1, "one column")
        await pilot.press("enter", "space", "escape")
        chosen = ColumnSpec.value("climate", "target")
        await until(pilot, lambda: not isinstance(pilot.app.screen, ColumnPicker), "closed")
        assert workspace.columns.of(Grouping.ID, "room") is None
        await open_picker(pilot)
        await pilot.press("slash", *"targ", "enter", "space", "enter")
        await until(pilot, lambda: not isinstance(pilot.app.screen, ColumnPicker), "closed")
        assert chosen in (workspace.columns.of(Grouping.ID, "room") or ())


async def test_rate_and_source_are_columns_and_the_age_can_go() -> None:
    workspace = workspace_of(STATE)
    workspace.columns.choose(
        Grouping.ID, "room", (ColumnSpec.SOURCE, ColumnSpec.value("people"), ColumnSpec.RATE)
    )
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        workspace.world.apply(PropertySet("room-1", "people", 4, NOON, "agent-ada", "e-1"))
        await until(pilot, lambda: "agent-ada" in row_of(pilot, "room-1"), "the source")
        assert " age" not in header_of(pilot)
        assert row_of(pilot, "room-2").split("│")[1].split() == ["room-2", "·", "12", "·"]


async def test_that_a_websocket_tells_no_sources_is_said() -> None:
    workspace = workspace_of(STATE)
    session_of(workspace).say(feed=FeedKind.WEBSOCKET)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        await open_picker(pilot)
        await until_shown(pilot, "not known he")


async def test_what_is_on_and_has_no_room_says_so() -> None:
    workspace = workspace_of({"k-1": {f"property-{n:02}": "a text of it" for n in range(12)}})
    async with app_of(workspace).run_test(size=(80, 24)) as pilot:
        every = tuple(ColumnSpec.value(f"property-{n:02}") for n in range(12))
        workspace.columns.choose(Grouping.ID, "k", every)
        await open_picker(pilot)
        await until_shown(pilot, "no room")


async def test_five_thousand_properties_are_offered_in_parts() -> None:
    workspace = workspace_of({"big-1": {f"p-{number:04}": number for number in range(5000)}})
    async with app_of(workspace).run_test(size=(80, 24)) as pilot:
        await open_picker(pilot)
        assert pilot.app.screen.query_one(OptionList).option_count == 300
        await pilot.press("slash", *"p-4321")
        options = pilot.app.screen.query_one(OptionList)
        await until(pilot, lambda: options.option_count == 2, "it and its trend")


async def test_a_hostile_name_is_shown_and_drives_nothing() -> None:
    name = "[bold]\x1b[31mx\u202e"
    workspace = workspace_of({"k-1": {name: "[/]\x1b]0;t\x07"}})
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        await open_picker(pilot)
        await until_shown(pilot, "● [bold]␛[31mx")
