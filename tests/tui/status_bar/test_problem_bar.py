"""Why the world is not followed stands there whole, what to do included, and rows stay in place."""

from __future__ import annotations

import re

import pytest
from textual.pilot import Pilot

from flux_tui.client import Phase, Trouble
from flux_tui.client.session.world_size import WorldSize
from flux_tui.errors import WorldTooLarge
from flux_tui.model.change import Metrics
from flux_tui.model.entity import Entity
from flux_tui.model.instant import NS
from flux_tui.model.json import Json
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.repeating.repetitions import Repetitions
from flux_tui.tui.status_bar.wording import TROUBLES
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

STATE: dict[str, dict[str, Json]] = {f"sensor-{number:02}": {"n": number} for number in range(40)}
URL = "http://flux.test:3000"
REFUSED = (
    f"{URL}/api/state/entities refused: Token does not have permission; set FLUX_TOKEN, or token "
    "in the profile, to the server's"
)
SIZES = pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 50)], ids=str)


def told(pilot: Pilot[None]) -> str:
    """What stands above the keys, as one line."""
    return re.sub(r"\s+", " ", " ".join(lines_of(pilot)[-6:-1]))


def rows_of(pilot: Pilot[None]) -> list[str]:
    """The upper rows, without the scrollbar."""
    return [line[:70] for line in lines_of(pilot)[1:12]]


def too_large() -> str:
    with pytest.raises(WorldTooLarge) as caught:
        WorldSize(500_000_000, URL).take([Entity("a", {"text": "x" * 1000}, 1)] * 500_000)
    return str(caught.value)


async def until_told(pilot: Pilot[None], text: str) -> None:
    await until(pilot, lambda: text in told(pilot), f"{text!r} above the keys")


@SIZES
async def test_a_refusal_is_called_one_and_what_to_do_is_whole(size: tuple[int, int]) -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=size) as pilot:
        await until_shown(pilot, "sensor-00")
        session_of(workspace).say(
            phase=Phase.OFFLINE, trouble=Trouble.REFUSED, problem=REFUSED, retry_at=NOON + 4 * NS
        )
        await until_shown(pilot, "✗ refused, retrying in 4 s")
        await until_told(pilot, "shown as of 12:00:00 · ")
        await until_told(pilot, REFUSED.split(" refused")[1])
        assert "offline" not in screen_of(pilot)


@SIZES
async def test_a_world_too_large_says_how_to_open_a_part_and_counts_as_a_part(
    size: tuple[int, int],
) -> None:
    problem = too_large()
    workspace = workspace_of(STATE, phase=Phase.LOADING)
    async with app_of(workspace).run_test(size=size) as pilot:
        await until_shown(pilot, "sensor-00")
        session_of(workspace).say(phase=Phase.OFFLINE, trouble=Trouble.TOO_LARGE, problem=problem)
        await until_shown(pilot, "✗ too large to follow")
        await until_told(pilot, "takes more than 500 MB of memory; open a part of it with --prefix")
        await until_told(pilot, "--namespace or --scope, or allow more with --world-mb")
        await until_shown(pilot, "Entities ── 40, part of more")
        assert "offline" not in screen_of(pilot)
        assert "retrying" not in screen_of(pilot)
        await pilot.press("slash", *"sensor-1", "enter")
        await until_shown(pilot, "10 of 40, part of more")


async def test_a_world_that_was_never_whole_is_counted_as_what_is_here_so_far() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=(80, 24)) as pilot:
        session_of(workspace).say(phase=Phase.LOADING, verified=None)
        await until_shown(pilot, "Entities ── 40 so far")
        session_of(workspace).say(phase=Phase.OFFLINE, problem="cut off", trouble=Trouble.AWAY)
        await until_shown(pilot, "○ offline")
        await until_told(pilot, "cut off")
        assert "as of" not in told(pilot)
        assert "40 so far" in screen_of(pilot)
        session_of(workspace).say(phase=Phase.LIVE, verified=NOON, problem=None, trouble=None)
        await until_shown(pilot, "Entities ── 40 ─")


async def test_no_row_moves_when_a_problem_comes_and_goes() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "sensor-08")
        before = rows_of(pilot)
        session_of(workspace).say(phase=Phase.OFFLINE, trouble=Trouble.REFUSED, problem=REFUSED)
        await until_told(pilot, "set FLUX_TOKEN")
        assert rows_of(pilot) == before
        session_of(workspace).say(phase=Phase.LIVE, trouble=None, problem=None)
        await until(pilot, lambda: "FLUX_TOKEN" not in screen_of(pilot), "relief")
        assert rows_of(pilot) == before


