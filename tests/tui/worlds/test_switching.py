"""Another server in this one's place: nothing of the one that is left goes on, no draft is lost."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from threading import Event as Flag

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from flux_tui.client import FluxClient, Phase
from flux_tui.errors import UsageError
from flux_tui.model.event import setting
from flux_tui.tui.app import ExplorerApp
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import Workspace, open_workspace
from flux_tui.tui.worlds.book import Card, card_of
from tests.engine.running import local_engine
from tests.tui.composer.publishing import press, type_event, type_text
from tests.tui.workspaces import explorer_of, lines_of, screen_of, until, until_shown

WIDE = (118, 34)


@dataclass
class ScriptedBook:
    """Offers what it is given, once ``gate`` is set; ``problem`` is why nothing can be opened."""

    servers: Mapping[str, ExplorerOptions]
    problem: str | None = None
    gate: Flag = field(default_factory=Flag)
    asked: bool = False
    given_up: bool = False

    def cards(self) -> list[Card]:
        return [card_of(options) for options in self.servers.values()]

    def options(self, card: Card, unwanted: Flag) -> ExplorerOptions:
        self.asked = True
        while not self.gate.wait(0.01):
            if unwanted.is_set():
                self.given_up = True
                raise UsageError("it was not waited for")
        if self.problem is not None:
            raise UsageError(self.problem)
        found = [options for options in self.servers.values() if card_of(options) == card]
        return found[0] if found else ExplorerOptions(url=card.target)


@dataclass
class Setting:
    """Two engines, each with one entity, and a book of both; the first is open."""

    book: ScriptedBook
    workspace: Workspace
    urls: list[str]

    def app(self) -> ExplorerApp:
        return ExplorerApp(self.workspace, book=self.book)


@pytest.fixture
async def two() -> AsyncIterator[Setting]:
    async with two_engines() as setting:
        yield setting


@asynccontextmanager
async def two_engines() -> AsyncIterator[Setting]:
    async with local_engine() as lab, local_engine() as hall:
        for engine, name in ((lab, "lab-thing"), (hall, "hall-thing")):
            async with FluxClient(engine.url) as client:
                await client.publish(setting("s", "me", name, {"n": 1}))
        options = ExplorerOptions(url=lab.url, profile="lab", color="green", utc=True)
        other = ExplorerOptions(
            url=hall.url, profile="hall", production=True, read_only=True, utc=True
        )
        book = ScriptedBook({"lab": options, "hall": other})
        book.gate.set()
        urls = [lab.url, hall.url]
        yield Setting(book, open_workspace(options, FluxClient(lab.url)), urls)


async def switch_to(pilot: Pilot[None], name: str) -> None:
    """Choose a server by its name."""
    await press(pilot, "ctrl+o")
    await until_shown(pilot, "switch server")
    await until_shown(pilot, "1 entity")
    await type_text(pilot, name)
    await press(pilot, "enter")


def drop_cancelled_timers() -> None:
    """The loop keeps a timer, and what it was begun for, until it is due, or many are cancelled."""
    for _ in range(1000):
        asyncio.get_running_loop().call_later(60, print).cancel()


def status_line(pilot: Pilot[None]) -> str:
    return lines_of(pilot)[0]


async def test_each_server_is_shown_with_what_is_special_and_whether_it_answers(
    two: Setting,
) -> None:
    two.book.servers = {
        **two.book.servers,
        "away": ExplorerOptions(url="http://127.0.0.1:1", profile="away"),
    }
    async with two.app().run_test(size=WIDE) as pilot:
        await until_shown(pilot, "lab-thing")
        await press(pilot, "ctrl+o")
        await until_shown(pilot, "○ no answer")
        await until(pilot, lambda: screen_of(pilot).count("● 1 entity") == 2)
        (lab,) = [line for line in lines_of(pilot) if f"▌ lab  {'':<10}" in line]
        (hall,) = [line for line in lines_of(pilot) if "▌ hall" in line]
        assert "● ▌ lab" in lab
        assert two.urls[1] in hall
        assert "PRODUCTION  read-only  ● 1 entity" in hall


async def test_another_world_takes_the_place_of_the_one_that_is_closed(two: Setting) -> None:
    async with two.app().run_test(size=WIDE) as pilot:
        await until_shown(pilot, "lab-thing")
        assert "▌lab" in status_line(pilot)
        await switch_to(pilot, "hall")
        await until_shown(pilot, "hall-thing")
        assert "lab-thing" not in screen_of(pilot)
        assert "▌PRODUCTION hall" in status_line(pilot)
        assert "read-only" in status_line(pilot)
        sessions = [w for w in pilot.app.workers if w.group == "session" and not w.is_finished]
        assert len(sessions) == 1
        assert len(pilot.app.screen_stack) == 1
        assert pilot.app.query_one("#filter", Input) is explorer_of(pilot).query_one("#filter")


async def test_the_entities_of_a_world_that_was_left_are_let_go(two: Setting) -> None:
    left = two.workspace
    async with two.app().run_test(size=WIDE) as pilot:
        await until_shown(pilot, "lab-thing")
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


async def test_going_back_is_two_keys(two: Setting) -> None:
    async with two.app().run_test(size=WIDE) as pilot:
        await until_shown(pilot, "lab-thing")
        await switch_to(pilot, "hall")
        await until_shown(pilot, "hall-thing")
        await press(pilot, "ctrl+o")
        await until_shown(pilot, "switch server")
        await until_shown(pilot, "▌ lab")
        await press(pilot, "enter")
        await until_shown(pilot, "lab-thing")
        assert "hall-thing" not in screen_of(pilot)


async def test_a_url_that_is_typed_is_opened(two: Setting) -> None:
    two.book.servers = {"lab": two.book.servers["lab"]}
    async with two.app().run_test(size=WIDE) as pilot:
        await until_shown(pilot, "lab-thing")
        await switch_to(pilot, two.urls[1].removeprefix("http://"))
        await until_shown(pilot, "hall-thing")


async def test_a_text_that_nothing_can_be_opened_by_is_said_to_be_that(two: Setting) -> None:
    async with two.app().run_test(size=WIDE) as pilot:
        await until_shown(pilot, "lab-thing")
        await press(pilot, "ctrl+o")
        await until_shown(pilot, "switch server")
        await type_text(pilot, "nowhere")
        await until_shown(pilot, "no profile is called so; a URL is typed as http://HOST:PORT")
        pilot.app.screen.query_one(Input).value = "hal"
        await until(pilot, lambda: "called so" not in screen_of(pilot), "a profile is found")


async def test_drafts_wait_in_the_world_that_they_were_written_for(two: Setting) -> None:
    two.book.servers = {
        name: replace(options, production=False, read_only=False)
        for name, options in two.book.servers.items()
    }
    async with two.app().run_test(size=WIDE) as pilot:
        await until_shown(pilot, "lab-thing")
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


async def test_a_token_command_that_fails_is_said_and_nothing_is_closed(two: Setting) -> None:
    two.book.problem = "the token_command of profile 'hall' printed nothing"
    async with two.app().run_test(size=WIDE) as pilot:
        await until_shown(pilot, "lab-thing")
        await switch_to(pilot, "hall")
        await until_shown(pilot, "printed nothing")
        await press(pilot, "escape")
        await until(pilot, lambda: pilot.app.screen is explorer_of(pilot))
        assert two.workspace.session.status.phase is Phase.LIVE


async def test_waiting_for_a_token_can_be_given_up(two: Setting) -> None:
    two.book.gate.clear()
    async with two.app().run_test(size=WIDE) as pilot:
        await until_shown(pilot, "lab-thing")
        await switch_to(pilot, "hall")
        await until_shown(pilot, "opening hall … esc gives up")
        await until(pilot, lambda: two.book.asked, "the command runs")
        await press(pilot, "escape")
        await until(pilot, lambda: two.book.given_up)
        await until_shown(pilot, "not opened")
        assert "switch server" in screen_of(pilot)


async def test_what_is_on_its_way_is_asked_about_before(two: Setting) -> None:
    async with two.app().run_test(size=WIDE) as pilot:
        await until_shown(pilot, "lab-thing")

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


async def test_above_the_explorer_nothing_is_switched(two: Setting) -> None:
    async with two.app().run_test(size=WIDE) as pilot:
        await until_shown(pilot, "lab-thing")
        await press(pilot, "n")
        await until_shown(pilot, "new event")
        await press(pilot, "ctrl+o")
        assert "switch server" not in screen_of(pilot)


async def test_what_is_being_repeated_is_asked_about_before_and_ends_with_leaving(
    two: Setting,
) -> None:
    async with two.app().run_test(size=WIDE) as pilot:
        await until_shown(pilot, "lab-thing")
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
