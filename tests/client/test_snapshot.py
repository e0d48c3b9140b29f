"""A snapshot is taken piece by piece, and whoever presses a key goes before the next piece."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from flux_tui.client import FluxClient
from flux_tui.client.snapshot import read_snapshot
from flux_tui.client.turns import Courtesy
from flux_tui.model.entity import Entity

UPDATED = "2026-11-25T01:18:11.890704815+00:00"


def pieces(count: int) -> list[bytes]:
    """A list of entities, each piece of it large enough to be read by itself."""
    listed = [
        {"id": f"e-{number}", "properties": {"text": "x" * 60_000}, "lastUpdated": UPDATED}
        for number in range(count)
    ]
    text = json.dumps(listed, separators=(",", ":")).encode()
    return [text[start : start + 62_000] for start in range(0, len(text), 62_000)]


async def test_no_piece_is_read_until_the_effect_of_a_key_is_painted() -> None:
    courtesy, happened = Courtesy(), list[str]()

    async def chunks() -> AsyncIterator[bytes]:
        for piece in pieces(6):
            yield piece

    def take(entities: list[Entity]) -> None:
        happened.extend(entity.id for entity in entities)
        if happened == ["e-0"]:
            courtesy.ask(60, longest=1)
            painting.set()

    async def paint() -> None:
        await painting.wait()
        for _ in range(50):
            await asyncio.sleep(0)
        happened.append("painted")
        courtesy.ask(0)

    painting, client = asyncio.Event(), FluxClient("http://flux.test")
    painted = asyncio.create_task(paint())
    await read_snapshot(client, {}, chunks(), take, courtesy)
    await painted
    await client.aclose()
    assert happened == ["e-0", "painted", *(f"e-{number}" for number in range(1, 6))]