async def test_attempts_that_fail_again_and_again_move_nothing() -> None:
    clock = FrozenClock()
    workspace = workspace_of(STATE, clock=clock)
    async with app_of(workspace).run_test(size=(80, 24)) as pilot:
        session = session_of(workspace)
        session.say(phase=Phase.OFFLINE, trouble=Trouble.REFUSED, problem=REFUSED)
        await until_told(pilot, "set FLUX_TOKEN")
        session.say(phase=Phase.CATCHING_UP, problem=None, trouble=None, since=clock.now())
        await until_shown(pilot, "catching up")
        assert "set FLUX_TOKEN" in told(pilot)
        clock.go_on(2)
        await until(pilot, lambda: "FLUX_TOKEN" not in screen_of(pilot), "an attempt that lasts")


async def test_of_endless_words_the_middle_goes_and_the_end_says_what_to_do() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=(60, 20)) as pilot:
        problem = f"{URL} refused: {'because of the rules ' * 40}"[:300] + "; ask the house"
        session_of(workspace).say(phase=Phase.OFFLINE, trouble=Trouble.REFUSED, problem=problem)
        await until_told(pilot, "; ask the house")
        assert "the server refused: because of the rules" in told(pilot)
        assert "sensor-05" in screen_of(pilot)


async def test_what_a_server_says_is_printable() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=(80, 24)) as pilot:
        problem = f"{URL} refused: \x1b]0;pwn\x07[bold]no[/]\u202e"
        session_of(workspace).say(phase=Phase.OFFLINE, trouble=Trouble.REFUSED, problem=problem)
        await until_told(pilot, "␛]0;pwn␇[bold]no[/]")


async def test_the_world_screen_says_it_too() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=(80, 24)) as pilot:
        session_of(workspace).say(phase=Phase.OFFLINE, trouble=Trouble.REFUSED, problem=REFUSED)
        await pilot.press("i")
        await until_shown(pilot, "Biggest groups")
        await until_told(pilot, "set FLUX_TOKEN")


async def test_how_fast_a_server_was_is_not_said_of_one_that_is_lost() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=(120, 24)) as pilot:
        session = session_of(workspace)
        for second in (0, 2):
            session.say(metrics=Metrics(NOON + second * NS, 40, 100 + 7 * second, 7.0, 1, 1))
        await until_shown(pilot, "40 entities   7.0 ev/s")
        session.say(phase=Phase.OFFLINE, problem="cut off", trouble=Trouble.AWAY)
        await until_shown(pilot, "offline")
        assert "ev/s" not in screen_of(pilot)


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("trouble", list(Trouble))
async def test_of_a_production_profile_and_what_is_repeated_nothing_is_pushed_out(
    width: int, trouble: Trouble
) -> None:
    options = ExplorerOptions(URL, profile="plant-north-and-south", production=True)
    workspace = workspace_of(STATE, options=options)
    workspace.desk.repetitions = Endless()
    async with app_of(workspace).run_test(size=(width, 20)) as pilot:
        await until_shown(pilot, "● live")
        session_of(workspace).say(
            phase=Phase.OFFLINE, trouble=trouble, problem="no", retry_at=NOON + 9 * NS
        )
        await until_shown(pilot, TROUBLES[trouble])
        line = lines_of(pilot)[0]
        assert "PRODUCTION plant" in line
        assert "↻ f6" in line
        assert "…" in line, "what was cut is marked"


class Endless(Repetitions):
    """Something is always being repeated."""

    def badge(self) -> list[str]:
        return ["↻ 1 repeated, f6 stops", "↻ f6"]


@SIZES
async def test_no_notice_covers_it(size: tuple[int, int]) -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=size, notifications=True) as pilot:
        await until_shown(pilot, "sensor-00")
        pilot.app.notify("kept from before", timeout=60, markup=False)
        await until_shown(pilot, "kept from")
        session_of(workspace).say(phase=Phase.OFFLINE, problem=REFUSED, trouble=Trouble.REFUSED)
        await until_told(pilot, REFUSED.partition("refused: ")[2])
        await until_shown(pilot, "kept from")
        session_of(workspace).say(phase=Phase.LIVE, problem=None, trouble=None)
        await until(pilot, lambda: "kept from" in lines_of(pilot)[-3], "where it stood before")
