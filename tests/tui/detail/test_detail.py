"""The detail pane says how regular an entity is, how it moves, and what of its past is kept."""

from __future__ import annotations

from flux_tui.model.change import PropertySet
from flux_tui.tui.options import ExplorerOptions
from tests.tui.workspaces import (
    FrozenClock,
    app_of,
    lines_of,
    screen_of,
    until,
    until_shown,
    workspace_of,
)

WIDE = (160, 40)


async def test_rhythm_rate_difference_and_trend_are_shown_and_then_the_silence() -> None:
    clock = FrozenClock()
    workspace = workspace_of({"sensor-1": {"temperature": 20.0}}, clock=clock)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        for number in range(1, 10):
            clock.go_on(5)
            value = 20.0 + number / 2
            workspace.world.apply(PropertySet("sensor-1", "temperature", value, clock.now()))
        await until_shown(pilot, "usually every 5 s · changes 1")

        def row() -> str:
            return next(line for line in lines_of(pilot) if "│   temperature" in line)

        await until(pilot, lambda: "24.5" in row(), "the value beside its trend")
        for text in ("24.5", "24.0", "+0.5", "▁▂▃▄▅▆▇█", "0s", "12/m"):
            assert text in row()
        clock.go_on(30)
        workspace.learning.cadence.tick()
        await until_shown(pilot, "◔ silent, usually every 5 s")


async def test_a_property_that_falls_silent_is_named_though_its_entity_goes_on() -> None:
    clock = FrozenClock()
    workspace = workspace_of({"sensor-1": {"battery": 0, "temperature": 0}}, clock=clock)

    def report(*names: str, every: int, times: int) -> None:
        for _ in range(times):
            clock.go_on(every)
            for name in names:
                now = clock.now()
                workspace.world.apply(PropertySet("sensor-1", name, now, now))
            workspace.learning.cadence.tick()

    async with app_of(workspace).run_test(size=WIDE) as pilot:
        report("battery", "temperature", every=2, times=10)
        await until_shown(pilot, "usually every 2 s")
        assert "battery usually" not in screen_of(pilot)
        report("temperature", every=2, times=24)
        await until_shown(pilot, "battery · ◔ silent for 48 s, usually changes every 2 s")
        assert "◔ silent, usually every" not in screen_of(pilot)
        report("battery", every=2, times=1)
        await until_shown(pilot, "battery · 12:")


async def test_a_property_slower_than_its_entity_has_its_own_interval_said() -> None:
    clock = FrozenClock()
    workspace = workspace_of({"sensor-1": {"battery": 0, "temperature": 0}}, clock=clock)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        for number in range(1, 60):
            clock.go_on(2)
            names = ("battery", "temperature") if number % 5 == 0 else ("temperature",)
            workspace.world.apply_all(
                PropertySet("sensor-1", name, number, clock.now()) for name in names
            )
            workspace.learning.cadence.tick()
        await until_shown(pilot, "usually every 2 s · battery usually changes every 10 s")


async def test_what_was_dropped_of_a_history_is_counted() -> None:
    clock = FrozenClock()
    options = ExplorerOptions(url="http://flux.test:3000", utc=True, history_bytes=2000)
    workspace = workspace_of({"sensor-1": {"n": 0}}, clock=clock, options=options)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        for number in range(1, 2032):
            workspace.world.apply(PropertySet("sensor-1", "n", number, clock.now()))
        await until_shown(pilot, "of 2,031 values, since 12:00:00")
        history = workspace.learning.history
        assert history.kept + history.dropped == 2031
        assert f"history {history.kept} of" in screen_of(pilot)


async def test_the_title_is_cut_to_the_width_that_there_is() -> None:
    entity_id = "sensor-" + "x" * 40
    workspace = workspace_of({entity_id: {"n": 0}})
    async with app_of(workspace).run_test(size=(100, 40)) as pilot:
        await until_shown(pilot, "sensor-")
        assert not any(entity_id in line for line in lines_of(pilot)[:2])
        await pilot.resize_terminal(220, 40)
        await until_shown(pilot, f" {entity_id} ──")


async def test_no_age_is_cut_where_a_scrollbar_stands() -> None:
    many = {f"p{number:02}": number for number in range(40)}
    async with app_of(workspace_of({"a": many})).run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "a ")
        await pilot.press("enter")

        def rows() -> list[str]:
            return [line for line in lines_of(pilot) if "·    " in line and " p" in line]

        await until(pilot, lambda: len(rows()) > 10, "the detail's rows")
        assert [row for row in rows() if " 5s " not in row] == []


async def test_a_report_that_changed_nothing_is_told_apart_from_a_change() -> None:
    clock = FrozenClock()
    workspace = workspace_of({"sensor-1": {"temperature": 20.0}}, clock=clock)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        clock.go_on(10)
        workspace.world.apply(PropertySet("sensor-1", "temperature", 21.0, clock.now()))
        clock.go_on(7)
        await until_shown(pilot, "sensor-1 ── sensor ── changed 7s ago ─")
        workspace.world.apply(PropertySet("sensor-1", "temperature", 21.0, clock.now()))
        await until_shown(pilot, "changed 7s ago, reported 0s ago")
