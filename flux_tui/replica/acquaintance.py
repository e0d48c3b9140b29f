"""Telling another world from the one that was followed, where no log with an identity tells.

A real Flux answers before it has read its log, so that nobody is there is believed only when it
was looked at twice, and that nobody at all is there says nothing yet of whose world it is.
"""

from __future__ import annotations

from enum import Enum, auto
from itertools import islice

from flux_tui.replica.audit import Loading
from flux_tui.replica.world import World

FEW = 3
"""Entities of which all may go, and as many others come, between two looks at the same world."""

REMEMBERED = 10_000
"""Of those who were here: whoever comes back is among them, if not all the others went for good."""


class Verdict(Enum):
    """Whose world it is."""

    SAME = auto()
    OTHER = auto()
    """Somebody is there, and nobody who was missed came back."""
    EMPTY = auto()
    """Nobody is there: another world, an emptied one, or one that has still to be read."""


class Acquaintance:
    """Remembers who was here, once a snapshot had none of them, until it is known what that means.

    After a connection was lost, whole small worlds may have been replaced, also by such as have
    some ids in common; while one lasts, a few entities that all go, and others that come, are no
    other world.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._former: tuple[str, ...] = ()
        self._parted = False
        self._is_other = False

    @property
    def is_in_doubt(self) -> bool:
        """Whether this may be another world, where nobody of the one before was deleted."""
        return self._is_other or bool(self._former)

    def part(self) -> None:
        """The server was lost out of sight."""
        self._parted = True

    def compare(self, loading: Loading) -> bool:
        """Compare a snapshot that was taken with who was here before; whether it has none of them.

        Then the state is to be looked at once more, and ``judge`` to be asked.
        """
        if self._is_strange(loading):
            self._former = tuple(islice(loading.missing, REMEMBERED))
        self._parted = False
        return bool(self._former)

    def _is_strange(self, loading: Loading) -> bool:
        """Nobody known is there; or few are, and what is there was so before it was seen not to be.

        Stamps alone prove nothing: a server may have restarted with a clock that went wrong.
        """
        if loading.has_nobody_known:
            few = 1 if self._parted else FEW
            return loading.known >= few and (self._parted or loading.taken >= few)
        many = loading.contradicting >= max(FEW, loading.taken // 10)
        return self._parted and many and loading.lacks_most

    def judge(self) -> Verdict | None:
        """Whose world it is, now that the World equals the server's state; None without a doubt."""
        self._is_other = False
        if not self._former:
            return None
        if any(entity_id in self._world for entity_id in self._former):
            verdict = Verdict.SAME
        else:
            verdict = Verdict.OTHER if len(self._world) else Verdict.EMPTY
        if verdict is not Verdict.EMPTY:
            self._former = ()
        return verdict

    def believe(self, *, is_other: bool) -> None:
        """Something better tells whose world it is; ``judge`` ends that it is another."""
        self._former, self._parted, self._is_other = (), False, is_other
