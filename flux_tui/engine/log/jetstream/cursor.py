"""A cursor: reads a stream from a place on, in order and without a gap, as fast as it is asked.

It is a JetStream consumer that is pulled, so that what has arrived and was not yet taken is
bounded. It lives in memory, on one server: where that goes, a gap shows or nothing is heard for a
while, the cursor is lost, and its owner opens another where it stood. (nats-py's own ordered
consumer does not notice silence.)
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any, Final

import nats.errors
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from flux_tui.engine.log.event_log import READ_BYTES
from flux_tui.engine.log.jetstream.connection import Connection
from flux_tui.engine.log.jetstream.lines import Message
from flux_tui.engine.log.jetstream.stream import STREAM
from flux_tui.errors import LogAway
from flux_tui.model.instant import NS

PULL_MESSAGES = 1_000
"""Messages that one pull asks for; two are under way."""

PULL_SECONDS = 30
"""How long a pull waits at the server for messages that are yet to come."""

HEARTBEAT_SECONDS = 1
"""How often the server says that a pull is still waiting."""

SILENCE_SECONDS = 3.5
"""After so long without a word the cursor is lost."""

INACTIVE_SECONDS = 30
"""After so long without a pull the server forgets a cursor."""

_names = itertools.count()


class CursorLost(LogAway):
    """The cursor reads no further; another may, from where it stood."""


class Cursor:
    """Messages of a stream, from a place on.

    ``before`` is the sequence after which it starts.
    """

    def __init__(self, connection: Connection, stream: str) -> None:
        self.before = 0
        self._to_come = 0
        self._connection = connection
        self._client = connection.client
        self._inbox = self._client.new_inbox()
        self._name: Final = f"flux-tui-{self._inbox.rpartition('.')[2]}-{next(_names)}"
        self._stream = stream
        self._pulls: deque[list[int]] = deque()
        self._numbers = itertools.count()
        self._arrived: list[Message] = []
        self._delivered = 0
        self._oversized = False
        self._idle = False
        self._failure: str | None = None
        self._wake = asyncio.Event()
        self._subscription: Subscription | None = None

    @classmethod
    async def open(
        cls,
        connection: Connection,
        start: Mapping[str, Any],
        *,
        headers_only: bool = False,
        stream: str = STREAM,
    ) -> Cursor:
        """A cursor that starts as JetStream's ``deliver_policy`` in ``start`` says.

        Raises ApiRefusal (no such stream), LogAway.
        """
        cursor = cls(connection, stream)
        connection.on_lost.append(cursor._on_lost)
        try:
            await cursor._create({**start, **({"headers_only": True} if headers_only else {})})
        except BaseException:
            await cursor.close()
            raise
        return cursor

    @property
    def pending(self) -> int:
        """How many messages follow those that were taken, as far as the server has told."""
        return len(self._arrived) + self._to_come

    async def next(self) -> list[Message]:
        """What has arrived, once there is any; none when the server says that there is no more
        for now. Raises CursorLost."""
        await self._pull()
        while not self._arrived:
            if self._failure is not None:
                raise CursorLost(self._failure)
            if self._idle:
                self._idle = False
                return []
            self._wake.clear()
            try:
                async with asyncio.timeout(SILENCE_SECONDS):
                    await self._wake.wait()
            except TimeoutError:
                self._failure = f"NATS at {self._connection.place} has fallen silent"
            await self._pull()
        taken, self._arrived = self._arrived, []
        return taken

    async def close(self) -> None:
        """Have the server forget it."""
        with contextlib.suppress(ValueError):
            self._connection.on_lost.remove(self._on_lost)
        self._failure = "the cursor is closed"
        with contextlib.suppress(OSError, nats.errors.Error):
            if self._subscription is not None:
                await self._subscription.unsubscribe()
            if self._client.is_connected:
                await self._client.publish(f"$JS.API.CONSUMER.DELETE.{self._stream}.{self._name}")

    # -- the server's side ---------------------------------------------------------------------

    async def _create(self, start: Mapping[str, Any]) -> None:
        with _nats_errors(self._connection):
            self._subscription = await self._client.subscribe(
                f"{self._inbox}.*", cb=self._on_message, pending_bytes_limit=0
            )
        answer = await self._connection.ask(
            f"CONSUMER.CREATE.{self._stream}.{self._name}",
            {
                "stream_name": self._stream,
                "config": {
                    "name": self._name,
                    **start,
                    "ack_policy": "none",
                    "replay_policy": "instant",
                    "mem_storage": True,
                    "num_replicas": 1,
                    "inactive_threshold": INACTIVE_SECONDS * NS,
                },
            },
        )
        self._to_come = int(answer["num_pending"])
        self.before = int(answer["delivered"]["stream_seq"])

    async def _pull(self) -> None:
        """Keep two pulls under way; a message that is larger than a pull may bring comes alone."""
        if self._failure is not None or self._arrived:
            return
        while len(self._pulls) < 2:
            number = next(self._numbers)
            size = 1 if self._oversized else PULL_MESSAGES
            limit = {} if self._oversized else {"max_bytes": READ_BYTES}
            wish = {
                "batch": size,
                "expires": PULL_SECONDS * NS,
                "idle_heartbeat": HEARTBEAT_SECONDS * NS,
                **limit,
            }
            self._oversized = False
            self._pulls.append([number, size])
            with _nats_errors(self._connection):
                await self._client.publish(
                    f"$JS.API.CONSUMER.MSG.NEXT.{self._stream}.{self._name}",
                    json.dumps(wish).encode(),
                    reply=f"{self._inbox}.{number}",
                )

    async def _on_message(self, message: Msg) -> None:
        if not message.reply.startswith("$JS.ACK."):
            self._on_status(message)
        elif self._failure is None:
            self._on_delivery(message)
        self._wake.set()

    def _on_delivery(self, message: Msg) -> None:
        # $JS.ACK[.domain.account].stream.consumer.tries.sequence.delivered.time.pending (ADR-15)
        tokens = message.reply.split(".")
        at = 5 if len(tokens) == 9 else 7
        self._delivered += 1
        if int(tokens[at + 1]) != self._delivered:
            self._failure = "messages of the stream were lost on their way"
            return
        self._to_come = int(tokens[at + 3])
        self._arrived.append(
            Message(
                int(tokens[at]),
                int(tokens[at + 2]),
                message.subject,
                message.headers,
                message.data,
            )
        )
        if self._pulls:
            self._pulls[0][1] -= 1
            if self._pulls[0][1] == 0:
                self._pulls.popleft()

    def _on_status(self, message: Msg) -> None:
        """A pull waits on (100), has ended (404, 408, some 409), or the consumer has gone."""
        headers = message.headers or {}
        status, words = headers.get("Status"), str(headers.get("Description", "")).strip()
        if status == "100":
            self._idle = True
            return
        number = int(message.subject.rpartition(".")[2])
        self._pulls = deque(pull for pull in self._pulls if pull[0] != number)
        if status == "409" and "exceeds maxbytes" in words.lower():
            self._oversized = True
        elif status not in ("404", "408") and words != "Batch Completed":
            self._failure = f"NATS ended the reading of the stream ({words or status})"

    def _on_lost(self) -> None:
        self._failure = f"the connection to NATS at {self._connection.place} is lost"
        self._wake.set()


@contextlib.contextmanager
def _nats_errors(connection: Connection) -> Iterator[None]:
    try:
        yield
    except (OSError, nats.errors.Error) as error:
        raise CursorLost(connection.away(error)) from None
