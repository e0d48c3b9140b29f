"""The stream as another program sees it: for what engines of ours do not do."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import nats
from nats.aio.client import Client

from flux_tui.engine.log.jetstream.lines import Message
from flux_tui.engine.log.jetstream.stream import STREAM


class JetStream:
    """A connection of its own."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @classmethod
    @asynccontextmanager
    async def at(cls, url: str) -> AsyncIterator[JetStream]:
        """Connected to a server, or to one of several with commas between them."""
        client = await nats.connect(url.split(","))
        try:
            yield cls(client)
        finally:
            await client.close()

    async def info(self, stream: str = STREAM) -> Any:
        """What JetStream says of a stream."""
        return await self._ask(f"STREAM.INFO.{stream}")

    async def make(self, **configuration: Any) -> None:
        """Make the stream, in memory, as somebody else may have made it."""
        wish = {"name": STREAM, "storage": "memory", "subjects": ["flux.events.>"]}
        await self._ask(f"STREAM.CREATE.{STREAM}", {**wish, **configuration})

    async def purge(self, stream: str = STREAM, **which: Any) -> None:
        """Let go of its messages: all, those before ``seq``, those of a subject (``filter``)."""
        await self._ask(f"STREAM.PURGE.{stream}", which or None)

    async def subjects(self, stream: str) -> list[str]:
        """The subjects of its messages, in the order of these."""
        state = (await self._ask(f"STREAM.INFO.{stream}"))["state"]
        sequences = range(state["first_seq"], state["last_seq"] + 1)
        return [(await self.message(sequence, stream)).subject for sequence in sequences]

    async def delete(self, stream: str = STREAM) -> None:
        """Delete it."""
        await self._ask(f"STREAM.DELETE.{stream}")

    async def publish(self, subject: str, body: bytes) -> int:
        """Publish a message; its sequence."""
        answer = await self._client.request(subject, body, timeout=10)
        return int(json.loads(answer.data)["seq"])

    async def message(self, sequence: int, stream: str = STREAM) -> Message:
        """A message of the stream."""
        stored = (await self._ask(f"STREAM.MSG.GET.{stream}", {"seq": sequence}))["message"]
        text = base64.b64decode(stored.get("hdrs", "")).decode()
        headers = dict(line.split(": ", 1) for line in text.split("\r\n")[1:] if line)
        return Message(sequence, 0, stored["subject"], headers, base64.b64decode(stored["data"]))

    async def _ask(self, subject: str, content: object = None) -> Any:
        body = b"" if content is None else json.dumps(content).encode()
        answer = json.loads((await self._client.request(f"$JS.API.{subject}", body, 10)).data)
        assert "error" not in answer, answer
        return answer
