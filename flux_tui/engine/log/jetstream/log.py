"""The log in JetStream: one stream, which other engines and a real Flux append to as well."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from pathlib import Path

from flux_tui.engine.log.event_log import (
    READ_ENTRIES,
    Appended,
    BeginAgain,
    Draft,
    Entry,
    Follower,
    LogKind,
    Retention,
    Snapshot,
    Trouble,
)
from flux_tui.engine.log.jetstream.address import NatsAddress
from flux_tui.engine.log.jetstream.connection import Connection
from flux_tui.engine.log.jetstream.follower import StreamFollower
from flux_tui.engine.log.jetstream.local_copy import LocalCopy
from flux_tui.engine.log.jetstream.reading import StreamReading
from flux_tui.engine.log.jetstream.snapshots import SharedSnapshots
from flux_tui.engine.log.jetstream.stream import StreamState, open_stream
from flux_tui.engine.log.jetstream.times import Times
from flux_tui.engine.log.jetstream.troubles import Troubles
from flux_tui.engine.log.jetstream.window import Window
from flux_tui.errors import LogAway, LogError
from flux_tui.model.clock import Clock

LOGGER = logging.getLogger(__name__)

HEADER_BYTES = 512
"""What a message's headers may take of the largest message that NATS lets through."""


MAX_STREAM = 1_000
"""The longest name of a stream: it goes into a command line, of which NATS takes 4 KB, and hangs
up on whoever sends more."""

RETRY_SECONDS = 0.5
"""Seconds between two tries to find the stream."""

START_SECONDS = 15.0
"""How long a cluster may take, when an engine starts, to say who leads the stream."""


