"""The whole state, taken while it arrives."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import NamedTuple

from flux_tui.client.connection import Connection, Params
from flux_tui.client.turns import Courtesy, Turns
from flux_tui.errors import Malformed
from flux_tui.model.entity import Entity
from flux_tui.model.instant import NS
from flux_tui.protocol import paths
from flux_tui.protocol.headers import LOG_HEADER, SEQUENCE_HEADER
from flux_tui.protocol.snapshot import SnapshotDecoder

SLICE = 0.008
"""Seconds of parsing between two turns of the loop."""

STEP = 65_536
"""Bytes decoded between two looks at the clock."""


class SnapshotHead(NamedTuple):
    """What the server says about a snapshot beside its entities; a real Flux gives a date alone.

    ``sequence``: the state is exactly that of the log ``log`` up to here. ``etag`` is for asking
    again. ``date`` is the server's clock, in ns, cut to the second.
    """

    sequence: int | None
    log: str | None
    etag: str | None
    date: int | None


class Snapshot(NamedTuple):
    """A whole state (or a part of it, when asked with a prefix or a namespace)."""

    entities: list[Entity]
    sequence: int | None
    log: str | None


async def take_snapshot(
    connection: Connection,
    take: Callable[[list[Entity]], None],
    *,
    params: Params | None = None,
    courtesy: Courtesy | None = None,
) -> SnapshotHead:
    """Ask for the state and hand the entities on in slices, as they come, resting for ``courtesy``.

    Raises what a Connection raises, and Nonsense when the answer is no list of entities.
    """
    async with connection.stream("GET", paths.ENTITIES, params=params) as response:
        chunks = connection.chunks(response)
        return await read_snapshot(connection, response.headers, chunks, take, courtesy)


async def take_newer_snapshot(
    connection: Connection,
    take: Callable[[list[Entity]], None],
    etag: str | None,
    *,
    params: Params | None = None,
) -> SnapshotHead | None:
    """The same for who has a state already: None when the server says that ``etag`` holds."""
    asking = {"If-None-Match": etag} if etag else None
    async with connection.stream("GET", paths.ENTITIES, params=params, headers=asking) as response:
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            return None
        return await read_snapshot(connection, response.headers, connection.chunks(response), take)


async def read_snapshot(
    connection: Connection,
    headers: Mapping[str, str],
    chunks: AsyncIterator[bytes],
    take: Callable[[list[Entity]], None],
    courtesy: Courtesy | None = None,
) -> SnapshotHead:
    """Hand on the entities of an answer that is under way; names of headers are in lower case.

    Raises Nonsense when it is no list of entities, and what ``chunks`` raises.
    """
    decoder, turns = SnapshotDecoder(), Turns(SLICE, courtesy)
    try:
        async for chunk in chunks:
            for start in range(0, len(chunk), STEP):
                take(decoder.feed(chunk[start : start + STEP]))
                await turns.give()
        take(decoder.close())
    except Malformed as error:
        raise connection.nonsense("GET", paths.ENTITIES, f"a broken list ({error})") from None
    sequence = headers.get(SEQUENCE_HEADER.lower(), "")
    return SnapshotHead(
        sequence=int(sequence) if sequence.isdecimal() else None,
        log=headers.get(LOG_HEADER.lower()),
        etag=headers.get("etag"),
        date=_date(headers.get("date", "")),
    )


def _date(text: str) -> int | None:
    try:
        return round(parsedate_to_datetime(text).timestamp()) * NS
    except ValueError:
        return None
