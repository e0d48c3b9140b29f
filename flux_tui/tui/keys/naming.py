"""What the keys of actions are called now, for sentences that tell a person what to press."""

from __future__ import annotations

import re

from textual.dom import DOMNode
from textual.keys import format_key

from flux_tui.tui.keys.known import known_bindings
from flux_tui.tui.keys.own_keys import NO_KEYS, OwnKeys

_WORDS = {"escape": "esc", "enter": "enter", "backspace": "backspace"}
"""Keys that are words in a sentence, where Textual draws a sign or writes them out."""

_PLACE = re.compile(r"\{([a-z.-]+)\}")
"""Where a key stands in a sentence."""


class KeyNames:
    """The first key of each action, by its binding's id: a person's own, else the usual one."""

    def __init__(self, own: OwnKeys = NO_KEYS) -> None:
        self._own = own
        self._names: dict[str, str] = {}

    def __call__(self, binding_id: str) -> str:
        """As people call it: ``/``, ``esc``, ``ctrl+r``."""
        name = self._names.get(binding_id)
        if name is None:
            own = self._own.of(binding_id) if binding_id in self._own.keys else []
            key = own[0] if own else _usual(binding_id)
            name = self._names[binding_id] = called(key)
        return name

    def say(self, sentence: str) -> str:
        """A sentence of ours with keys for ``{explorer.pause}`` and the like; never for data."""
        return _PLACE.sub(lambda place: self(place[1]), sentence)


def keys_of(node: DOMNode) -> KeyNames:
    """The keys as they are in the application of a node."""
    names = getattr(node.app, "key_names", None)
    return names if isinstance(names, KeyNames) else KeyNames()


def called(key: str) -> str:
    """What people call a key: Textual's name, but signs as they are."""
    *modifiers, name = key.split("+") if len(key) > 1 else [key]
    sign = name if name in _WORDS else format_key(name)
    return "+".join([*modifiers, sign if len(sign) == 1 else _WORDS.get(name, name)])


_USUAL: dict[str, list[str]] = {}
"""The keys that actions come with, of all classes that were loaded when it was last filled."""


def _usual(binding_id: str) -> str:
    """The key that an action comes with; KeyError for one of a class that nobody has loaded."""
    if binding_id not in _USUAL:
        _USUAL.update(known_bindings())
    return _USUAL[binding_id][0]
