"""Events made ready ahead, while it is asked whether to send them."""

from __future__ import annotations

import asyncio
import json

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.client.sent.ledger import Ledger
from flux_tui.client.sent.prepared import Prepared
from flux_tui.model.change import PropertySet
from flux_tui.model.clock import SystemClock
from flux_tui.model.event import Event, setting
from flux_tui.protocol.events import write_event
from flux_tui.replica.world import World
from flux_tui.tui.composer.delivering.making import (
    LONG,
    MOST_AHEAD,
    MOST_LENGTH_AHEAD,
    PIECE,
    Ahead,
    pieces,
)
from flux_tui.tui.composer.delivering.outbox import Outbox

ASKED, AGREED = 1_000, 90_000
"""When a person was asked, and when they said yes, in ms."""

drafted = st.builds(
    lambda value, timestamp, event_id: setting(
        "s", "me", "a", {"p": value}, timestamp=timestamp, event_id=event_id
    ),
    st.integers(0, 3),
    st.none() | st.integers(1, 9),
    st.none() | st.sampled_from(["mine", "yours"]),
)


def made_ahead(events: list[Event]) -> Ahead:
    ahead = Ahead(events, ASKED)
    asyncio.run(ahead.make())
    return ahead


def as_drafted(sent: Event, draft: Event) -> Event:
    """What was sent without what it was given."""
    return sent._replace(event_id=draft.event_id, timestamp=draft.timestamp)


@given(st.lists(drafted, max_size=2 * PIECE), st.integers(0, 3))
def test_what_is_made_ahead_is_sent_as_if_it_were_made_now(events: list[Event], left: int) -> None:
    ahead, outbox = made_ahead(events), Outbox(lambda: AGREED)
    done = ahead.pieces[: max(0, len(ahead.pieces) - left)]
    sent = [event for some in outbox.ready_steps(events, done) for event in some.events]
    assert [as_drafted(*both) for both in zip(sent, events, strict=True)] == events
    assert [one.timestamp for one in sent] == [was.timestamp or AGREED for was in events]
    named = [one.event_id for one, was in zip(sent, events, strict=True) if was.event_id is None]
    assert None not in named
    assert len(set(named)) == len(named)


def test_what_may_have_been_sent_before_keeps_its_id_though_others_were_made_ahead() -> None:
    events = [setting("s", "me", "a", {"p": value}) for value in range(3)]
    outbox = Outbox(lambda: AGREED)
    first = outbox.make_ready(events[1:2])
    (ready,) = outbox.ready_steps(events, made_ahead(events).pieces)
    assert ready.events[1:2] == first.events


def test_no_more_is_made_ahead_than_memory_is_worth() -> None:
    events = [setting("s", "me", "a", {"p": 1})] * (MOST_AHEAD + 1)
    assert sum(len(piece.drafted) for piece in made_ahead(events).pieces) == MOST_AHEAD


def test_of_large_events_fewer_are_made_ahead_and_prepared() -> None:
    large = [setting("s", "me", f"a-{n}", {"p": "x" * 10 * LONG}) for n in range(10)]
    prepared = Prepared(Ledger(None, SystemClock()), World())
    ahead = Ahead(large, ASKED, prepared)
    asyncio.run(ahead.make())
    made = sum(len(text) for piece in ahead.pieces for text in piece.ready.texts)
    assert MOST_LENGTH_AHEAD <= made < MOST_LENGTH_AHEAD + 11 * LONG
    assert MOST_LENGTH_AHEAD <= prepared.size < MOST_LENGTH_AHEAD + 11 * LONG


def test_the_ledger_prepares_no_more_where_much_stood_before() -> None:
    world = World()
    entities = [f"a-{n}" for n in range(12 * PIECE)]
    for entity_id in entities:
        world.apply(PropertySet(entity_id, "p", "x" * 9_000, 1))
    prepared = Prepared(Ledger(None, SystemClock()), world)
    ahead = Ahead([setting("s", "me", each, {"p": 1}) for each in entities], ASKED, prepared)
    asyncio.run(ahead.make())
    assert sum(len(piece.drafted) for piece in ahead.pieces) == len(entities)
    assert MOST_LENGTH_AHEAD <= prepared.size < MOST_LENGTH_AHEAD + 9_500 * PIECE


def test_large_events_are_made_ready_a_few_at_a_time() -> None:
    large = setting("s", "me", "a", {"p": "x" * (LONG // 2)})
    sizes = [len(piece.drafted) for piece in pieces([large] * 5, ASKED)]
    assert sizes == [2, 2, 1]


@given(st.lists(drafted, max_size=2 * PIECE))
def test_each_text_says_what_its_event_says(events: list[Event]) -> None:
    for piece in pieces(events, ASKED):
        for one in (piece, piece.at(AGREED)):
            for event, text in zip(*one.ready, strict=True):
                assert json.loads(text) == write_event(event)
