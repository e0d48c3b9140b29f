"""Flux's answers over HTTP, and the two requests that are more than an event."""

from __future__ import annotations

from typing import Any, NotRequired

from pydantic import ConfigDict, Field, with_config
from typing_extensions import TypedDict

from flux_tui.model.entity import Entity
from flux_tui.protocol.wire_model import Instant, WireModel


class PublishAnswer(WireModel):
    """To one event; ``warning`` and ``duplicate`` come from the embedded engine alone."""

    event_id: str = Field(alias="eventId")
    stream: str
    warning: str | None = None
    duplicate: bool = False


@with_config(ConfigDict(strict=True, extra="ignore"))
class BatchResult(TypedDict):
    """What became of one event of a batch; ``error`` is None when it was accepted.

    A dict, as it came: a batch has hundreds, and a model of each costs as much as reading it.
    """

    eventId: str | None
    stream: str
    error: str | None
    warning: NotRequired[str | None]
    duplicate: NotRequired[bool]


class BatchAnswer(WireModel):
    """To a batch: a result for each event, in the order they were sent."""

    successful: int
    failed: int
    results: list[BatchResult]


class EntityRecord(WireModel):
    """An entity as the state has it."""

    id: str
    properties: dict[str, Any]
    last_updated: Instant = Field(alias="lastUpdated")

    def to_entity(self) -> Entity:
        """The same in the model's words."""
        return Entity(self.id, self.properties, self.last_updated)


class DeleteAnswer(WireModel):
    """To the deletion of one entity, known or not."""

    entity_id: str
    event_id: str = Field(alias="eventId")


class BatchDeleteAnswer(WireModel):
    """To the deletion of many."""

    deleted: int
    failed: int
    errors: list[Any]


class AdminConfig(WireModel):
    """The server's configuration, sizes in bytes."""

    rate_limit_enabled: bool
    rate_limit_per_namespace_per_minute: int
    body_size_limit_single_bytes: int
    body_size_limit_batch_bytes: int


class Connector(WireModel):
    """One connector's state."""

    name: str
    enabled: bool
    status: str


class Connectors(WireModel):
    """All of them."""

    connectors: list[Connector]


class RegisteredNamespace(WireModel):
    """To a registration: the only time that the token is shown."""

    namespace_id: str = Field(alias="namespaceId")
    name: str
    token: str


class NamespaceInfo(WireModel):
    """One namespace."""

    namespace_id: str = Field(alias="namespaceId")
    name: str
    created_at: Instant = Field(alias="createdAt")
    entity_count: int = Field(alias="entityCount")


class Health(WireModel):
    """The embedded engine's ``GET /api/health``; a real Flux answers 404."""

    status: str
    engine: str
    version: str
    log: str
    log_id: str
    sequence: int
    entities: int
    uptime_seconds: float
