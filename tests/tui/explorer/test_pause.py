"""A pause freezes all that is seen, says what waits, and going on shows it at once."""

from __future__ import annotations

from flux_tui.model.change import EntityDeleted, PropertySet
from flux_tui.model.json import Json
from tests.tui.workspaces import (
    NOON,
    FrozenClock,
    app_of,
    lines_of,
    screen_of,
    until,
    until_shown,
    workspace_of,
)

STATE: dict[str, dict[str, Json]] = {
    "room-1": {"people": 3},
    "room-2": {"people": 4},
    "sensor-1": {"temperature": 31.0, "status": "ok"},
}
WIDE = (120, 34)
WIDER = (160, 34)


async def test_rows_values_counts_and_detail_stand_still_until_it_goes_on() -> None:
    clock = FrozenClock()
    workspace = workspace_of(STATE, clock=clock)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        await pilot.press("p")
        await until_shown(pilot, "paused · nothing waiting")
        before = lines_of(pilot)[2:-1]
        clock.go_on(30)
        workspace.world.apply_all(
            [
                PropertySet("room-1", "people", 777, clock.now()),
                PropertySet("room-1", "people", 778, clock.now()),
                PropertySet("room-3", "people", 1, clock.now()),
                PropertySet("sensor-1", "status", "failing", clock.now()),
                EntityDeleted("room-2", clock.now()),
            ]
        )
        await until_shown(pilot, "paused · 5 changes waiting")
        assert "4 entities have changed: p shows them" in screen_of(pilot)
        counted = ("p shows them", "5 held while paused")
        still = [
            (line, other)
            for line, other in zip(before, lines_of(pilot)[2:-1], strict=True)
            if not any(words in other for words in counted)
        ]
        assert len(still) == len(before) - len(counted)
        assert all(line == other for line, other in still)
        await pilot.press("p")
        await until_shown(pilot, "room-3")
        assert "paused" not in screen_of(pilot)
        assert "room-2" not in "".join(line[:60] for line in lines_of(pilot)[:12])
        for text in ("778", "✗  sensor-1", "▾ sensor 1 ✗1", "777 → 778"):
            await until_shown(pilot, text)


async def test_a_paused_picture_is_walked_through_filtered_and_sorted() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=WIDER) as pilot:
        await pilot.press("p")
        workspace.world.apply(EntityDeleted("room-2", NOON))
        workspace.world.apply(PropertySet("room-1", "people", 99, NOON))
        await until_shown(pilot, "2 changes waiting")
        await pilot.press("down")
        await until_shown(pilot, "room-2 ── room")
        assert any("people" in line[80:] and " 4 " in line[80:] for line in lines_of(pilot))
        await pilot.press("slash", *"people<9", "enter")
        await until_shown(pilot, "2 of 3 ── people<9")
        await pilot.press("p")
        await until_shown(pilot, "0 of 2 ── people<9")


async def test_what_waited_for_the_detail_is_shown_when_it_goes_on() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        await pilot.press("p")
        workspace.world.apply(PropertySet("room-1", "people", 55, NOON))
        workspace.world.apply(PropertySet("room-1", "mood", "good", NOON))
        await until_shown(pilot, "1 entity has changed: p shows them")
        assert "mood" not in screen_of(pilot)
        await pilot.press("p")
        await until(
            pilot,
            lambda: any("mood" in line[60:] and "good" in line[60:] for line in lines_of(pilot)),
            "the new property in the detail",
        )
