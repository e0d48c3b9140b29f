"""Registrations in a JetStream key-value bucket, which all engines of a log share and follow.

A key is a namespace's name; it is set by comparing, so that of two engines that register one name
at once one is told that it is taken. What the bucket says is what holds: where it is lost, no
token is right any more until it is restored or namespaces are registered again.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Sequence
from typing import Any

import nats.errors
import nats.js.errors
from nats.js.kv import KeyValue

from flux_tui.engine.ending import end
from flux_tui.engine.log.jetstream.connection import ApiRefusal, Connection
from flux_tui.engine.log.jetstream.cursor import Cursor
from flux_tui.engine.log.jetstream.lines import Message
from flux_tui.engine.namespaces.namespace import DIGEST_BYTES, Namespace
from flux_tui.engine.namespaces.store import Follower
from flux_tui.errors import LogAway, LogError
from flux_tui.protocol.namespaces import name_violation

LOGGER = logging.getLogger(__name__)

BUCKET = "FLUX_NAMESPACES"
"""The bucket's name; ``nats kv`` shows it by that, too."""

STREAM = f"KV_{BUCKET}"
SUBJECTS = f"$KV.{BUCKET}."
"""Where a bucket keeps its keys (ADR-8)."""

STEP_SECONDS = 5.0
"""How long JetStream may take for one step."""

START_SECONDS = 15.0
"""How long it may take at the start until all that is registered is known."""

RETRY_SECONDS = (0.05, 0.2, 0.5, 1.0)
"""How long to wait before the first tries to go on, and before all later ones."""

_OPERATION = "KV-Operation"
_WRONG_LAST_SEQUENCE = (10071, 10164)


