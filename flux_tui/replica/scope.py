"""The part of a world that is followed: by prefix, by namespace, by a query."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from flux_tui.errors import UsageError
from flux_tui.model.entity import Entity
from flux_tui.replica.record import EntityRecord

if TYPE_CHECKING:
    from flux_tui.replica.query import Query

Take = Callable[[list[Entity]], None]
"""Takes some entities of a snapshot."""


@dataclass(frozen=True)
class Scope:
    """What belongs to the part; an entity must satisfy all that is given, None is anything.

    ``prefix`` and ``namespace`` are asked of the server, ``query`` is asked here.
    """

    prefix: str | None = None
    namespace: str | None = None
    query: Query | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the whole world belongs."""
        return not self.prefix and self.namespace is None and self.query is None

    @property
    def reads_properties(self) -> bool:
        """Whether entities come and go with their properties, not by their ids alone."""
        return self.query is not None and bool(self.query.properties)

    @property
    def params(self) -> Mapping[str, str | int | None]:
        """The part that a server can select, as parameters of its snapshot and its stream."""
        return {"prefix": self.prefix or None, "namespace": self.namespace}

    def has(self, record: EntityRecord) -> bool:
        """Whether an entity belongs."""
        return self.may_have(record.id) and self._matches(record)

    def may_have(self, entity_id: str) -> bool:
        """Whether an entity may belong, by its id; surely so unless properties are read."""
        if not entity_id.startswith(self.prefix or ""):
            return False
        if self.namespace is not None and not entity_id.startswith(f"{self.namespace}/"):
            return False
        return self.reads_properties or self._matches(EntityRecord(entity_id, {}, 0))

    def narrow(self, take: Take) -> Take:
        """``take`` for entities that a server selected: it gets those that belong."""
        if self.query is None:
            return take

        return lambda entities: take([entity for entity in entities if self.has_entity(entity)])

    def has_entity(self, entity: Entity) -> bool:
        """Whether an entity belongs, as a server states it."""
        return self.has(EntityRecord(entity.id, dict(entity.properties), entity.updated))

    def __str__(self) -> str:
        """For people: ``lab/*`` for the prefix ``lab/``, ``@ns=lab`` for a namespace."""
        prefix = f"{self.prefix}*" if self.prefix else ""
        namespace = f"@ns={self.namespace}" if self.namespace is not None else ""
        query = self.query.text.strip() if self.query is not None else ""
        return " ".join(part for part in (prefix, namespace, query) if part)

    @cached_property
    def _matches(self) -> Callable[[EntityRecord], bool]:
        if self.query is None:
            return lambda record: True
        from flux_tui.replica.query.context import BareContext

        return self.query.within(BareContext(now=0))


WHOLE = Scope()
"""The whole world."""


def read_scope(prefix: str | None, namespace: str | None, query: str | None) -> Scope:
    """A scope as it is given on a command line or in a profile; empty text asks for nothing.

    Raises UsageError for a query that cannot be read, or whose answer depends on more than ids and
    properties: what belongs must not change by time alone.
    """
    if not query:
        return Scope(prefix or None, namespace or None)
    from flux_tui.replica.query import Need, parse

    parsed = parse(query)
    for unsupported in parsed.unsupported({Need.GROUP}):
        raise UsageError(
            f"a scope asks for ids and properties alone, not for {unsupported.term}; "
            "filter by it with --where"
        )
    return Scope(prefix or None, namespace or None, parsed)
