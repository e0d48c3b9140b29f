"""A question is answered by a button, and by what it demands to be typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Button, Static

from flux_tui.tui.question.demands import Demand
from flux_tui.tui.question.question import Question

NUMBER = Demand("their number", "1200")
HOST = Demand("the host", "flux.lab.example")


class Asking(App[None]):
    """Nothing but a question, and its answer."""

    def __init__(self, *demands: Demand, harmless: bool = False) -> None:
        super().__init__()
        self._demands = demands
        self._is_harmless = harmless
        self.answer: bool | None = None

    def on_mount(self) -> None:
        question = Question(
            "really",
            Content("Do [it]?"),
            do="Do it",
            demands=self._demands,
            harmless=self._is_harmless,
        )
        self.push_screen(question, self._take)

    def _take(self, answer: bool | None) -> None:
        self.answer = answer


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["enter"], False),
        (["left", "enter"], True),
        (["tab", "enter"], True),
        (["y"], True),
        (["escape"], False),
    ],
)
async def test_what_does_harm_is_done_by_a_key_that_says_so_and_never_by_enter_at_once(
    keys: list[str], answer: bool
) -> None:
    app = Asking()
    async with app.run_test() as pilot:
        await pilot.press(*keys)
        assert app.answer is answer


async def test_what_is_harmless_is_done_by_enter() -> None:
    app = Asking(harmless=True)
    async with app.run_test() as pilot:
        await pilot.press("enter")
        assert app.answer is True


def labels(pilot: Pilot[None]) -> list[str]:
    return [str(label.render()) for label in pilot.app.screen.query(".label").results(Static)]


async def test_each_field_says_what_is_wrong_with_it_until_something_else_is_typed() -> None:
    app = Asking(NUMBER, HOST)
    async with app.run_test() as pilot:
        await pilot.press(*"12", "enter")
        assert labels(pilot) == [
            "✗ that is not 1,200, their number",
            "✗ nothing is typed yet: type flux.lab.example, the host",
        ]
        await pilot.press("0")
        assert labels(pilot)[0] == "type 1,200, their number"


async def test_a_letter_that_is_typed_into_a_field_answers_nothing() -> None:
    app = Asking(HOST)
    async with app.run_test() as pilot:
        await pilot.press("y")
        assert app.answer is None


async def test_what_is_demanded_is_typed_before_the_button_can_be_pressed() -> None:
    app = Asking(NUMBER, HOST)
    async with app.run_test() as pilot:
        await pilot.press("enter")
        assert app.answer is None
        await pilot.press(*"1199", "enter")
        assert app.screen.query_one("#do", Button).disabled
        await pilot.press(*["backspace"] * 4, *"1,200", "enter")
        await pilot.press(*"Flux.Lab.Example")
        assert not app.screen.query_one("#do", Button).disabled
        assert app.answer is None
        await pilot.press("enter")
        assert app.answer is True


@given(st.integers(1, 10**9))
def test_a_number_is_met_however_its_digits_are_grouped(number: int) -> None:
    demand = Demand("their number", str(number))
    assert all(demand.is_met(f"{number:{form}}") for form in ("", ",", "_"))
    assert not demand.is_met(str(number + 1))
    assert not demand.is_met("")


async def test_a_second_press_before_the_question_is_gone_answers_nothing_else() -> None:
    app = Asking()
    async with app.run_test() as pilot:
        beneath = app.screen_stack[0]
        button = app.screen.query_one("#do", Button)
        for _ in range(3):
            button.press()
        await pilot.pause()
        assert app.answer is True
        assert app.screen is beneath


@pytest.mark.parametrize(("key", "times"), [("y", 1), ("escape", 0)])
async def test_what_was_agreed_to_is_done_once_while_the_question_still_stands(
    key: str, times: int
) -> None:
    app, stood = App[None](), list[bool]()
    async with app.run_test() as pilot:
        question = Question(
            "really", Content("Do it?"), do="Do it", agreed=lambda: stood.append(question.is_active)
        )
        app.push_screen(question)
        await pilot.press(key, key)
        assert stood == [True] * times
