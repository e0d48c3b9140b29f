"""An entity: what the events about one id add up to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from flux_tui.model.json import Json


class Entity(NamedTuple):
    """An entity as a server states it: ``updated`` is the server's apply time in ns.

    A named tuple, the quickest to make: a snapshot has a hundred thousand.
    """

    id: str
    properties: Mapping[str, Json]
    updated: int


def namespace_of(entity_id: str) -> str | None:
    """What stands before the first ``/``, as Flux's ``?namespace=`` takes it; None without one."""
    head, slash, _ = entity_id.partition("/")
    return head if slash else None
