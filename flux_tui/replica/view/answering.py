"""A filter's answers for all entities, gathered bit by bit while the World goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flux_tui.replica.view.filter import Predicate
from flux_tui.replica.view.picture import Picture

STEP = 32
"""Entities that are asked between two looks at the clock: a query may take its time with each."""


class Answering:
    """Asks each entity of a picture once; the View tells it whom to ``forget``, as they changed."""

    def __init__(self, matches: Predicate, picture: Picture) -> None:
        self._matches = matches
        self._picture = picture
        self._ids = list(picture.entities)
        self._asked = 0
        self._answers: dict[str, bool] = {}

    @property
    def answers(self) -> Mapping[str, bool]:
        """What is known, by id; who is not in it is still to be asked."""
        return self._answers

    @property
    def percent(self) -> int:
        """How much of the world has been asked."""
        return 100 * self._asked // max(1, len(self._ids))

    def steps(self) -> Iterator[None]:
        """Ask all, a step at a time."""
        matches, answers = self._matches, self._answers
        for start in range(0, len(self._ids), STEP):
            find = self._picture.entities.get  # a pause may come at any time
            for entity_id in self._ids[start : start + STEP]:
                record = find(entity_id)
                if record is not None:
                    answers[entity_id] = matches(record)
            self._asked = start + STEP
            yield

    def forget(self, ids: Iterable[str]) -> None:
        """These have changed: what they answered holds no more."""
        for entity_id in ids:
            self._answers.pop(entity_id, None)
