"""Publishing: many messages under way at once, each acknowledged by the stream.

Within a group an entity's events are never under way together: whatever is lost and sent again,
they come into the stream in their order. A message carries an id, so that one whose
acknowledgement was lost is sent again without being stored twice.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import nats.errors
from nats.aio.msg import Msg
from pydantic_core import from_json

from flux_tui.engine.ending import end
from flux_tui.engine.log.event_log import Appended, Draft, LogFull
from flux_tui.engine.log.jetstream.connection import Connection
from flux_tui.engine.log.jetstream.lines import (
    MESSAGE_ID,
    SUBJECTS,
    Message,
    message_id,
    subject_of,
)
from flux_tui.engine.log.jetstream.stream import STREAM
from flux_tui.engine.log.jetstream.troubles import Troubles
from flux_tui.errors import LogAway, LogError

WINDOW = 2_048
"""Messages under way at once; more wait here."""

WAITING_BYTES = 128 * 1024 * 1024
"""Lines that wait or are under way at most; whoever would add to more is refused for now."""

ACK_SECONDS = 2.0
"""A message that is not acknowledged after this time is sent again."""

GIVE_UP_SECONDS = 15.0
"""A publisher gets its answer after this time at the latest: a cluster whose leader was killed has
another after 4 to 9 seconds."""

ABSENT_SECONDS = 0.25
"""And after this one when nobody was there to store it."""

LOOK_SECONDS = 0.2
"""Seconds between two looks at what was not acknowledged."""

CLOSE_SECONDS = 2.0
"""How long what is under way may take when the engine ends."""

RECALLED = 20_000
"""Events of this engine that are kept until they come back through the stream, at most."""

_FULL = (10023, 10047, 10077)
"""JetStream's codes for no room: in memory, on disk, in the stream."""


class _Ack(NamedTuple):
    """Where a message is in the stream, and whether it was there before it was first sent."""

    sequence: int
    duplicate: bool


class _Sent:
    """A message under way."""

    __slots__ = ("acked", "deadline", "draft", "message_id", "sent_at", "tries")

    def __init__(self, draft: Draft, deadline: float) -> None:
        self.draft = draft
        self.message_id = message_id(draft)
        self.deadline = deadline
        self.tries = 0
        self.sent_at = 0.0
        self.acked: asyncio.Future[_Ack] = asyncio.get_running_loop().create_future()


