"""Subscribers: what each hears, and what becomes of one that does not read."""

from __future__ import annotations

import json

from flux_tui.engine.websockets import QUEUE_CHARACTERS, Subscriber, WebSocketHub
from flux_tui.model.change import EntityDeleted, PropertySet


async def heard(subscriber: Subscriber, count: int) -> list[str]:
    frames = [json.loads(await subscriber.next_frame()) for _ in range(count)]
    return [f"{frame['type']} {frame['entity_id']}" for frame in frames]


async def test_everybody_hears_deletions_and_what_they_subscribed_to() -> None:
    hub = WebSocketHub()
    everything, chosen, star = hub.join(), hub.join(), hub.join()
    chosen.subscriptions.add("a")
    star.subscriptions.update({"*", "a"})
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
    subscriber = Subscriber()
    subscriber.offer(["y" * (QUEUE_CHARACTERS + 1)])
    assert len(await subscriber.next_frame()) == QUEUE_CHARACTERS + 1
    assert subscriber.skipped == 0
