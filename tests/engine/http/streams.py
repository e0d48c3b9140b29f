"""Reading ``/api/stream`` in tests."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
from httpx_sse import EventSource, ServerSentEvent


@contextlib.asynccontextmanager
async def stream(
    url: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> AsyncIterator[tuple[httpx.Response, AsyncIterator[ServerSentEvent]]]:
    """A stream's answer and its messages."""
    async with (
        httpx.AsyncClient(timeout=30) as client,
        client.stream(
            "GET", f"{url}/api/stream", params=dict(params or {}), headers=headers
        ) as response,
    ):
        yield response, EventSource(response).aiter_sse()


async def take(messages: AsyncIterator[ServerSentEvent], count: int) -> list[dict[str, Any]]:
    """The data of the next ``count`` messages that are events."""
    found: list[dict[str, Any]] = []
    async for message in messages:
        if message.event == "event":
            found.append(json.loads(message.data))
            assert message.id == str(found[-1]["sequence"])
            if len(found) == count:
                break
    return found


async def next_of_kind(
    messages: AsyncIterator[ServerSentEvent], kind: str
) -> tuple[str, dict[str, Any]]:
    """The id and the data of the next message of a kind."""
    async for message in messages:
        if message.event == kind:
            return message.id, json.loads(message.data)
    raise AssertionError(f"the stream ended without {kind}")
