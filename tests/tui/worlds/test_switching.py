"""Another server in this one's place."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widgets import Input

from flux_tui.client import Phase
from flux_tui.tui.options import ExplorerOptions
from tests.tui.composer.publishing import press, type_text
from tests.tui.workspaces import explorer_of, lines_of, screen_of, until, until_shown
from tests.tui.worlds.two_worlds import Setting, switch_to


def status_line(pilot: Pilot[None]) -> str:
    return lines_of(pilot)[0]


async def test_each_server_is_shown_with_what_is_special_and_whether_it_answers(
    two: Setting,
) -> None:
    two.book.servers = {
        **two.book.servers,
        "away": ExplorerOptions(url="http://127.0.0.1:1", profile="away"),
    }
    async with two.shown() as pilot:
        await press(pilot, "ctrl+o")
        await until_shown(pilot, "○ no answer")
        await until(pilot, lambda: screen_of(pilot).count("● 1 entity") == 2)
        (lab,) = [line for line in lines_of(pilot) if f"▌ lab  {'':<10}" in line]
        (hall,) = [line for line in lines_of(pilot) if "▌ hall" in line]
        assert "● ▌ lab" in lab
        assert two.urls[1] in hall
        assert "PRODUCTION  read-only  ● 1 entity" in hall


async def test_another_world_takes_the_place_of_the_one_that_is_closed(two: Setting) -> None:
    async with two.shown() as pilot:
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


async def test_going_back_is_two_keys(two: Setting) -> None:
    async with two.shown() as pilot:
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
    async with two.shown() as pilot:
        await switch_to(pilot, two.urls[1].removeprefix("http://"))
        await until_shown(pilot, "hall-thing")


async def test_a_text_that_nothing_can_be_opened_by_is_said_to_be_that(two: Setting) -> None:
    async with two.shown() as pilot:
        await press(pilot, "ctrl+o")
        await until_shown(pilot, "switch server")
        await type_text(pilot, "nowhere")
        await until_shown(pilot, "no profile is called so; a URL is typed as http://HOST:PORT")
        pilot.app.screen.query_one(Input).value = "hal"
        await until(pilot, lambda: "called so" not in screen_of(pilot), "a profile is found")


async def test_a_token_command_that_fails_is_said_and_nothing_is_closed(two: Setting) -> None:
    two.book.problem = "the token_command of profile 'hall' printed nothing"
    async with two.shown() as pilot:
        await switch_to(pilot, "hall")
        await until_shown(pilot, "printed nothing")
        await press(pilot, "escape")
        await until(pilot, lambda: pilot.app.screen is explorer_of(pilot))
        assert two.workspace.session.status.phase is Phase.LIVE


async def test_waiting_for_a_token_can_be_given_up(two: Setting) -> None:
    two.book.gate.clear()
    async with two.shown() as pilot:
        await switch_to(pilot, "hall")
        await until_shown(pilot, "opening hall … esc gives up")
        await until(pilot, lambda: two.book.asked, "the command runs")
        await press(pilot, "escape")
        await until(pilot, lambda: two.book.given_up)
        await until_shown(pilot, "not opened")
        assert "switch server" in screen_of(pilot)


async def test_above_the_explorer_nothing_is_switched(two: Setting) -> None:
    async with two.shown() as pilot:
        await press(pilot, "n")
        await until_shown(pilot, "new event")
        await press(pilot, "ctrl+o")
        await until_shown(pilot, "open a file")
        assert "switch server" not in screen_of(pilot)
