"""Every call of Flux's API, typed.

The wire's models are imported where they are first needed: building them takes as long as
importing httpx, and a command that only passes the server's JSON on needs none of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from flux_tui.client.body import encode
from flux_tui.client.connection import Connection
from flux_tui.errors import FluxTuiError, Malformed, NotFound
from flux_tui.model.instant import format_rfc3339
from flux_tui.model.json import Json, JsonObject
from flux_tui.protocol import paths

if TYPE_CHECKING:
    from flux_tui.client.snapshot import Snapshot
    from flux_tui.model.entity import Entity
    from flux_tui.model.event import Event
    from flux_tui.protocol.answers import (
        AdminConfig,
        BatchAnswer,
        BatchDeleteAnswer,
        Connectors,
        DeleteAnswer,
        Health,
        NamespaceInfo,
        PublishAnswer,
        RegisteredNamespace,
    )

LONGEST_PATH = 16_000
"""Characters of a path above which servers may refuse it; such an id goes by the list."""

Read = TypeVar("Read")


class FluxClient(Connection):
    """A Flux server, real or embedded.

    Every call raises Unreachable, Refused (NotFound, TooLarge, RateLimited) or Nonsense; none is
    repeated when that could have an effect twice.
    """

    # -- events --------------------------------------------------------------------------------

    async def publish(self, event: Event) -> PublishAnswer:
        """Publish one event; a real Flux refuses one without a timestamp."""
        from flux_tui.protocol.answers import PublishAnswer
        from flux_tui.protocol.events import write_event

        return await self._call(PublishAnswer.read, "POST", paths.EVENTS, body=write_event(event))

    async def publish_batch(self, events: Sequence[Event]) -> BatchAnswer:
        """Publish several in one request; each result stands at its event's place."""
        from flux_tui.client.publishing.written import text_of

        return await self.publish_written([text_of(event) for event in events])

    async def publish_written(self, texts: Sequence[str]) -> BatchAnswer:
        """The same with events that are JSON already."""
        from flux_tui.client.publishing.written import body_of
        from flux_tui.protocol.answers import BatchAnswer

        body = (await self.send("POST", paths.BATCH, content=body_of(texts))).body
        answer = self._read(BatchAnswer.read_json, body, "POST", paths.BATCH)
        if len(answer.results) != len(texts):
            what = f"{len(answer.results)} results to {len(texts)} events"
            raise self.nonsense("POST", paths.BATCH, what)
        return answer

    async def history(
        self, entity_id: str, *, since: int | None = None, limit: int = 100
    ) -> list[Event]:
        """The OLDEST ``limit`` (at most 500) events of an entity since ``since``, newest first.

        ``since`` is arrival time in ns, which Flux cuts to whole seconds; None is a day ago.
        """
        from flux_tui.protocol.events import read_event

        return await self._call(
            lambda answer: [read_event(item) for item in _list(answer)],
            "GET",
            paths.EVENTS,
            params={
                "entity": entity_id,
                "since": None if since is None else format_rfc3339(since),
                "limit": limit,
            },
        )

    # -- state ---------------------------------------------------------------------------------

    async def entity(self, entity_id: str) -> Entity:
        """One entity; raises NotFound. What no path can name is looked for in the list."""
        from flux_tui.protocol.answers import EntityRecord

        if not has_path(entity_id):
            return await self._entity_by_list(entity_id)
        path = paths.entity(entity_id)
        return await self._call(lambda answer: EntityRecord.read(answer).to_entity(), "GET", path)

    async def entities(
        self, *, prefix: str | None = None, namespace: str | None = None
    ) -> Snapshot:
        """The state, or the part whose ids start with ``prefix`` or are of ``namespace``."""
        from flux_tui.client.snapshot import Snapshot, take_snapshot

        found: list[Entity] = []
        params = {"prefix": prefix, "namespace": namespace}
        head = await take_snapshot(self, found.extend, params=params)
        return Snapshot(found, head.sequence, head.log)

    async def delete(self, entity_id: str) -> DeleteAnswer:
        """Delete one entity, known or not.

        What no path can name goes by the batch call, which names no event: its id is then empty.
        """
        from flux_tui.protocol.answers import DeleteAnswer

        if not has_path(entity_id):
            await self.delete_many(entity_ids=[entity_id])
            return DeleteAnswer(entity_id=entity_id, event_id="")
        return await self._call(DeleteAnswer.read, "DELETE", paths.entity(entity_id))

    async def delete_many(
        self,
        *,
        entity_ids: Sequence[str] | None = None,
        prefix: str | None = None,
        namespace: str | None = None,
    ) -> BatchDeleteAnswer:
        """Delete by exactly one of: ids (at most 10,000), a prefix, a namespace."""
        from flux_tui.protocol.answers import BatchDeleteAnswer

        given: dict[str, Json] = {
            "entity_ids": None if entity_ids is None else list(entity_ids),
            "prefix": prefix,
            "namespace": namespace,
        }
        body: JsonObject = {name: value for name, value in given.items() if value is not None}
        return await self._call(BatchDeleteAnswer.read, "POST", paths.DELETE, body=body)

    # -- administration ------------------------------------------------------------------------

    async def config(self) -> AdminConfig:
        """The server's configuration."""
        from flux_tui.protocol.answers import AdminConfig

        return await self._call(AdminConfig.read, "GET", paths.CONFIG, admin=True)

    async def update_config(self, update: JsonObject) -> AdminConfig:
        """Change what ``update`` names; the answer is the whole configuration after it."""
        from flux_tui.protocol.answers import AdminConfig

        return await self._call(AdminConfig.read, "PUT", paths.CONFIG, body=update, admin=True)

    async def connectors(self) -> Connectors:
        """The server's connectors and their states."""
        from flux_tui.protocol.answers import Connectors

        return await self._call(Connectors.read, "GET", paths.CONNECTORS)

    async def health(self) -> Health:
        """The embedded engine's word on itself; a real Flux raises NotFound."""
        from flux_tui.protocol.answers import Health

        return await self._call(Health.read, "GET", paths.HEALTH)

    async def open_connections(self, number: int) -> None:
        """Have so many connections open: what is sent next need not wait for that.

        Each asks how the server is, all at once. A server that is away is told of by what is sent.
        """

        async def ask() -> None:
            with suppress(FluxTuiError):
                await self.send("GET", paths.HEALTH)

        await asyncio.gather(*(ask() for _ in range(number)))

    async def register_namespace(self, name: str) -> RegisteredNamespace:
        """Register a namespace; its token is in this answer and nowhere else."""
        from flux_tui.protocol.answers import RegisteredNamespace

        return await self._call(
            RegisteredNamespace.read, "POST", paths.NAMESPACES, body={"name": name}, admin=True
        )

    async def namespace(self, name: str) -> NamespaceInfo:
        """One namespace; raises NotFound, also while the server's authentication is off."""
        from flux_tui.protocol.answers import NamespaceInfo

        return await self._call(NamespaceInfo.read, "GET", paths.namespace(name))

    async def delete_namespace(self, name: str) -> None:
        """Delete a namespace's registration; its entities stay."""
        await self.send("DELETE", paths.namespace(name), admin=True)

    # -- how -----------------------------------------------------------------------------------

    async def _call(
        self,
        read: Callable[[Json], Read],
        method: str,
        path: str,
        *,
        params: dict[str, str | int | None] | None = None,
        body: JsonObject | bytes | None = None,
        admin: bool = False,
    ) -> Read:
        """Ask, and read the answer as what it should be; raises Nonsense when it is not that."""
        from flux_tui.protocol.json_text import decode

        content = body if body is None or isinstance(body, bytes) else encode(body)
        answer = await self.send(method, path, params=params, content=content, admin=admin)
        return self._read(lambda body: read(decode(body)), answer.body, method, path)

    def _read(self, read: Callable[[bytes], Read], body: bytes, method: str, path: str) -> Read:
        """Read an answer; raises Nonsense when it is not what was asked for."""
        try:
            return read(body)
        except Malformed as error:
            raise self.nonsense(method, path, f"something else than asked ({error})") from None

    async def _entity_by_list(self, entity_id: str) -> Entity:
        found = (item for item in (await self.entities()).entities if item.id == entity_id)
        entity = next(found, None)
        if entity is None:
            reason = "Entity not found"
            raise NotFound(f"not found at {self.url}: {reason}", status=404, reason=reason)
        return entity


def has_path(entity_id: str) -> bool:
    """Whether an entity can be named by a path; others are looked for in the list."""
    return bool(entity_id) and len(paths.entity(entity_id)) <= LONGEST_PATH


def _list(answer: Json) -> list[Json]:
    if not isinstance(answer, list):
        raise Malformed("no list")
    return answer
