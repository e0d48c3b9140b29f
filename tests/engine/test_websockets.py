"""Subscribers: what each hears, and what becomes of one that does not read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.engine import websockets
from flux_tui.engine.websockets import (
    QUEUE_CHARACTERS,
    SUBSCRIBED_CHARACTERS,
    Subscriber,
    WebSocketHub,
)
from flux_tui.model.change import EntityDeleted, PropertySet


async def heard(subscriber: Subscriber, count: int) -> list[str]:
    frames = [json.loads(await subscriber.next_frame()) for _ in range(count)]
    return [f"{frame['type']} {frame['entity_id']}" for frame in frames]


async def test_everybody_hears_deletions_and_what_they_subscribed_to() -> None:
    hub = WebSocketHub()
    everything, chosen, star = hub.join(), hub.join(), hub.join()
    chosen.subscribe("a")
    star.subscribe("*")
    star.subscribe("a")
    hub.tell([PropertySet("a", "p", 1, 1), PropertySet("b", "p", 1, 1), EntityDeleted("b", 2)])
    all_frames = ["state_update a", "state_update b", "entity_deleted b"]
    assert await heard(everything, 3) == await heard(star, 3) == all_frames
    assert await heard(chosen, 2) == ["state_update a", "entity_deleted b"]


async def test_one_that_does_not_read_is_skipped_forward_and_counted() -> None:
    hub = WebSocketHub()
    slow = hub.join()
    value = "x" * (QUEUE_CHARACTERS // 4)
    for number in range(10):
        hub.tell([PropertySet(f"e{number}", "p", value, 1)])
    assert hub.skipped == 7
    assert await heard(slow, 3) == [f"state_update e{number}" for number in (7, 8, 9)]
    hub.leave(slow)
    assert (len(hub), hub.skipped) == (0, 7)


async def test_a_frame_larger_than_the_queue_still_arrives() -> None:
    subscriber = WebSocketHub().join()
    subscriber.offer(["y" * (QUEUE_CHARACTERS + 1)])
    assert len(await subscriber.next_frame()) == QUEUE_CHARACTERS + 1
    assert subscriber.skipped == 0


def test_there_is_an_end_to_what_one_reader_subscribes_to() -> None:
    greedy, modest = (hub := WebSocketHub()).join(), hub.join()
    for number in range(40):
        greedy.subscribe(f"{number}" + "x" * (SUBSCRIBED_CHARACTERS // 20))
        modest.subscribe(f"{number}")
    assert len(greedy.subscriptions) == 19
    assert len(modest.subscriptions) == 40
    greedy.unsubscribe(next(iter(greedy.subscriptions)))
    greedy.subscribe("y")
    assert "y" in greedy.subscriptions


def test_there_is_an_end_to_what_all_readers_subscribe_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websockets, "ALL_SUBSCRIBED_CHARACTERS", 1_000)
    hub = WebSocketHub()
    first, second = hub.join(), hub.join()
    for number in range(20):
        first.subscribe(f"{number}")
    second.subscribe("a")
    assert second.subscriptions == set()
    hub.leave(first)
    second.subscribe("a")
    assert second.subscriptions == {"a"}


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(["a", "bb", "*"]))))
def test_what_is_counted_is_what_is_subscribed_to(wishes: list[tuple[bool, str]]) -> None:
    hub = WebSocketHub()
    subscriber = hub.join()
    for wants, entity_id in wishes:
        (subscriber.subscribe if wants else subscriber.unsubscribe)(entity_id)
    sizes = [websockets.ID_CHARACTERS + len(one) for one in subscriber.subscriptions]
    assert hub.subscribed == subscriber.subscribed == sum(sizes)
    hub.leave(subscriber)
    assert hub.subscribed == 0