class BucketNamespaces:
    """Follows the bucket; hears of what other engines register and delete as soon as they do."""

    def __init__(self, connection: Connection, replicas: int) -> None:
        """``replicas`` is how many copies are kept of a bucket that is yet to be made."""
        self._connection = connection
        self._replicas = replicas
        self._follower: Follower = lambda name, namespace: None
        self._identity = ""
        self._revisions: dict[str, int] = {}
        self._present: set[str] = set()
        self._failure: LogError | None = None
        self._failures = 0
        self._caught_up = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def follow(self, follower: Follower) -> None:
        """Have ``follower`` hear of every registration."""
        self._follower = follower
        self._task = asyncio.create_task(self._run(), name="namespaces")
        self._task.add_done_callback(_tell_of_an_end)
        try:
            async with asyncio.timeout(START_SECONDS):
                await self._caught_up.wait()
        except TimeoutError:
            raise self._failure or LogAway(self._connection.away()) from None

    async def is_there(self) -> bool:
        """Whether the bucket exists, as far as NATS says; raises LogAway."""
        try:
            await self._connection.ask(f"STREAM.INFO.{STREAM}")
        except ApiRefusal:
            return False
        return True

    async def add(self, namespace: Namespace) -> bool:
        """Keep a registration."""
        try:
            revision = await self._create(namespace)
        except nats.js.errors.KeyWrongLastSequenceError:
            return False
        self._hear(revision, namespace.name, namespace)
        return True

    async def remove(self, name: str) -> bool:
        """Give a registration up."""
        while True:
            async with self._bucket() as bucket:
                try:
                    entry = await bucket.get(name)
                except nats.js.errors.KeyNotFoundError:
                    return False
                try:
                    await bucket.delete(name, last=entry.revision)
                except nats.js.errors.APIError as error:
                    if error.err_code not in _WRONG_LAST_SEQUENCE:
                        raise
                    continue  # Another engine was faster: look again.
            self._hear(entry.revision or 0, name, None)
            return True

    async def close(self) -> None:
        """Stop following; the connection is the log's."""
        await end(self._task)

    # -- writing -------------------------------------------------------------------------------

    async def _create(self, namespace: Namespace) -> int:
        """Set the key of a new namespace; where the answer is lost, look whether it was set."""
        value = _written(namespace)
        try:
            async with self._bucket() as bucket:
                return await bucket.create(namespace.name, value)
        except LogAway:
            async with self._bucket() as bucket:
                try:
                    entry = await bucket.get(namespace.name)
                except nats.js.errors.KeyNotFoundError:
                    entry = None
            if entry is None or entry.value != value:
                raise
            return entry.revision or 0

    @contextlib.asynccontextmanager
    async def _bucket(self) -> AsyncIterator[KeyValue]:
        """The bucket, made if it is missing; nats-py's words for what goes wrong become ours."""
        connection = self._connection
        if not connection.is_connected:
            raise LogAway(connection.away())
        try:
            yield await self._open()
        except nats.js.errors.KeyWrongLastSequenceError:
            raise
        except nats.js.errors.APIError as error:
            raise LogError(
                f"NATS at {connection.place} does not keep the namespaces ({error.description}): "
                f"check what the engine may do with the bucket {BUCKET}"
            ) from None
        except (OSError, nats.errors.Error) as error:
            raise LogAway(connection.away(error)) from None

    async def _open(self) -> KeyValue:
        jetstream = self._connection.client.jetstream(timeout=STEP_SECONDS)
        try:
            return await jetstream.key_value(BUCKET)
        except nats.js.errors.BucketNotFoundError:
            return await jetstream.create_key_value(bucket=BUCKET, replicas=self._replicas)

    # -- following -----------------------------------------------------------------------------

    async def _run(self) -> None:
        while True:
            try:
                await self._read()
            except LogError as error:
                self._failure = error
                LOGGER.info("the namespaces are not followed for now: %s", error)
            await asyncio.sleep(RETRY_SECONDS[min(self._failures, len(RETRY_SECONDS) - 1)])
            self._failures += 1

    async def _read(self) -> None:
        """Hear of all that is in the bucket, then of what changes; raises LogError at the end.

        Its beginning is read again each time: there is little of it, and a bucket may have been
        emptied meanwhile without a word.
        """
        async with self._bucket():
            info = await self._connection.ask(f"STREAM.INFO.{STREAM}")
        self._begin(str(info["created"]))
        newest, seen = int(info["state"]["last_seq"]), set[str]()
        cursor = await Cursor.open(self._connection, {"deliver_policy": "all"}, stream=STREAM)
        try:
            messages: Sequence[Message] = ()
            while cursor.pending:
                messages = await cursor.next()
                seen.update(map(self._take, messages))
            for name in self._present - seen:
                if self._revisions[name] <= newest:
                    self._hear(newest, name, None)
            self._caught_up.set()
            self._failures = 0
            while True:
                for message in await cursor.next():
                    self._take(message)
        finally:
            await cursor.close()

    def _begin(self, identity: str) -> None:
        """A bucket that was made anew begins with nothing, and counts from the beginning."""
        if identity == self._identity:
            return
        if self._identity:
            LOGGER.error("the bucket of the namespaces was made anew: no old token is right")
        self._identity = identity
        self._revisions.clear()
        for name in list(self._present):
            self._tell(name, None)

    def _take(self, message: Message) -> str:
        """Hear what a message says of a name."""
        name = message.subject.removeprefix(SUBJECTS)
        deleted = _OPERATION in (message.headers or {})
        namespace = None if deleted else _read(name, message.data)
        self._hear(message.sequence, name, namespace)
        return name

    def _hear(self, revision: int, name: str, namespace: Namespace | None) -> None:
        """The bucket's word on a name; an older one than what is known is no news."""
        known = self._revisions.get(name, 0)
        if revision > known or (revision == known and namespace is None):
            self._revisions[name] = revision
            self._tell(name, namespace)

    def _tell(self, name: str, namespace: Namespace | None) -> None:
        if namespace is not None:
            self._present.add(name)
        elif name in self._present:
            self._present.remove(name)
        else:
            return
        self._follower(name, namespace)


def _written(namespace: Namespace) -> bytes:
    """A registration as it stands in the bucket."""
    return json.dumps(
        {
            "id": namespace.id,
            "sha256": namespace.digest.hex(),
            "created": namespace.created,
        }
    ).encode()


def _read(name: str, value: bytes) -> Namespace | None:
    """A registration of the bucket; None, and said, for what is none: nobody can write there."""
    try:
        content: Any = json.loads(value)
        namespace_id, created = content["id"], content["created"]
        digest = bytes.fromhex(content["sha256"])
        sound = isinstance(namespace_id, str) and type(created) is int and 0 < created < 2**63
    except (ValueError, TypeError, KeyError, RecursionError):
        sound = False
    if not sound or len(digest) != DIGEST_BYTES or name_violation(name) is not None:
        LOGGER.warning("the bucket %s holds what is no namespace (%r)", BUCKET, name[:80])
        return None
    return Namespace(namespace_id, name, digest, created)


def _tell_of_an_end(task: asyncio.Task[None]) -> None:
    if not task.cancelled():
        LOGGER.critical(
            "the namespaces are no longer followed: start the engine again and report this",
            exc_info=task.exception(),
        )
