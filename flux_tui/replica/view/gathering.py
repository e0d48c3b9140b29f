"""All there is, gathered into other groups a step at a time, while the World goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set

from flux_tui.replica.grouping import Grouping
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.view.answering import Answering
from flux_tui.replica.view.arrangement import Arrangement, Placing
from flux_tui.replica.view.picture import Picture


class Gathering:
    """Reads each entity's group, then groups and sorts them; the View tells it who changed."""

    def __init__(
        self,
        grouping: Grouping,
        picture: Picture,
        arrangements: Callable[[], Iterable[Arrangement]],
    ) -> None:
        """``arrangements`` are what is to be grouped otherwise, as it stands when it is asked."""
        self._grouping = grouping
        self._picture = picture
        self._arrangements = arrangements
        self._reading = Answering(grouping.reader(), picture)
        self._changed: set[str] = set()
        self._gathered: dict[Arrangement, Arrangement] = {}

    def steps(self) -> Iterator[None]:
        """Gather all, a step at a time."""
        yield from self._reading.steps()
        self._changed.clear()
        for before in self._arrangements():
            after = Arrangement(before.order, self._grouping)
            yield from after.take(before.ranks.copy(), self._reading.answers, self._find)
            self._gathered[before] = after

    def forget(self, ids: Iterable[str]) -> None:
        """These have changed: what is known of them holds no more."""
        self._reading.forget(ids)
        self._changed.update(ids)

    def of(self, before: Arrangement, placing: Callable[[Set[str]], Placing]) -> Arrangement:
        """The same in the other groups; ``placing`` says what is to be shown of who changed.

        What was not gathered, as it is another thing by now, is gathered at once.
        """
        after = self._gathered.get(before)
        if after is not None:
            after.place(placing(self._changed))
            return after
        after = Arrangement(before.order, self._grouping)
        for _ in after.take(before.ranks.copy(), self._reading.answers, self._find):
            pass
        return after

    def _find(self, entity_id: str) -> EntityRecord | None:
        return self._picture.entities.get(entity_id)  # a pause may come at any time
