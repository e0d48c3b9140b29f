"""The explorer as a person uses it: the list, the filter, the detail, the keys."""

from __future__ import annotations

from textual.widgets import Input

from flux_tui.client import FeedKind, Phase
from flux_tui.model.change import EntityDeleted, PropertySet
from flux_tui.model.json import Json
from flux_tui.tui.entity_list.entity_list import EntityList
from flux_tui.tui.options import ExplorerOptions
from tests.tui.workspaces import (
    NOON,
    FrozenClock,
    app_of,
    lines_of,
    screen_of,
    session_of,
    until,
    until_shown,
    workspace_of,
)

STATE: dict[str, dict[str, Json]] = {
    **{f"sensor-{n:02}": {"temperature": 20.5 + n, "status": "ok"} for n in range(5)},
    "sensor-05": {"temperature": 91.0, "status": "failing"},
    **{f"room-{n:02}": {"occupied": False, "people": n} for n in range(3)},
}
WIDE = (120, 34)


async def test_one_screen_says_what_is_true_without_a_key_pressed() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=WIDE) as pilot:
        await until_shown(pilot, "room-00 ── room")
        screen = screen_of(pilot)
        for text in ("● live", "flux.test:3000", "sse", "9 entities"):
            assert text in screen
        for text in ("▾ room  3", "▾ sensor 6 ✗1", "✗  sensor-05", "91.0", "failing"):
            assert text in screen


async def test_a_change_is_shown_at_once_with_the_value_before() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        change = PropertySet("room-00", "people", 7, NOON, "agent-a", "0193-e2")
        workspace.world.apply(change)
        await until_shown(pilot, "0 → 7")
        lines = lines_of(pilot)
        assert any("▌" in line and "room-00" in line and " 7 " in line for line in lines)
        assert any("people" in line and " 7 " in line and " 0 " in line for line in lines)


async def test_a_repeated_value_is_no_line_in_the_changes() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        workspace.world.apply(PropertySet("room-01", "people", 1, NOON))
        workspace.world.apply(PropertySet("room-02", "people", 5, NOON))
        await until_shown(pilot, "2 → 5")
        assert "1 → 1" not in screen_of(pilot)


async def test_typing_filters_the_list_and_escape_brings_it_back() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=WIDE) as pilot:
        await pilot.press("slash", *"sor-05")
        await until_shown(pilot, "1 of 9 ── sor-05")
        assert "room-00" not in "".join(line[:60] for line in lines_of(pilot))
        await pilot.press("escape")
        await until_shown(pilot, "▾ room  3")


async def test_the_filter_speaks_the_query_language_and_says_what_is_wrong_with_it() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=WIDE) as pilot:
        await pilot.press("slash")
        pilot.app.query_one("#filter", Input).value = "temperature>=90 status=failing"
        await until_shown(pilot, "1 of 9")
        pilot.app.query_one("#filter", Input).value = "temperature>="
        await until_shown(pilot, "column 14")
        assert "sensor-05" in screen_of(pilot), "the last good filter stays on"


async def test_what_the_explorer_cannot_know_is_said_not_guessed() -> None:
    workspace = workspace_of(STATE)
    session_of(workspace).say(feed=FeedKind.WEBSOCKET)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        await pilot.press("slash")
        pilot.app.query_one("#filter", Input).value = "@source=me @rate>5"
        await until_shown(pilot, "@source=me cannot be known here")


async def test_what_has_fallen_silent_is_seen_in_the_list_and_its_group() -> None:
    clock = FrozenClock()
    workspace = workspace_of(STATE, clock=clock)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        for _ in range(10):
            workspace.world.apply(PropertySet("room-01", "occupied", False, clock.now()))
            clock.go_on(5)
        clock.go_on(20)
        await until_shown(pilot, "▾ room 3 ◔1")
        assert any("◔  room-01" in line and "silent, us" in line for line in lines_of(pilot))
        workspace.world.apply(PropertySet("room-01", "occupied", True, clock.now()))
        await until(pilot, lambda: "◔" not in screen_of(pilot), "no silence")


async def test_what_has_fallen_silent_and_what_is_new_can_be_filtered_for() -> None:
    clock = FrozenClock()
    workspace = workspace_of(STATE, clock=clock)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        for _ in range(10):
            workspace.world.apply(PropertySet("sensor-03", "temperature", 1.5, clock.now()))
            clock.go_on(5)
        await pilot.press("slash")
        pilot.app.query_one("#filter", Input).value = "@stale"
        await until_shown(pilot, "0 of 9 ── @stale")
        clock.go_on(20)
        workspace.learning.cadence.tick()
        pilot.app.query_one("#filter", Input).value = "@stale "
        await until_shown(pilot, "1 of 9 ── @stale")
        workspace.world.apply(PropertySet("made", "temperature", 1.5, clock.now()))
        pilot.app.query_one("#filter", Input).value = "@new"
        await until_shown(pilot, "1 of 10 ── @new")


