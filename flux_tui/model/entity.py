"""An entity: what the events about one id add up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flux_tui.model.json import Json


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as a server states it: ``updated`` is the server's apply time in ns."""

    id: str
    properties: Mapping[str, Json]
    updated: int


def namespace_of(entity_id: str) -> str | None:
    """What stands before the first ``/``, as Flux's ``?namespace=`` takes it; None without one."""
    head, slash, _ = entity_id.partition("/")
    return head if slash else None
