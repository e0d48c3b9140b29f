"""What bringing back would do to each property of an entity, by how it stands now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from flux_tui.model.json import Json, same
from flux_tui.replica.past.steps import Was
from flux_tui.replica.undo.effect import Effect


class Mend(Enum):
    """What there is to do about one property, or about the whole entity."""

    SET = auto()
    """It is set to what it was."""
    UNSET = auto()
    """It was not there. Flux cannot take one property away: the entity is made anew without it."""
    DELETE = auto()
    """The entity was not there: it is deleted."""
    UNKNOWN = auto()
    """What it was is not known, so it stays."""


@dataclass(slots=True)
class Mending:
    """One thing that can be brought back, and whether it is ``chosen``.

    ``name`` is empty where it is the whole entity. ``now`` is meaningful with ``is_there``,
    ``target`` for SET. Where something else has happened ``since``, bringing back what was would
    overwrite that: it is done only if a person says so. It is ``veiled`` where nobody can say
    whether it has, as what was set is a secret, which is not kept.
    """

    entity_id: str
    name: str
    kind: Mend
    target: Json
    is_there: bool
    now: Json
    since: bool
    chosen: bool
    veiled: bool = False

    @property
    def can_be_chosen(self) -> bool:
        """Whether there is a choice: what nobody knows cannot be brought back."""
        return self.kind is not Mend.UNKNOWN

    def says_as(self, other: Mending) -> bool:
        """Whether it asks the same of a person as another, whatever they have chosen."""
        return (
            (self.entity_id, self.name, self.kind) == (other.entity_id, other.name, other.kind)
            and (self.is_there, self.since, self.veiled)
            == (other.is_there, other.since, other.veiled)
            and same(self.now, other.now)
            and same(self.target, other.target)
        )


Properties = Mapping[str, Json]


def mendings(entity_id: str, effect: Effect, now: Properties | None) -> Iterator[Mending]:
    """What is to be done about an entity that is ``now`` so (None: it is not there).

    What is already as it was is not among it.
    """
    if not effect.applied:
        return
    if effect.there is False:
        if now is not None:
            since = effect.gone or not _is_as_left(effect, now)
            veiled = not effect.gone and _is_as_left(effect, now, but=effect.hidden)
            yield Mending(entity_id, "", Mend.DELETE, None, True, None, since, not since, veiled)
        return
    for name in effect.touched:
        mending = _mending(entity_id, name, effect, now)
        if mending is not None:
            yield mending


def _mending(entity_id: str, name: str, effect: Effect, now: Properties | None) -> Mending | None:
    was = effect.was(name)
    is_there = now is not None and name in now
    value = now[name] if now is not None and is_there else None
    target = effect.values.get(name)
    if was is Was.UNKNOWN:
        return Mending(entity_id, name, Mend.UNKNOWN, None, is_there, value, False, False)
    if was is Was.VALUE:
        if is_there and same(value, target):
            return None
        kind = Mend.SET
    elif is_there:
        kind = Mend.UNSET
    else:
        return None
    since = _has_moved(name, effect, now)
    chosen = kind is Mend.SET and not since
    veiled = is_there and name in effect.hidden
    return Mending(entity_id, name, kind, target, is_there, value, since, chosen, veiled)


def _has_moved(name: str, effect: Effect, now: Properties | None) -> bool:
    """Whether a property is not what the deeds have left it as."""
    if effect.gone or now is None:
        return effect.gone is not (now is None)
    if name in effect.hidden:
        return True
    is_there, was_left = name in now, name in effect.left
    return is_there is not was_left or (is_there and not same(now[name], effect.left[name]))


def _is_as_left(effect: Effect, now: Properties, *, but: Collection[str] = ()) -> bool:
    """Whether an entity has exactly what the deeds have left, but for some properties' values."""
    return now.keys() == effect.left.keys() and not any(
        _has_moved(name, effect, now) for name in now if name not in but
    )
