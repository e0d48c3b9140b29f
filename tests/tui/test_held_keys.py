"""A key that is held moves as long as it is held; what somebody has pressed is never lost."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from flux_tui.model.json import Json
from flux_tui.tui.held_keys import FASTEST, SLOWEST, SURE, TOO_LATE, HeldKey
from tests.tui.workspaces import app_of, until, until_shown, workspace_of

STATE: dict[str, dict[str, Json]] = {f"sensor-{n:02}": {"n": n} for n in range(60)}

REPEAT = 0.033
"""Seconds from one repeat to the next, as most terminals have them."""

LONG = 5.0
"""Seconds for which the screen was busy."""


def hold(pilot: Pilot[None], key: str, times: int, *, ago: float, character: str | None) -> None:
    """A key was held some seconds ago, and nobody had the time to act on it."""
    for number in range(times):
        event = events.Key(key, character)
        event.time = time.monotonic() - ago + number * REPEAT
        pilot.app.post_message(event)


@given(
    st.lists(
        st.tuples(
            st.sampled_from("jk"),
            st.floats(0, 10).filter(lambda gap: not FASTEST <= gap <= SLOWEST),
            st.floats(0, 100),
        )
    )
)
def test_what_a_hand_or_a_macro_presses_is_never_too_late(
    presses: list[tuple[str, float, float]],
) -> None:
    held, pressed = HeldKey(), 100.0
    for key, gap, waited in presses:
        pressed += gap
        assert not held.is_too_late(key, pressed, pressed + waited)


@given(st.lists(st.sampled_from("jkl"), min_size=1), st.floats(FASTEST, SLOWEST))
def test_a_key_that_differs_from_the_one_before_is_never_too_late(
    keys: list[str], gap: float
) -> None:
    held, before = HeldKey(), ""
    for number, key in enumerate(keys):
        too_late = held.is_too_late(key, 100 + number * gap, 200.0)
        assert not (too_late and key != before)
        before = key


def test_repeats_are_too_late_once_they_have_waited() -> None:
    held = HeldKey()
    punctual = [held.is_too_late("j", n * REPEAT, n * REPEAT + 0.5 * TOO_LATE) for n in range(9)]
    late = [held.is_too_late("j", n * REPEAT, n * REPEAT + 2 * TOO_LATE) for n in range(9, 18)]
    assert not any(punctual)
    assert all(late)


async def test_a_held_key_does_not_run_on_after_the_screen_was_busy_and_the_next_key_counts() -> (
    None
):
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=(120, 34)) as pilot:
        await until_shown(pilot, "sensor-00")
        first = workspace.view.focus_index
        hold(pilot, "down", 50, ago=LONG, character=None)
        hold(pilot, "slash", 1, ago=LONG, character="/")
        await until_shown(pilot, "part of an id")
        assert workspace.view.focus_index == first + SURE


async def test_letters_that_are_held_in_a_field_are_all_written() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(120, 34)) as pilot:
        await until_shown(pilot, "sensor-00")
        await pilot.press("slash")
        hold(pilot, "a", 20, ago=LONG, character="a")
        field = pilot.app.screen.query_one(Input)
        await until(pilot, lambda: field.value == "a" * 20, "all letters")
        hold(pilot, "backspace", 30, ago=LONG, character=None)
        await until(pilot, lambda: len(field.value) == 20 - SURE, "few are taken away")