async def test_a_filter_given_at_the_start_is_on_and_seen() -> None:
    options = ExplorerOptions(url="http://flux.test:3000", where="status=failing", utc=True)
    workspace = workspace_of(STATE, options=options)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        await until_shown(pilot, "1 of 9 ── status=failing")


async def test_nothing_matching_says_what_to_do() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=WIDE) as pilot:
        await pilot.press("slash", *"nowhere")
        await until_shown(pilot, "Nothing matches nowhere")
        await until_shown(pilot, "status=nowhere asks for a value")
        assert "9 entities are hidden" in screen_of(pilot)


async def test_the_focus_follows_its_entity_and_its_screen_line_while_rows_come_and_go() -> None:
    state: dict[str, dict[str, Json]] = {f"k-{n:03}": {"n": n} for n in range(0, 200, 2)}
    workspace = workspace_of(state)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        await pilot.press(*["pagedown"] * 2)
        focused = workspace.view.focus
        (line,) = [i for i, text in enumerate(lines_of(pilot)) if "▌" in text]
        for number in range(1, 40, 2):
            workspace.world.apply(PropertySet(f"k-{number:03}", "n", number, NOON))
        workspace.world.apply(EntityDeleted("k-000", NOON))
        await until_shown(pilot, "Entities ── 119")
        await pilot.pause()
        assert workspace.view.focus == focused
        assert "▌" in lines_of(pilot)[line]


async def test_sorting_by_last_change_and_plain_listing() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        workspace.world.apply(PropertySet("sensor-03", "temperature", 1.5, NOON))
        await pilot.press("s", *"last", "enter", "ctrl+g", *"none", "enter")
        await until_shown(pilot, "by last change")
        rows = [line for line in lines_of(pilot)[2:] if "-0" in line[:20]]
        assert "sensor-03" in rows[0]


async def test_groups_fold_and_unfold() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        await pilot.press("g", "left")
        await until_shown(pilot, "▸ room  3")
        assert "room-01" not in screen_of(pilot)
        await pilot.press("enter")
        await until_shown(pilot, "room-01")


async def test_at_80_columns_the_detail_takes_the_place_of_the_list_and_gives_it_back() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(80, 24)) as pilot:
        assert "before" not in screen_of(pilot)
        await pilot.press("enter")
        await until_shown(pilot, "before")
        assert "▾ sensor" not in screen_of(pilot)
        await pilot.press("escape")
        await until_shown(pilot, "▾ sensor")


async def test_the_mouse_focuses_folds_and_opens() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        entity_list = pilot.app.screen.query_one(EntityList)
        await pilot.click(entity_list, offset=(10, 4))
        assert workspace.view.focus == workspace.view.key_of("room-02")
        await until_shown(pilot, "room-02 ── room")
        await pilot.click(entity_list, offset=(10, 1))
        await until_shown(pilot, "▸ room  3")


async def test_a_click_on_a_change_goes_to_its_entity() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        workspace.world.apply(PropertySet("sensor-04", "temperature", 1.5, NOON))
        await until_shown(pilot, "24.5 → 1.5")
        await pilot.click("#changes", offset=(5, 1))
        await until_shown(pilot, "sensor-04 ── sensor")


async def test_an_empty_world_and_no_world_say_what_to_do_next() -> None:
    workspace = workspace_of({})
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        await until_shown(pilot, "This world is empty.")
        session = session_of(workspace)
        session.say(phase=Phase.OFFLINE, problem="http://flux.test: refused", retry_at=NOON)
        await until_shown(pilot, "It is tried again by itself; ctrl+o opens another")


async def test_what_changed_out_of_sight_is_right_when_it_is_scrolled_to() -> None:
    state: dict[str, dict[str, Json]] = {f"k-{n:03}": {"n": n} for n in range(100)}
    workspace = workspace_of(state)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        entity_list = pilot.app.screen.query_one(EntityList)
        await pilot.pause()
        entity_list.scroll_to(y=60, animate=False)
        await until_shown(pilot, "k-065")
        workspace.world.apply(PropertySet("k-005", "n", 77_777, NOON))
        await until_shown(pilot, "5 → 77777")
        entity_list.scroll_to(y=0, animate=False)
        await until(
            pilot,
            lambda: any("k-005" in line[:60] and "777" in line for line in lines_of(pilot)),
            "the new value where it was out of sight",
        )
