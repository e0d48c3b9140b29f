"""Those who are told when something has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, ParamSpec

P = ParamSpec("P")


class Observers(Generic[P]):
    """Called one after another, in the order in which they came, as often as they are told."""

    def __init__(self) -> None:
        self._all: list[Callable[P, None]] = []

    def add(self, observer: Callable[P, None]) -> Callable[[], None]:
        """Call ``observer`` from now on; the answer ends that."""
        self._all.append(observer)
        return lambda: self._all.remove(observer)

    def tell(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Call all, also those who end it while they are told."""
        for observer in tuple(self._all):
            observer(*args, **kwargs)
