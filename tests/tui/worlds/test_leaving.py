"""A world that is left: nothing of it goes on unasked, no draft is lost, no memory is kept."""

from __future__ import annotations

import asyncio
import gc
import weakref
from dataclasses import replace

from tests.tui.composer.batches import lines_of, write_batch
from tests.tui.composer.publishing import exploring, press, scripted, type_event
from tests.tui.workspaces import explorer_of, screen_of, until, until_shown
from tests.tui.worlds.two_worlds import WIDE, Setting, switch_to


def drop_cancelled_timers() -> None:
    """The loop keeps a timer, and what it was begun for, until it is due, or many are cancelled."""
    for _ in range(1000):
        asyncio.get_running_loop().call_later(60, print).cancel()


async def test_the_entities_of_a_world_that_was_left_are_let_go(two: Setting) -> None:
    left = two.workspace
    async with two.shown() as pilot:
        await press(pilot, "p")
        await switch_to(pilot, "hall")
        await until_shown(pilot, "hall-thing")
        await until(pilot, lambda: not len(left.world) and not left.view.total, "they are gone")


async def test_nothing_is_left_in_memory_of_a_world_that_was_left(two: Setting) -> None:
    app = two.app()
    del two.workspace
    async with app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "lab-thing")
        left = [weakref.ref(explorer_of(pilot))]
        await switch_to(pilot, "hall")
        await until_shown(pilot, "hall-thing")
        left.append(weakref.ref(explorer_of(pilot)))
        await switch_to(pilot, "lab")
        await until_shown(pilot, "lab-thing")

        def is_freed() -> bool:
            drop_cancelled_timers()
            gc.unfreeze()
            gc.collect()
            return all(explorer() is None for explorer in left)

        await until(pilot, is_freed, "both are freed")


async def test_drafts_wait_in_the_world_that_they_were_written_for(two: Setting) -> None:
    two.book.servers = {
        name: replace(options, production=False, read_only=False)
        for name, options in two.book.servers.items()
    }
    async with two.shown() as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "of-the-lab", "", "n", "1")
        await press(pilot, "escape")
        await switch_to(pilot, "hall")
        await until_shown(pilot, "hall-thing")
        await press(pilot, "n")
        await until_shown(pilot, "new event")
        assert "of-the-lab" not in screen_of(pilot)
        await press(pilot, "escape")
        await switch_to(pilot, "lab")
        await until_shown(pilot, "lab-thing")
        await press(pilot, "n")
        await until_shown(pilot, "of-the-lab")


async def test_what_is_on_its_way_is_asked_about_before(two: Setting) -> None:
    async with two.shown() as pilot:

        class OnItsWay:
            is_done = False
            unsettled = 3

        two.workspace.desk.deliveries.append(OnItsWay())  # type: ignore[arg-type]
        await switch_to(pilot, "hall")
        await until_shown(pilot, "3 events are on the way")
        await press(pilot, "escape")
        await until_shown(pilot, "lab-thing")
        await switch_to(pilot, "hall")
        await until_shown(pilot, "3 events are on the way")
        await press(pilot, "y")
        await until_shown(pilot, "hall-thing")


async def test_quitting_while_something_is_sent_is_asked_about_and_not_once_it_has_arrived() -> (
    None
):
    workspace, publisher = scripted()
    publisher.gate.clear()
    async with exploring(workspace) as pilot:
        await write_batch(pilot, lines_of(*((f"s-{n}", {"n": n}) for n in range(3))))
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)
        await press(pilot, "escape", "q")
        await until_shown(pilot, "still sending")
        await until_shown(pilot, "3 events are on the way")
        await press(pilot, "escape")
        publisher.gate.set()
        await until_shown(pilot, "3 in the state")
        await press(pilot, "q")
        await until(pilot, lambda: not pilot.app.is_running, "the end")


async def test_what_is_being_repeated_is_asked_about_before_and_ends_with_leaving(
    two: Setting,
) -> None:
    async with two.shown() as pilot:
        await pilot.press("n")
        await until_shown(pilot, "new event")
        await pilot.press(*"lab", "tab", *"me", "tab", *"beacon", "tab", "tab", "n", "enter", "1")
        await pilot.press("f5", "enter")
        await until_shown(pilot, "beacon every 5s")
        await pilot.press("escape")
        await switch_to(pilot, "hall")
        await until_shown(pilot, "being published again and again")
        await press(pilot, "y")
        await until_shown(pilot, "hall-thing")
        assert not two.workspace.desk.repeating
        assert "↻" not in screen_of(pilot)
