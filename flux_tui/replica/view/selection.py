"""The selection: what of the whole passes the filter, in the same order and groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flux_tui.replica.grouping import Grouping
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.view.arrangement import Arrangement, Placing
from flux_tui.replica.view.filter import Filter
from flux_tui.replica.view.gathering import Gathering
from flux_tui.replica.view.order import Order, SortBy
from flux_tui.replica.view.picture import Picture


class Selection:
    """The arrangement of the whole picture, and of it what is ``shown``.

    While a filter is on, the whole is kept aside, and brought up to date when the filter changes:
    a key in the filter neither groups nor sorts anew. Without a filter the two are one.
    """

    def __init__(self, picture: Picture, order: Order, grouping: Grouping) -> None:
        self._picture = picture
        self._filter: Filter | None = None
        self._whole = Arrangement(order, grouping)
        self._behind: set[str] = set()
        self.shown = self._whole

    @property
    def order(self) -> Order:
        """How entities are ordered in their groups."""
        return self._whole.order

    @property
    def grouping(self) -> Grouping:
        """How they are grouped."""
        return self._whole.grouping

    def read_group(self, record: EntityRecord) -> str:
        """The group of an entity as it is now."""
        return self._whole.read_group(record)

    def count(self, ids: Iterable[str]) -> int:
        """How many of some ids are shown."""
        return sum(map(self.shown.ranks.__contains__, ids))

    # -- as a whole; what was touched must have been placed before -------------------------------

    def show(self, wanted: Filter | None) -> None:
        """Show what passes a filter; None shows everything."""
        narrower = wanted is not None and wanted.narrows(self._filter)
        self._filter = wanted
        if not narrower:
            self._catch_up()
        self._select(self.shown if narrower else self._whole)
        self._filter = None if wanted is None else wanted.from_now_on()

    def finds(self, wanted: Filter) -> bool:
        """Whether anything would be shown."""
        picture = self._picture.entities
        ids = self.shown.ranks if wanted.narrows(self._filter) else picture
        return wanted.finds(ids, picture)

    def reorder(self, order: Order) -> None:
        """Put the same into another order."""
        self._catch_up()
        self._whole = self._whole.reordered(order, self._picture.entities)
        if self._filter is None:
            self.shown = self._whole
        else:
            self.shown = self._whole.among(self.shown.ranks)  # nobody has to be asked

    def gather(self, grouping: Grouping) -> Gathering:
        """Begin to gather all into other groups."""
        return Gathering(grouping, self._picture, self._to_regroup)

    def regroup(self, gathering: Gathering) -> None:
        """Have the groups that all were gathered into."""
        self._catch_up()
        self._whole = gathering.of(self._whole, self._of_all)
        if self._filter is None or self._filter.reads_groups:
            self._select(self._whole)
        else:
            self.shown = gathering.of(self.shown, self._placing)

    def _to_regroup(self) -> Iterator[Arrangement]:
        self._catch_up()
        yield self._whole
        if self._filter is not None and not self._filter.reads_groups:
            yield self.shown

    def refill(self) -> None:
        """Work everything out anew."""
        self._behind.clear()
        self._whole.fill(self._picture.entities.values())
        self._select(self._whole)

    # -- bit by bit ----------------------------------------------------------------------------

    def place(self, ids: Iterable[str]) -> bool:
        """Put each id where it belongs now; whether any came, went or moved."""
        placing = self._placing(ids)
        if self._filter is not None:
            self._behind.update(placing)
        return self.shown.place(placing)

    def turned(self, ids: Iterable[str]) -> set[str]:
        """Those that are shown and should not be, or the other way round, or elsewhere."""
        ranks, rank = self.shown.ranks, self.order.rank
        by_rate = self.order.sort.by is SortBy.RATE
        turned: set[str] = set()
        for entity_id, record in self._placing(ids).items():
            if (record is None) is (entity_id in ranks) or (
                record is not None and by_rate and rank(record) != ranks[entity_id]
            ):
                turned.add(entity_id)
        return turned

    def _of_all(self, ids: Iterable[str]) -> Placing:
        records = self._picture.entities
        return {entity_id: records.get(entity_id) for entity_id in ids}

    def _placing(self, ids: Iterable[str]) -> Placing:
        records, wanted = self._picture.entities, self._filter
        if wanted is None:
            return self._of_all(ids)
        placing: dict[str, EntityRecord | None] = {}
        for entity_id in ids:
            record = records.get(entity_id)
            is_wanted = record is not None and wanted.matches(record)
            placing[entity_id] = record if is_wanted else None
        return placing

    def _catch_up(self) -> None:
        """Bring the whole up to date with what happened behind the filter."""
        if self._behind:
            self._whole.place(self._of_all(self._behind))
            self._behind.clear()

    def _select(self, arrangement: Arrangement) -> None:
        if self._filter is None:
            self.shown = self._whole
        else:
            self.shown = arrangement.filtered(self._filter, self._picture.entities)
