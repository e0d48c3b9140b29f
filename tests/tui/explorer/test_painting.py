"""When the explorer paints: at once when it is seen, once a second beneath another screen."""

from __future__ import annotations

import pytest
from textual import events

from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from flux_tui.tui.app import GO_FIRST
from flux_tui.tui.detail.detail import Detail
from flux_tui.tui.detail.property_table import PropertyTable
from flux_tui.tui.entity_list.entity_list import EntityList
from flux_tui.tui.explorer.painting import LONGEST_WAIT
from tests.tui.workspaces import NOON, app_of, explorer_of, screen_of, until, until_shown
from tests.tui.workspaces import workspace_of as workspace

STATE: dict[str, dict[str, Json]] = {f"room-{n:02}": {"people": n} for n in range(3)}
WIDE = (120, 34)


async def test_what_changed_beneath_another_screen_is_shown_when_that_is_left() -> None:
    world = workspace(STATE)
    async with app_of(world).run_test(size=WIDE) as pilot:
        await pilot.press("question_mark")
        await until(pilot, lambda: pilot.app.screen is not explorer_of(pilot), "help is open")
        world.world.apply(PropertySet("room-00", "people", 77, NOON))
        await pilot.press("escape")
        await until_shown(pilot, "0 → 77")


async def test_a_world_beneath_another_screen_goes_on_though_seldom() -> None:
    world = workspace(STATE)
    async with app_of(world).run_test(size=WIDE) as pilot:
        await pilot.press("question_mark")
        await until(pilot, lambda: pilot.app.screen is not explorer_of(pilot), "help is open")
        world.world.apply(PropertySet("room-00", "people", 77, NOON))
        table = explorer_of(pilot).query_one(PropertyTable)

        def shown() -> bool:
            return "77" in "".join(table.render_line(y).text for y in range(3))

        assert not shown()
        await until(pilot, shown, "the change beneath")


async def test_beneath_another_screen_it_waits_for_who_types_there_and_not_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world, ticks, paints = workspace(STATE), list[None](), list[None]()
    monkeypatch.setattr("flux_tui.tui.explorer.explorer.TICK", 0.01)
    monkeypatch.setattr(type(world.session), "rest", 0.0)
    monkeypatch.setattr(world.learning.cadence, "tick", lambda: ticks.append(None))
    async with app_of(world).run_test(size=WIDE) as pilot:
        await pilot.press("question_mark")
        await until(pilot, lambda: pilot.app.screen is not explorer_of(pilot), "help is open")
        entities = explorer_of(pilot).query_one(EntityList)
        monkeypatch.setattr(entities, "refresh_ages", lambda: paints.append(None))
        ticks.clear()
        rounds = 4
        await until(pilot, lambda: len(ticks) > rounds * (LONGEST_WAIT + 1), "ticks")
    assert rounds - 1 <= len(paints) <= rounds + 1


async def test_the_feed_rests_for_a_key_until_its_effect_is_painted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = workspace(STATE)
    async with app_of(world).run_test(size=WIDE) as pilot:
        seen: list[tuple[float, bool]] = []

        def let_pass(seconds: float) -> None:
            seen.append((seconds, "▌   room-01" in screen_of(pilot)))

        monkeypatch.setattr(world.session, "let_pass", let_pass)
        pilot.app.post_message(events.Key("j", "j"))
        await until(pilot, lambda: len(seen) > 1, "the feed goes on")
        assert seen == [(GO_FIRST, False), (0, True)]


async def test_the_feed_rests_as_soon_as_the_driver_has_read_a_key() -> None:
    world = workspace(STATE)
    app_of(world).pressed()
    assert world.session.rest > 0


async def test_a_title_that_reads_otherwise_is_on_the_screen() -> None:
    async with app_of(workspace(STATE)).run_test(size=WIDE) as pilot:
        detail = explorer_of(pilot).query_one(Detail)
        before = screen_of(pilot).splitlines()
        detail.entitle("another [b]title", "beneath")
        await until_shown(pilot, "another [b]title")
        after = screen_of(pilot).splitlines()
        changed = [y for y, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
        assert len(changed) == 2, "the border's two lines, and nothing between them"
        assert "beneath" in after[changed[-1]]
