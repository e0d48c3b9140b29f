"""The outbox: a retry is the same event, another content is another event."""

from __future__ import annotations

from dataclasses import replace

from flux_tui.model.event import Event, setting
from flux_tui.tui.composer.outbox import Outbox


class Ticking:
    """Milliseconds that grow with each look."""

    def __init__(self) -> None:
        self.now = 1_000

    def __call__(self) -> int:
        self.now += 1
        return self.now


def event(value: int = 1, **more: object) -> Event:
    return replace(setting("s", "me", "a", {"p": value}), **more)  # type: ignore[arg-type]


def test_a_retry_has_the_id_and_the_timestamp_of_the_first_try() -> None:
    outbox = Outbox(Ticking())
    (first,) = outbox.make_ready([event()])
    outbox.failed(first, "no connection")
    (again,) = outbox.make_ready([event()])
    assert again == first
    assert first.event_id is not None
    assert first.timestamp is not None


def test_another_content_is_another_event() -> None:
    outbox = Outbox(Ticking())
    (first,) = outbox.make_ready([event(1)])
    (other,) = outbox.make_ready([event(2)])
    (back,) = outbox.make_ready([event(1)])
    assert other.event_id != first.event_id
    assert back == first


def test_what_arrived_is_a_new_event_when_it_is_sent_again() -> None:
    outbox = Outbox(Ticking())
    (first,) = outbox.make_ready([event()])
    outbox.arrived(first)
    (again,) = outbox.make_ready([event()])
    assert again.event_id != first.event_id


def test_the_same_content_twice_is_two_events_and_each_keeps_its_id() -> None:
    outbox = Outbox(Ticking())
    one, two = outbox.make_ready([event(), event()])
    assert one.event_id != two.event_id
    outbox.arrived(one)
    outbox.failed(two, "refused")
    (again,) = outbox.make_ready([event()])
    assert again == two


def test_an_id_and_a_timestamp_that_were_given_stay() -> None:
    outbox = Outbox(Ticking())
    (ready,) = outbox.make_ready([event(event_id="mine", timestamp=5)])
    assert (ready.event_id, ready.timestamp) == ("mine", 5)


def test_why_a_content_failed_is_remembered_until_it_arrives() -> None:
    outbox = Outbox(Ticking())
    assert outbox.reason(event()) is None
    (ready,) = outbox.make_ready([event()])
    outbox.failed(ready, "rate limited")
    assert outbox.reason(event()) == "rate limited"
    assert outbox.reason(event(2)) is None
    outbox.arrived(ready)
    assert outbox.reason(event()) is None
