"""Engines whose namespaces are kept apart, and what to ask them."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from flux_tui.engine.log.event_log import EventLog
from flux_tui.engine.settings import Access
from flux_tui.model.clock import Clock
from tests.engine.running import LocalEngine, local_engine

ADMIN_TOKEN = "admin-secret"

APART = Access(namespaces=True, admin_token=ADMIN_TOKEN)


def bearer(token: str | None) -> dict[str, str]:
    """The header that carries a token."""
    return {} if token is None else {"Authorization": f"Bearer {token}"}


def event(entity_id: Any, **more: Any) -> dict[str, Any]:
    """An event about an entity."""
    payload = {"entity_id": entity_id, "properties": {"n": 1}}
    return {"stream": "s", "source": "t", "payload": payload} | more


@dataclass
class World:
    """An engine with the namespaces ``lab`` and ``other``, and their tokens."""

    served: LocalEngine
    client: httpx.AsyncClient
    lab: str = ""
    other: str = ""

    async def register(self, name: str, token: str | None = ADMIN_TOKEN) -> httpx.Response:
        """Ask for a namespace."""
        return await self.client.post("/api/namespaces", json={"name": name}, headers=bearer(token))

    async def publish(self, entity_id: Any, token: str | None, **more: Any) -> httpx.Response:
        """Publish one event."""
        return await self.client.post(
            "/api/events", json=event(entity_id, **more), headers=bearer(token)
        )

    async def batch(self, entity_ids: Sequence[Any], token: str | None) -> list[str | None]:
        """Publish a batch; what is said against each of its events."""
        events = [event(entity_id) for entity_id in entity_ids]
        answer = await self.client.post(
            "/api/events/batch", json={"events": events}, headers=bearer(token)
        )
        return [result["error"] for result in answer.raise_for_status().json()["results"]]

    async def delete_many(self, wish: dict[str, Any], token: str | None) -> httpx.Response:
        """Delete many."""
        return await self.client.post(
            "/api/state/entities/delete", json=wish, headers=bearer(token)
        )

    async def limit(self, **config: Any) -> None:
        """Change the configuration."""
        answer = await self.client.put(
            "/api/admin/config", json=config, headers=bearer(ADMIN_TOKEN)
        )
        answer.raise_for_status()

    def ids(self) -> set[str]:
        """The entities that there are."""
        return {held.id for held in self.served.engine.state.select(None, None)}


@contextlib.asynccontextmanager
async def world(
    access: Access = APART, clock: Clock | None = None, log: EventLog | None = None
) -> AsyncIterator[World]:
    """Such an engine on the running loop."""
    async with (
        local_engine(log, access=access, clock=clock) as served,
        httpx.AsyncClient(base_url=served.url) as client,
    ):
        made = World(served, client)
        made.lab = (await made.register("lab")).json()["token"]
        made.other = (await made.register("other")).json()["token"]
        yield made
