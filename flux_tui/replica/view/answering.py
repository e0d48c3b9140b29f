"""Answers for all entities, a filter's or a grouping's, gathered while the World goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from flux_tui.replica.record import EntityRecord
from flux_tui.replica.view.picture import Picture

STEP = 32
"""Entities that are asked between two looks at the clock: a query may take its time with each."""


Answer = TypeVar("Answer")


class Answering(Generic[Answer]):
    """Asks each entity of a picture once; the View tells it whom to ``forget``, as they changed."""

    def __init__(self, ask: Callable[[EntityRecord], Answer], picture: Picture) -> None:
        self._ask = ask
        self._picture = picture
        self._ids = list(picture.entities)
        self._asked = 0
        self._answers: dict[str, Answer] = {}

    @property
    def answers(self) -> Mapping[str, Answer]:
        """What is known, by id; who is not in it is still to be asked."""
        return self._answers

    @property
    def percent(self) -> int:
        """How much of the world has been asked."""
        return 100 * self._asked // max(1, len(self._ids))

    def steps(self) -> Iterator[None]:
        """Ask all, a step at a time."""
        ask, answers = self._ask, self._answers
        for start in range(0, len(self._ids), STEP):
            find = self._picture.entities.get  # a pause may come at any time
            for entity_id in self._ids[start : start + STEP]:
                record = find(entity_id)
                if record is not None:
                    answers[entity_id] = ask(record)
            self._asked = start + STEP
            yield

    def forget(self, ids: Iterable[str]) -> None:
        """These have changed: what they answered holds no more."""
        for entity_id in ids:
            self._answers.pop(entity_id, None)
