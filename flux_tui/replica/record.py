"""What the replica keeps of one entity, compact: a world has a hundred thousand of them."""

from __future__ import annotations

from flux_tui.model.json import Json


class Trail:
    """What is known of one property beyond its value; kept once it was seen to be set.

    ``before`` is meaningful when ``changes`` is not 0. Times are the server's, in ns.
    """

    __slots__ = ("before", "changed", "changes", "event_id", "reported", "reports", "source")

    def __init__(self, reported: int) -> None:
        self.before: Json = None
        self.changed = 0
        self.changes = 0
        self.reported = reported
        self.reports = 0
        self.source: str | None = None
        self.event_id: str | None = None

    def copy(self) -> Trail:
        """The same, which further reports do not touch."""
        copy = Trail(self.reported)
        copy.before, copy.changed, copy.changes = self.before, self.changed, self.changes
        copy.reports, copy.source, copy.event_id = self.reports, self.source, self.event_id
        return copy


class EntityRecord:
    """One entity of the world.

    ``base`` stamps the properties that have no trail of their own: the snapshot's time.
    ``updated`` is the newest report of any property, ``changed`` the newest real change (0 when
    none was seen), ``changes`` their number. ``properties`` is read by everybody and written by
    the World alone.
    """

    __slots__ = ("base", "changed", "changes", "id", "properties", "trails", "updated")

    def __init__(self, entity_id: str, properties: dict[str, Json], base: int) -> None:
        self.id = entity_id
        self.properties = properties
        self.base = base
        self.updated = base
        self.changed = 0
        self.changes = 0
        self.trails: dict[str, Trail] | None = None

    def stamp(self, name: str) -> int:
        """When a property was last reported, in ns by the server's clock."""
        trail = self.trails.get(name) if self.trails else None
        return trail.reported if trail else self.base

    def trail(self, name: str) -> Trail | None:
        """What is known of a property beyond its value; None when it was never seen to be set."""
        return self.trails.get(name) if self.trails else None

    def copy(self) -> EntityRecord:
        """The same, which further changes of the World do not touch."""
        copy = EntityRecord(self.id, dict(self.properties), self.base)
        copy.updated, copy.changed, copy.changes = self.updated, self.changed, self.changes
        if self.trails is not None:
            copy.trails = {name: trail.copy() for name, trail in self.trails.items()}
        return copy
