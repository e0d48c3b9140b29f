"""Sends deletions in pieces, and follows each until it is gone or known to be left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from flux_tui.client.body import encode
from flux_tui.client.deleting.deletion import Deletion
from flux_tui.client.flux_client import FluxClient
from flux_tui.client.presence import look_up
from flux_tui.client.publishing.settling import is_unclear
from flux_tui.errors import FluxTuiError, RateLimited, Refused
from flux_tui.model.clock import Clock, SystemClock
from flux_tui.model.entity import namespace_of
from flux_tui.protocol.rules import MAX_BODY_BYTES
from flux_tui.replica.world import World

LARGEST_CHUNK = 1_000
"""Ids of one request, a tenth of what the server takes: progress is seen, and it can be stopped."""

LARGEST_BODY = MAX_BODY_BYTES // 2
"""Bytes of ids in one request."""

NOT_YOURS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
"""With these a server that guards its namespaces refuses all, though some may be the token's."""


@dataclass(frozen=True, slots=True)
class DeleteSettings:
    """Seconds: for the feed to show that it is gone, between two questions, and in all."""

    patience: float = 1.5
    every: float = 1.0
    longest: float = 10.0


class Deleter:
    """Deletes entities of a World that a session keeps true."""

    def __init__(
        self,
        client: FluxClient,
        world: World,
        *,
        clock: Clock | None = None,
        settings: DeleteSettings | None = None,
    ) -> None:
        self._client = client
        self._world = world
        self._clock = clock or SystemClock()
        self._settings = settings or DeleteSettings()

    async def run(self, deletion: Deletion) -> None:
        """Delete; no failure of a server raises: what is left is in the deletion, with why.

        After a request that found no server, or whose outcome nobody knows, nothing more is sent.
        """
        leave = self._world.observe(deletion.take)
        try:
            for chunk in chunks(deletion.ids):
                if deletion.is_stopped or not await self._delete(deletion, chunk):
                    break
            await self._follow(deletion)
        finally:
            leave()
            deletion.close()

    async def _delete(self, deletion: Deletion, chunk: Sequence[str]) -> bool:
        """Send one piece of it; whether the next may be sent."""
        there = [entity_id for entity_id in chunk if entity_id in self._world]
        for entity_id in there:
            deletion.before[entity_id] = self._world.entities[entity_id]
        deletion.go(entity_id for entity_id in chunk if entity_id not in self._world)
        if there and not await self._send(deletion, there):
            return False
        deletion.step(len(chunk))
        return True

    async def _send(self, deletion: Deletion, ids: Sequence[str]) -> bool:
        deletion.expect(ids)
        try:
            answer = await self._client.delete_many(entity_ids=ids)
        except Refused as error:
            parts = _by_namespace(ids) if error.status in NOT_YOURS else []
            if len(parts) > 1:
                return all([await self._send(deletion, part) for part in parts])
            return self._fail(deletion, ids, error)
        except FluxTuiError as error:
            return self._fail(deletion, ids, error)
        if answer.failed:
            reason = answer.errors[0] if answer.errors else "the server gave no reason"
            deletion.problem = str(reason)
        return True

    def _fail(self, deletion: Deletion, ids: Sequence[str], error: FluxTuiError) -> bool:
        if is_unclear(error):
            deletion.problem = str(error)
            return False
        deletion.give_up([i for i in ids if i not in deletion.gone], str(error))
        return isinstance(error, Refused) and not isinstance(error, RateLimited)

    async def _follow(self, deletion: Deletion) -> None:
        """Until each is gone: by the feed, else by asking; else it is left."""
        settings, began = self._settings, self._clock.monotonic()
        wait = settings.patience
        while True:
            await deletion.until_gone(wait)
            if not deletion.awaited:
                return
            wait = settings.every
            try:
                there = await look_up(self._client, deletion.awaited)
            except FluxTuiError as error:
                deletion.problem = deletion.problem or str(error)
                return
            deletion.go(deletion.awaited - there.keys())
            if not deletion.awaited or self._clock.monotonic() - began >= settings.longest:
                break
        if deletion.awaited:
            deletion.problem = deletion.problem or "the server still has them, or has them anew"


def chunks(ids: Sequence[str]) -> Iterator[list[str]]:
    """The ids in their order, in pieces that one request may carry."""
    chunk: list[str] = []
    size = 0
    for entity_id in ids:
        length = len(encode(entity_id)) + 1
        if chunk and (len(chunk) == LARGEST_CHUNK or size + length > LARGEST_BODY):
            yield chunk
            chunk, size = [], 0
        chunk.append(entity_id)
        size += length
    if chunk:
        yield chunk


def _by_namespace(ids: Sequence[str]) -> list[list[str]]:
    parts: dict[str | None, list[str]] = {}
    for entity_id in ids:
        parts.setdefault(namespace_of(entity_id), []).append(entity_id)
    return list(parts.values())
