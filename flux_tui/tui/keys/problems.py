"""What is wrong with a person's own keys, in words: unknown actions, no keys, keys taken twice."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from textual.binding import Binding
from textual.keys import Keys, key_to_character

from flux_tui.model.printable import printable
from flux_tui.tui.keys.own_keys import OwnKeys

Known = Mapping[str, Sequence[str]]
"""All actions by their bindings' ids, with the keys they come with, in long form."""

MODIFIERS = frozenset({"ctrl", "shift", "alt", "meta", "super", "hyper"})

IN_THE_EXPLORER = frozenset({"list", "filter", "detail", "changes", "history", "json"})
"""The places where the explorer's own keys work, too; those everywhere work in all of them."""


def problems(own: OwnKeys, known: Known) -> list[str]:
    """Each in one sentence that names the file and the action."""
    found = []
    for binding_id in own.keys:
        where = f'{own.source}: keys."{printable(binding_id, limit=60)}"'
        if binding_id not in known:
            close = get_close_matches(binding_id, known, n=1)
            hint = (
                f"did you mean {close[0]}" if close else "n in the help (?) names those of a place"
            )
            found.append(f"{where} is no action: {hint}")
            continue
        found += [
            f'{where}: "{printable(key, limit=40)}" is no key: they are called as in '
            '"x", "X", "ctrl+x", "slash", "f5", "comma"'
            for key in own.of(binding_id)
            if not is_key(key)
        ]
        found += [f"{where}: {clash}" for clash in _clashes(binding_id, own, known)]
    return found


def is_key(key: str) -> bool:
    """Whether terminals can send something that is called so."""
    if len(key) == 1 or key in _NAMED:
        return True
    *modifiers, name = key.split("+")
    if not set(modifiers) <= MODIFIERS:
        return False
    return name in _NAMED or key_to_character(name) is not None


def long_form(key: str) -> str:
    """A key as Textual calls it: ``slash`` for ``/``."""
    (binding,) = Binding.make_bindings([Binding(key, "")])
    return binding.key


_NAMED = frozenset(key.value for key in Keys) | frozenset(
    long_form(sign) for sign in string.punctuation if sign != ","
)
"""Keys that have names: those of the keyboard, and signs."""


def _clashes(binding_id: str, own: OwnKeys, known: Known) -> Iterator[str]:
    """Who else has one of an action's new keys where it works; told from one side alone.

    What two share as they come is no news.
    """
    keys = {long_form(key) for key in own.of(binding_id)}
    for other, usual in known.items():
        if other == binding_id or not _meet(binding_id, other):
            continue
        if other in own.keys and other < binding_id:
            continue
        theirs = map(long_form, own.of(other)) if other in own.keys else usual
        shared = () if other in own.keys else known[binding_id]
        for key in sorted(keys.intersection(theirs).difference(shared)):
            nearer = min(binding_id, other, key=_distance)
            same = _distance(binding_id) == _distance(other)
            which = binding_id if same and other not in own.keys else nearer
            yield f'"{key}" is the key of {other}, too; where both work it does {which}'


def _meet(one: str, other: str) -> bool:
    """Whether there is a place where both work."""
    a, b = one.partition(".")[0], other.partition(".")[0]
    if a == b or "app" in (a, b):
        return True
    return "explorer" in (a, b) and bool(IN_THE_EXPLORER & {a, b})


def _distance(binding_id: str) -> int:
    """How far from the focus a key is looked for: what is nearer has it."""
    return {"app": 2, "explorer": 1}.get(binding_id.partition(".")[0], 0)
