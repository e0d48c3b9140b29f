"""Following the stream: every event that anybody appends, once and in order.

What goes wrong is told and tried again: a cursor that is lost, a NATS that is away, a stream that
was deleted. A stream that was made anew is another log: the world begins again from it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from flux_tui.engine.ending import end
from flux_tui.engine.log.event_log import Commit, Draft, Follower
from flux_tui.engine.log.jetstream.connection import Connection
from flux_tui.engine.log.jetstream.cursor import Cursor
from flux_tui.engine.log.jetstream.lines import Message, draft_of
from flux_tui.engine.log.jetstream.stream import StreamState, look_at
from flux_tui.engine.log.jetstream.times import Times
from flux_tui.engine.log.jetstream.troubles import Troubles
from flux_tui.errors import LogError

LOGGER = logging.getLogger(__name__)

SLICE = 200
"""Events that are handed on before others get their turn."""

RETRY_SECONDS = (0.05, 0.2, 0.5, 1.0)
"""How long to wait before the first tries to go on, and before all later ones."""

CATCH_UP_SECONDS = 5.0
"""How long somebody may wait for what another engine has told already."""

Replaced: TypeAlias = Callable[[], Awaitable[None]]
"""Called once the stream is another one: what was known of the old one means nothing any more."""

Recall: TypeAlias = Callable[[Message], Draft | None]
"""The event of a message where it is known already, without reading it."""


class StreamFollower:
    """One task that reads the stream at its end."""

    def __init__(
        self,
        connection: Connection,
        troubles: Troubles,
        times: Times,
        state: StreamState,
        replaced: Replaced,
        recall: Recall,
    ) -> None:
        self.state = state
        self.newest = state.newest
        self.unreadable = 0
        self._position = state.newest
        self._connection = connection
        self._troubles = troubles
        self._times = times
        self._replaced = replaced
        self._recall = recall
        self._follower: Follower = lambda commit: None
        self._failures = 0
        self._heard = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self, after: int, follower: Follower) -> None:
        """Hand on what comes after what was there when the stream was opened; the last event of
        that is ``after``."""
        self.newest = after
        self._follower = follower
        self._task = asyncio.create_task(self._run(), name="stream follower")
        self._task.add_done_callback(self._tell_of_an_end)

    async def close(self) -> None:
        """Stop."""
        await end(self._task)

    async def look(self) -> None:
        """Have the stream's bounds known as they are now; raises LogError."""
        state = await look_at(self._connection)
        if state.identity != self.state.identity:
            return
        if self.state.oldest <= self._position < state.oldest:
            LOGGER.warning(
                "the stream keeps none of its events up to %d any more (it was purged, or they "
                "have expired): the world stays as it is",
                self._position,
            )
        self.state = state

    async def catch_up(self, sequence: int) -> None:
        """Wait, but not for ever, for an event that the stream has already; raises LogAway."""
        state = await look_at(self._connection)
        if state.identity != self.state.identity or sequence > state.newest:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CATCH_UP_SECONDS):
                while self.newest < sequence:
                    await self._heard.wait()

    async def _run(self) -> None:
        while True:
            try:
                await self._follow()
            except LogError as error:
                self._troubles.begin("stream", str(error))
            pause = RETRY_SECONDS[min(self._failures, len(RETRY_SECONDS) - 1)]
            self._failures += 1
            await asyncio.sleep(pause)

    async def _follow(self) -> None:
        """Hand on what arrives; raises LogError once nothing does any more."""
        state = await look_at(self._connection)
        if state.identity != self.state.identity or state.newest < self._position:
            await self._begin_again(state)
        self.state = state
        start = {"deliver_policy": "by_start_sequence", "opt_start_seq": self._position + 1}
        cursor = await Cursor.open(self._connection, start)
        self._troubles.end("stream")
        try:
            while True:
                messages = await cursor.next()
                self._failures = 0
                for begin in range(0, len(messages), SLICE):
                    self._take(messages[begin : begin + SLICE])
                    await asyncio.sleep(0)
        finally:
            await cursor.close()

    def _take(self, messages: Sequence[Message]) -> None:
        sequences: list[int] = []
        received: list[int] = []
        drafts: list[Draft] = []
        for message in messages:
            at = self._times.received(message.sequence, message.at)
            draft = self._recall(message) or draft_of(message)
            if draft is None:
                self.unreadable += 1
            else:
                sequences.append(message.sequence)
                received.append(at)
                drafts.append(draft)
        self._position = messages[-1].sequence
        if drafts:
            self.newest = sequences[-1]
            self._follower(Commit(sequences, received, drafts))
            self._heard.set()
            self._heard = asyncio.Event()

    async def _begin_again(self, state: StreamState) -> None:
        LOGGER.error("the stream was made anew: the world begins again from it")
        self.state = state
        self.newest = self._position = state.oldest - 1
        await self._replaced()

    def _tell_of_an_end(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled():
            sentence = "the stream is no longer followed: start the engine again"
            self._troubles.begin("defect", sentence)
            LOGGER.critical("%s and report this", sentence, exc_info=task.exception())
