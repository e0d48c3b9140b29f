"""The line under a batch on its way: how fast it goes, or what it waits for."""

from __future__ import annotations

from flux_tui.client import Step
from flux_tui.client.publishing.receipt import Advance
from flux_tui.model.event import setting
from flux_tui.tui.composer.delivering.delivery import SILENCE, Delivery
from flux_tui.tui.composer.delivering.outbox import Outbox
from flux_tui.tui.composer.delivering.progress import progress_line
from tests.tui.workspaces import FrozenClock


def under_way(number: int = 400) -> tuple[Delivery, FrozenClock]:
    clock = FrozenClock()
    events = [setting("s", "me", f"a-{n}", {"p": 1}) for n in range(number)]
    delivery = Delivery(events, Outbox(lambda: 0), clock)
    delivery.take(Advance(range(number), Step.SENT, None, []))
    return delivery, clock


def accept(delivery: Delivery, *places: int) -> None:
    delivery.take(Advance(range(*places), Step.ACCEPTED, None, []))


def said(delivery: Delivery) -> str:
    return progress_line(delivery, "ctrl+r", "ctrl+t").plain.lstrip("█░ ")


def test_while_answers_come_it_says_how_fast_and_how_long_still() -> None:
    delivery, clock = under_way()
    clock.go_on(2)
    accept(delivery, 100)
    assert said(delivery) == "25 % · 50/s · 6 s left · ctrl+r pauses, ctrl+t stops"


def test_while_no_answer_comes_it_says_since_when_and_no_rate() -> None:
    delivery, clock = under_way()
    clock.go_on(2)
    accept(delivery, 100)
    clock.go_on(SILENCE + 4)
    keys = "ctrl+r pauses, ctrl+t stops"
    assert said(delivery) == f"25 % · no answer for 7 s, waiting for the server · {keys}"


def test_after_a_silence_the_rate_is_that_of_what_came_since() -> None:
    delivery, clock = under_way()
    clock.go_on(60)
    accept(delivery, 100)
    assert "/s" not in said(delivery)
    clock.go_on(1)
    accept(delivery, 100, 200)
    assert said(delivery).startswith("50 % · 100/s · 2 s left")


def test_a_pause_is_no_silence() -> None:
    delivery, clock = under_way()
    delivery.pause_or_go_on()
    clock.go_on(60)
    assert said(delivery).startswith("0 % · paused")
    delivery.pause_or_go_on()
    clock.go_on(1)
    assert "no answer" not in said(delivery)


def test_neither_is_a_wait_that_the_server_wants() -> None:
    delivery, clock = under_way()
    delivery.sending.hold(60, "rate limit exceeded")
    clock.go_on(20)
    assert said(delivery).startswith("0 % · waits 40 s: rate limit exceeded")
