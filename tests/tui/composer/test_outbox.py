"""The outbox: a retry is the same event, another content is another event."""

from __future__ import annotations

from flux_tui.model.event import Event, setting
from flux_tui.tui.composer.delivering.outbox import FEW, Outbox


class Ticking:
    """Milliseconds that grow with each look."""

    def __init__(self) -> None:
        self.now = 1_000

    def __call__(self) -> int:
        self.now += 1
        return self.now


def made_ready(outbox: Outbox, *events: Event) -> list[Event]:
    return list(outbox.make_ready(events).events)


def event(value: int = 1, **more: object) -> Event:
    return setting("s", "me", "a", {"p": value})._replace(**more)  # type: ignore[arg-type]


def test_a_retry_has_the_id_and_the_timestamp_of_the_first_try() -> None:
    outbox = Outbox(Ticking())
    (first,) = made_ready(outbox, event())
    outbox.failed([first], "no connection")
    (again,) = made_ready(outbox, event())
    assert again == first
    assert first.event_id is not None
    assert first.timestamp is not None


def test_another_content_is_another_event() -> None:
    outbox = Outbox(Ticking())
    (first,) = made_ready(outbox, event(1))
    (other,) = made_ready(outbox, event(2))
    (back,) = made_ready(outbox, event(1))
    assert other.event_id != first.event_id
    assert back == first


def test_what_arrived_is_a_new_event_when_it_is_sent_again() -> None:
    outbox = Outbox(Ticking())
    (first,) = made_ready(outbox, event())
    outbox.arrived([first])
    (again,) = made_ready(outbox, event())
    assert again.event_id != first.event_id


def test_the_same_content_twice_is_two_events_and_each_keeps_its_id() -> None:
    outbox = Outbox(Ticking())
    one, two = made_ready(outbox, event(), event())
    assert one.event_id != two.event_id
    outbox.arrived([one])
    outbox.failed([two], "refused")
    (again,) = made_ready(outbox, event())
    assert again == two


def test_an_id_and_a_timestamp_that_were_given_stay() -> None:
    outbox = Outbox(Ticking())
    (ready,) = made_ready(outbox, event(event_id="mine", timestamp=5))
    assert (ready.event_id, ready.timestamp) == ("mine", 5)


def test_of_the_same_content_those_that_are_left_are_sent_again_in_their_order() -> None:
    outbox, later = Outbox(Ticking()), Outbox(Ticking())
    ready = made_ready(outbox, *[event()] * 4)
    outbox.arrived([ready[1]])
    assert made_ready(outbox, *[event()] * 3) == [ready[0], ready[2], ready[3]]
    later.take_back(outbox.tried)
    again = made_ready(later, *[event()] * 4)
    assert again[:3] == [ready[0], ready[2], ready[3]]
    assert made_ready(later, *[event()] * 4) == again


def test_why_a_content_failed_is_remembered_until_it_arrives() -> None:
    outbox = Outbox(Ticking())
    assert outbox.reason(event()) is None
    (ready,) = made_ready(outbox, event())
    outbox.failed([ready], "rate limited")
    assert outbox.reason(event()) == "rate limited"
    assert outbox.reason(event(2)) is None
    outbox.arrived([ready])
    assert outbox.reason(event()) is None


def test_of_many_tries_each_is_known_to_a_later_explorer() -> None:
    outbox, later = Outbox(Ticking()), Outbox(Ticking())
    events = [event(value) for value in range(2 * FEW)]
    ready = made_ready(outbox, *events)
    outbox.arrived(ready[:1])
    outbox.failed(ready[1:2], "refused")
    assert len(outbox.tried) == 2 * FEW - 1
    assert len(outbox.tried_in_round) == 2 * FEW
    later.take_back(outbox.tried)
    assert later.doubts.keys() == {one.event_id for one in ready[1:]}
    again = made_ready(later, *events)
    assert again[1:] == ready[1:]
    assert again[0].event_id != ready[0].event_id
    assert later.reason(events[1]) == "refused"


def test_what_was_made_ready_before_is_told_of_until_the_next_round_is_complete() -> None:
    outbox = Outbox(Ticking())
    (first,) = made_ready(outbox, event(1))
    outbox.failed([first], "lost", doubtful_since=1)
    steps = outbox.ready_steps([event(2), event(3)])
    next(steps)
    assert first.event_id in {tried.event_id for tried in outbox.tried_in_round}


def test_only_what_may_have_arrived_is_in_doubt_each_once_under_its_old_id() -> None:
    outbox = Outbox(Ticking())
    failed, lost, arrived = made_ready(outbox, event(1), event(2), event(3))
    outbox.failed([failed], "refused")
    outbox.failed([lost], "no answer", doubtful_since=7)
    outbox.arrived([arrived])
    events = [event(1), event(2), event(2), event(3), event(4)]
    assert list(outbox.in_doubt(events)) == [None, lost, None, None, None]
    assert list(Outbox(Ticking()).in_doubt(events)) == [None] * 5
