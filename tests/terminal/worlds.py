"""Small worlds to look at, published to a server as anybody could."""

from __future__ import annotations

from collections.abc import Iterable

from flux_tui.client import FluxClient
from flux_tui.model.event import Event, setting
from flux_tui.model.json import JsonObject

STREAM = "terminal.tests"
SOURCE = "somebody"


def event(entity_id: str, properties: JsonObject, *, source: str = SOURCE) -> Event:
    """An event that sets properties."""
    return setting(STREAM, source, entity_id, properties, timestamp=1_760_000_000_000)


async def publish(url: str, events: Iterable[Event]) -> None:
    """Publish in one batch; every event must be accepted."""
    async with FluxClient(url) as client:
        answer = await client.publish_batch(list(events))
    assert all(result["error"] is None for result in answer.results)


async def publish_sensors(url: str, count: int) -> None:
    """``sensor-00`` and so on, each with a temperature that is its number, and a status."""
    await publish(
        url,
        [
            event(f"sensor-{number:02}", {"temperature": number, "status": "ok"})
            for number in range(count)
        ],
    )