class JetStreamLog:
    """Appends to a stream, and follows it.

    Sequences, identity and times are the stream's: they are the same at every engine.
    """

    kind: LogKind = "jetstream"

    def __init__(
        self,
        connection: Connection,
        state: StreamState,
        clock: Clock,
        copy: LocalCopy | None,
    ) -> None:
        self._connection = connection
        self._troubles = Troubles(clock)
        self._times = Times()
        self._window = Window(connection, self._troubles)
        self._reading = StreamReading(connection, self._times)
        self._follower = StreamFollower(
            connection, self._troubles, self._times, state, self._replaced, self._window.recall
        )
        self._snapshots = SharedSnapshots(connection)
        self._copy = copy
        self._begin_again: BeginAgain | None = None
        connection.on_lost.append(self._on_lost)
        connection.on_back.append(lambda: self._troubles.end("connection"))

    @classmethod
    async def open(
        cls,
        address: NatsAddress,
        retention: Retention,
        clock: Clock,
        directory: Path | None = None,
    ) -> JetStreamLog:
        """The log at an address; ``retention`` is for a stream that is yet to be made.

        In ``directory`` a copy of the world is kept.

        Raises LogAway when NATS does not answer, LogError when it does not have us, or the stream
        cannot be the log.
        """
        connection = await Connection.open(address)
        try:
            copy = None if directory is None else LocalCopy(directory)
            log = cls(connection, await _patiently(connection, retention), clock, copy)
            await log._window.open()
        except BaseException:
            await connection.close()
            raise
        return log

    @property
    def connection(self) -> Connection:
        """What else is kept in JetStream goes by the same connection."""
        return self._connection

    @property
    def replicas(self) -> int:
        """How many copies of the stream there are."""
        return self._follower.state.replicas

    @property
    def place(self) -> str:
        """The servers."""
        return self._connection.place

    @property
    def identity(self) -> str:
        """A UUID for the stream, from when it was made."""
        return self._follower.state.identity

    @property
    def oldest(self) -> int:
        """The first sequence that the stream keeps, as it last said."""
        return self._follower.state.oldest

    @property
    def newest(self) -> int:
        """The last sequence that the follower has heard of."""
        return self._follower.newest

    @property
    def largest(self) -> int:
        """What NATS or the stream takes at most, without headers."""
        limit = self._follower.state.max_message
        largest = self._connection.max_payload
        return (largest if limit is None else min(largest, limit)) - HEADER_BYTES

    def takes(self, draft: Draft) -> bool:
        """Whether NATS takes an event of this size, and a stream of such a long name."""
        return len(draft.line) <= self.largest and len(draft.event.stream) <= MAX_STREAM

    @property
    def trouble(self) -> Trouble | None:
        """What is wrong with NATS, the stream or the connection."""
        return self._troubles.first

    @property
    def unreadable(self) -> int:
        """Messages since the start that are no events."""
        return self._follower.unreadable

    async def follow(self, after: int, follower: Follower, begin_again: BeginAgain) -> None:
        """Have ``follower`` hear of every event after those that were there at the start."""
        self._begin_again = begin_again
        self._follower.start(after, follower)

    async def catch_up(self, sequence: int) -> None:
        """Wait until the follower has heard of a sequence that another engine has told of."""
        await self._follower.catch_up(sequence)

    async def append(self, drafts: Sequence[Draft]) -> Appended:
        """Publish a group of events; where they are, once the stream has acknowledged them."""
        if not all(map(self.takes, drafts)):
            raise LogError("an event is larger than NATS takes: nothing of it was published")
        return await self._window.append(drafts)

    async def read(self, after: int, limit: int = READ_ENTRIES) -> list[Entry]:
        """The entries that follow a sequence."""
        start = max(after, self.oldest - 1)
        return await self._reading.read(start, limit, self.newest, self._follower.look)

    async def find(self, fragment: bytes, since: int, limit: int) -> list[Entry]:
        """The oldest entries since a time whose line holds ``fragment``; looks through them all."""
        start = await self._reading.sequence_at(since - 1) + 1
        return await self._reading.find(fragment, start, since, limit, self.newest)

    async def receipts(self, since: int) -> list[tuple[int, bytes]]:
        """When each receipt since a time was received."""
        start = await self._reading.sequence_at(since - 1) + 1
        return await self._reading.receipts(start, self.newest)

    async def sequence_at(self, instant: int) -> int:
        """The last sequence received at or before a time."""
        return min(self.newest, await self._reading.sequence_at(instant))

    # -- snapshots and retention ---------------------------------------------------------------

    async def claim_snapshot(self, since: int, sequence: int) -> int | None:
        """The right to take the next snapshot, for one of the engines."""
        return await self._snapshots.claim(self.identity, since, sequence, self.replicas)

    async def keep_snapshot(self, snapshot: Snapshot) -> None:
        """Keep a snapshot for all engines."""
        await self._snapshots.keep(self.identity, snapshot, self.replicas)
        if self._copy is not None:
            await asyncio.to_thread(self._copy.keep, self.identity, snapshot)

    async def snapshot_at(self, sequence: int) -> Snapshot | None:
        """The newest intact snapshot at or before a sequence.

        A stream may have lost events before there was any snapshot of them: that is said, and the
        world is what the others add up to.
        """
        own = None
        if self._copy is not None:
            own = await asyncio.to_thread(self._copy.newest, self.identity, sequence)
        snapshot = await self._snapshots.newest(self.identity, sequence, own)
        if snapshot is not None:
            self._times.begin(snapshot.sequence, snapshot.received)
            if self._copy is not None and snapshot != own and self._begin_again is None:
                await asyncio.to_thread(self._copy.keep, self.identity, snapshot)
        elif self.oldest > 1 and self._begin_again is None:
            LOGGER.warning(
                "no snapshot stands for the events before %d, which the stream no longer keeps: "
                "the world is what the others add up to",
                self.oldest,
            )
        return snapshot

    async def overdue(self, retention: Retention, now: int) -> int:
        """Nothing: the stream itself lets expire what it need not keep; how far it has is looked
        at here."""
        with contextlib.suppress(LogAway):
            await self._follower.look()
        return self.oldest - 1

    async def expire(self, sequence: int) -> None:
        """Nothing."""

    async def close(self) -> None:
        """Finish what is under way and let go of NATS."""
        await self._follower.close()
        await self._window.close()
        await self._reading.close()
        await self._connection.close()

    async def _replaced(self) -> None:
        """The stream is another one: what was known of the old one means nothing."""
        self._times.forget()
        if self._begin_again is not None:
            self._begin_again()
        await self._reading.close()

    def _on_lost(self) -> None:
        self._troubles.begin("connection", self._connection.away())


async def _patiently(connection: Connection, retention: Retention) -> StreamState:
    """The stream, also of a cluster that is just electing its leader."""
    deadline = asyncio.get_running_loop().time() + START_SECONDS
    while True:
        try:
            return await open_stream(connection, retention)
        except LogAway:
            if asyncio.get_running_loop().time() >= deadline:
                raise
            await asyncio.sleep(RETRY_SECONDS)
