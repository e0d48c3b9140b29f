"""What is secret is put in after the ids were given: nothing that is kept was made of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from flux_tui.client import Step
from flux_tui.client.sent.entry import Note
from flux_tui.errors import Unreachable
from flux_tui.model.event import Event, setting
from flux_tui.tui.composer.delivering.delivery import FEW, Delivery
from flux_tui.tui.composer.delivering.outbox import Outbox, Tried
from tests.tui.composer.publishing import ScriptedPublisher, scripted

SECRET = "1234"
MASKED = "{{env:KEY}}"


def revealed(event: Event) -> Event:
    return event._replace(payload={**event.payload, "properties": {"key": SECRET}})


def delivery_of(number: int) -> tuple[Delivery, Outbox, ScriptedPublisher, list[Event]]:
    events = [setting("s", "me", f"lamp-{i}", {"key": MASKED}) for i in range(number)]
    outbox, note = Outbox(lambda: 0), Note(secrets={SECRET: MASKED})
    return Delivery(events, outbox, note=note, reveal=revealed), outbox, scripted()[1], events


def contents(tried: Sequence[Tried]) -> set[str]:
    return {one.content for one in tried}


@pytest.mark.parametrize("number", [1, FEW, FEW + 1])
async def test_the_outbox_knows_events_by_their_placeholders(number: int) -> None:
    delivery, outbox, publisher, events = delivery_of(number)
    publisher.fate = lambda event: (Step.FAILED, f"{event.properties} is refused")
    await delivery.run(publisher)
    assert all(event.properties == {"key": SECRET} for event in publisher.published[0])
    masked = Outbox(lambda: 0)
    masked.make_ready(events)
    assert contents(outbox.tried) == contents(masked.tried)
    assert {outbox.reason(event) for event in events} == {f"{{'key': '{MASKED}'}} is refused"}


async def test_an_error_that_repeats_it_is_told_without_it() -> None:
    delivery, outbox, publisher, events = delivery_of(1)
    publisher.error = Unreachable(f"no way with {SECRET}", sent=False)
    await delivery.run(publisher)
    assert outbox.reason(events[0]) == f"no way with {MASKED}"
    assert [receipt.reason for receipt in delivery.lost] == [f"no way with {MASKED}"]