class Window:
    """Publishes groups of events and waits for their acknowledgements."""

    def __init__(self, connection: Connection, troubles: Troubles) -> None:
        self._connection = connection
        self._troubles = troubles
        self._inbox = ""
        self._token = 0
        self._under_way: dict[int, _Sent] = {}
        self._own: dict[str, Draft] = {}
        self._room = asyncio.Semaphore(WINDOW)
        self._bytes = 0
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Listen to acknowledgements."""
        self._inbox = self._connection.client.new_inbox()
        await self._connection.subscribe(f"{self._inbox}.*", self._on_ack)
        self._connection.on_back.append(self._on_back)
        self._tasks = [
            asyncio.create_task(self._send_again(), name="unacknowledged events"),
            asyncio.create_task(self._give_up(), name="overdue events"),
        ]

    async def close(self) -> None:
        """Wait a little for what is under way."""
        waiting = [sent.acked for sent in self._under_way.values()]
        if waiting:
            await asyncio.wait(waiting, timeout=CLOSE_SECONDS)
        for task in self._tasks:
            await end(task)
        for sent in list(self._under_way.values()):
            self._fail(sent, LogAway(self._connection.away()))

    async def append(self, drafts: Sequence[Draft]) -> Appended:
        """Publish a group; where its events are, once the stream has them all.

        Raises LogAway when it cannot be said in time, LogFull, LogError.
        """
        size = sum(len(draft.line) for draft in drafts)
        if not self._connection.is_connected:
            raise LogAway(self._connection.away())
        if self._bytes + size > WAITING_BYTES and self._bytes:
            raise LogAway(f"NATS at {self._connection.place} is slower than what is published")
        self._bytes += size
        group: list[_Sent] = []
        try:
            await self._send_all(drafts, group)
            acks = [await sent.acked for sent in group]
        finally:
            self._bytes -= size
            for sent in group:
                sent.acked.cancel()
        return Appended(
            [ack.sequence for ack in acks],
            frozenset(place for place, ack in enumerate(acks) if ack.duplicate),
        )

    async def _send_all(self, drafts: Sequence[Draft], group: list[_Sent]) -> None:
        deadline = asyncio.get_running_loop().time() + GIVE_UP_SECONDS
        try:
            async with asyncio.timeout_at(deadline):
                await self._send_each(drafts, group, deadline)
        except TimeoutError:
            raise LogAway(self._too_slow()) from None

    async def _send_each(
        self, drafts: Sequence[Draft], group: list[_Sent], deadline: float
    ) -> None:
        loop = asyncio.get_running_loop()
        before: dict[str, _Sent] = {}
        for draft in drafts:
            entity_id = draft.event.entity_id
            if entity_id is not None and entity_id in before:
                await before[entity_id].acked
            sent = _Sent(draft, deadline)
            await self._room.acquire()  # Those come in first who came first.
            group.append(sent)
            if entity_id is not None:
                before[entity_id] = sent
            self._token += 1
            self._under_way[self._token] = sent
            if len(self._own) < RECALLED:
                self._own[sent.message_id] = draft
            await self._send(self._token, sent)
            if loop.time() >= deadline:
                raise TimeoutError  # nats-py takes a cancellation for nothing while it waits.

    async def _send(self, token: int, sent: _Sent) -> None:
        sent.tries += 1
        sent.sent_at = asyncio.get_running_loop().time()
        if not self._connection.is_connected:
            return  # Sent again once it is.
        with contextlib.suppress(OSError, nats.errors.Error):  # Sent again, too.
            await self._connection.client.publish(
                subject_of(sent.draft),
                sent.draft.line,
                reply=f"{self._inbox}.{token}",
                headers={MESSAGE_ID: sent.message_id},
            )

    # -- acknowledgements ----------------------------------------------------------------------

    async def _on_ack(self, message: Msg) -> None:
        token = int(message.subject.rpartition(".")[2])
        sent = self._under_way.get(token)
        if sent is None:
            return
        try:
            answer = from_json(message.data) if message.data else {}
        except ValueError:
            return
        if answer.get("stream") == STREAM and "error" not in answer:
            duplicate = answer.get("duplicate") is True
            self._settle(token, comes_back=not duplicate)
            self._troubles.end("full")
            if not sent.acked.done():
                sent.acked.set_result(_Ack(answer["seq"], duplicate and sent.tries == 1))
            return
        error = self._refusal(answer)
        if error is not None:
            self._fail(sent, error)
            self._settle(token)
        else:
            sent.sent_at += ABSENT_SECONDS - ACK_SECONDS

    def _refusal(self, answer: Mapping[str, Any]) -> LogError | None:
        """Why an event is refused for good; None when it may be taken later."""
        error = answer.get("error") or {}
        if not error and "stream" in answer:
            return LogError(
                f"another stream at {self._connection.place} than {STREAM} takes the events "
                f"({answer['stream']}): see to it that {SUBJECTS}> is of {STREAM} alone"
            )
        code, words = error.get("err_code", 0), error.get("description", "")
        if code in _FULL:
            sentence = (
                f"the stream {STREAM} at {self._connection.place} is full ({words}): make room in "
                "it, then publish again"
            )
            self._troubles.begin("full", sentence)
            return LogFull(sentence)
        if not error or error.get("code") == 503:
            return None
        return LogError(f"the stream {STREAM} at {self._connection.place} refuses this ({words})")

    def _settle(self, token: int, *, comes_back: bool = False) -> None:
        sent = self._under_way.pop(token, None)
        if sent is not None:
            self._room.release()
            if not comes_back:
                self._own.pop(sent.message_id, None)

    def recall(self, message: Message) -> Draft | None:
        """The event of a message, if this engine has just published it: it need not be read."""
        if message.headers is None:
            return None
        draft = self._own.pop(message.headers.get(MESSAGE_ID, ""), None)
        return draft if draft is not None and draft.line == message.data else None

    def _fail(self, sent: _Sent, error: LogError) -> None:
        if not sent.acked.done():
            sent.acked.set_exception(error)
            sent.acked.exception()  # Seen here: the group may have failed by another already.

    # -- what is not acknowledged --------------------------------------------------------------

    def _on_back(self) -> None:
        """The connection is new: what was under way on the old one is sent again at once."""
        for sent in self._under_way.values():
            sent.sent_at = 0.0

    async def _send_again(self) -> None:
        """NATS may be slow to take it: this waits."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            for token, sent in list(self._under_way.items()):
                is_waited_for = token in self._under_way and not sent.acked.done()
                if is_waited_for and loop.time() >= sent.sent_at + ACK_SECONDS:
                    await self._send(token, sent)

    async def _give_up(self) -> None:
        """Whoever waits hears in time; this waits for nothing."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            for token, sent in list(self._under_way.items()):
                if sent.acked.done() or loop.time() >= sent.deadline:
                    self._fail(sent, LogAway(self._too_slow()))
                    self._settle(token)

    def _too_slow(self) -> str:
        if not self._connection.is_connected:
            return self._connection.away()
        return (
            f"the stream {STREAM} at {self._connection.place} did not take the events in time: "
            "publish them again"
        )
