"""The world's snapshots, in an object store that all engines share.

Each is an object of its own, named by stream, sequence and time, and there whole or not at all:
engines cannot spoil each other's. Who takes the next one is agreed on in a key of a bucket, which
is set by comparing: an engine that finds another one's claim counts on from there, and should that
engine have died over it, the next snapshot comes one interval later. No clock is asked.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import hashlib
import logging
from collections.abc import AsyncIterator
from typing import NamedTuple

import nats.errors
import nats.js.errors
from nats.js.client import JetStreamContext

from flux_tui.engine.log.event_log import Snapshot
from flux_tui.engine.log.jetstream.connection import ApiRefusal, Connection
from flux_tui.engine.log.jetstream.cursor import Cursor
from flux_tui.engine.log.thinning import surplus
from flux_tui.errors import LogAway, LogError

LOGGER = logging.getLogger(__name__)

BUCKET = "FLUX_SNAPSHOTS"
"""The object store."""

CLAIMS = "FLUX_ENGINES"
"""The key-value bucket in which engines agree."""

TRANSFER_SECONDS = 60.0
"""How long one snapshot may take to be stored or fetched."""

REQUEST_SECONDS = 5.0
"""How long JetStream may take for one step of it."""

_META = f"$O.{BUCKET}.M."
"""What the subject begins with that says an object is whole (ADR-20); its name follows."""


class _Damaged(Exception):
    """A snapshot is not what was stored."""


class _Name(NamedTuple):
    """An object's name, from which all is known that is not in it."""

    identity: str
    sequence: int
    received: int

    @property
    def text(self) -> str:
        return f"{self.identity}.{self.sequence}.{self.received}"

    @classmethod
    def read(cls, text: str) -> _Name | None:
        identity, _, rest = text.partition(".")
        sequence, _, received = rest.partition(".")
        if not (sequence.isdecimal() and received.isdecimal()):
            return None
        return cls(identity, int(sequence), int(received))


class SharedSnapshots:
    """The snapshots of one stream."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def claim(self, identity: str, since: int, sequence: int, replicas: int) -> int | None:
        """Ask for the right to take a snapshot at ``sequence``, the last one being at ``since``;
        None when this engine has it, else where another's is, or will be.

        Raises LogAway.
        """
        key = f"snapshot.{identity}"
        async with self._steps() as jetstream:
            try:
                claims = await jetstream.key_value(CLAIMS)
            except nats.js.errors.BucketNotFoundError:
                claims = await jetstream.create_key_value(bucket=CLAIMS, replicas=replicas)
            try:
                entry = await claims.get(key)
                claimed, revision = int(entry.value or b"0"), entry.revision
            except (nats.js.errors.KeyNotFoundError, ValueError):
                claimed, revision = 0, None
            if claimed > since:
                return claimed
            try:
                await claims.update(key, str(sequence).encode(), revision)
            except nats.js.errors.KeyWrongLastSequenceError:
                return sequence  # Another engine's, at about the same place.
        return None

    async def keep(self, identity: str, snapshot: Snapshot, replicas: int) -> None:
        """Keep a snapshot, and of the older ones those that the past needs; raises LogAway."""
        name = _Name(identity, snapshot.sequence, snapshot.received)
        async with self._steps() as jetstream:
            try:
                store = await jetstream.object_store(BUCKET)
            except nats.js.errors.BucketNotFoundError:
                store = await jetstream.create_object_store(BUCKET, replicas=replicas)
            async with asyncio.timeout(TRANSFER_SECONDS):
                await store.put(name.text, snapshot.body)
            names = await self._names(identity)
            going = set(surplus([one.sequence for one in names]))
            for one in names:
                if one.sequence in going:
                    await self._delete(jetstream, one)

    async def newest(
        self, identity: str, sequence: int, own: Snapshot | None = None
    ) -> Snapshot | None:
        """The newest intact one at or before a sequence; raises LogAway.

        ``own`` is one that this engine has already: it is answered where none is newer.
        """
        for name in reversed(await self._names(identity)):
            if own is not None and name.sequence <= own.sequence:
                break
            if name.sequence > sequence:
                continue
            try:
                return Snapshot(name.sequence, name.received, await self._fetch(name))
            except _Damaged as damage:
                LOGGER.warning(
                    "the snapshot at %d is damaged (%s); an older one is used",
                    name.sequence,
                    damage,
                )
        return own

    async def _names(self, identity: str) -> list[_Name]:
        """The snapshots of a stream, the oldest first."""
        try:
            info = await self._connection.ask(
                f"STREAM.INFO.OBJ_{BUCKET}", {"subjects_filter": f"{_META}>"}
            )
        except ApiRefusal:
            return []  # There is no store yet.
        names: list[_Name] = []
        for subject in info["state"].get("subjects") or ():
            with contextlib.suppress(binascii.Error, UnicodeDecodeError):
                text = base64.urlsafe_b64decode(subject.removeprefix(_META)).decode()
                name = _Name.read(text)
                if name is not None and name.identity == identity:
                    names.append(name)
        return sorted(names)

    async def _fetch(self, name: _Name) -> bytes:
        """A snapshot's body; raises _Damaged, also for one that has just been deleted.

        (nats-py's own ``get`` waits for ever for a part that is missing.)
        """
        try:
            async with self._steps() as jetstream:
                info = await (await jetstream.object_store(BUCKET)).get_info(name.text)
        except LogAway:
            raise
        except LogError:
            raise _Damaged("it is not described") from None
        parts: list[bytes] = []
        wanted = info.chunks or 0
        cursor = await Cursor.open(
            self._connection,
            {"deliver_policy": "all", "filter_subject": f"$O.{BUCKET}.C.{info.nuid}"},
            stream=f"OBJ_{BUCKET}",
        )
        try:
            while len(parts) < wanted <= len(parts) + cursor.pending:
                parts += [message.data for message in await cursor.next()]
        finally:
            await cursor.close()
        if len(parts) != wanted:
            raise _Damaged("parts of it are missing")
        body = b"".join(parts)
        digest = base64.urlsafe_b64encode(hashlib.sha256(body).digest()).decode()
        if f"SHA-256={digest}" != info.digest:
            raise _Damaged("its digest is another")
        return body

    async def _delete(self, jetstream: JetStreamContext, name: _Name) -> None:
        with contextlib.suppress(nats.js.errors.NotFoundError):  # Another engine was faster.
            store = await jetstream.object_store(BUCKET)
            await store.delete(name.text)
            encoded = base64.urlsafe_b64encode(name.text.encode()).decode()
            await jetstream.purge_stream(f"OBJ_{BUCKET}", subject=_META + encoded)

    @contextlib.asynccontextmanager
    async def _steps(self) -> AsyncIterator[JetStreamContext]:
        """nats-py's words for what goes wrong become ours."""
        connection = self._connection
        if not connection.is_connected:
            raise LogAway(connection.away())
        try:
            yield connection.client.jetstream(timeout=REQUEST_SECONDS)
        except (nats.js.errors.BadObjectMetaError, nats.js.errors.APIError) as error:
            raise LogError(
                f"NATS at {connection.place} does not keep the snapshots ({error})"
            ) from None
        except (OSError, nats.errors.Error) as error:
            raise LogAway(connection.away(error)) from None
