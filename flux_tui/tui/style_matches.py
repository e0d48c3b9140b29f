"""Which rules of a stylesheet a node has: found once for all that these rules do not tell apart.

Textual tries every rule that may fit on every node, for each key that sets a class of the screen or
moves the focus. What the rules ask of a node and of those above it is soon told, and mostly what it
was before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from textual.css.model import RuleSet, Selector, SelectorType
from textual.css.styles import RulesMap
from textual.dom import DOMNode

Traits = frozenset[str]
"""All that a selector can ask of one node, each as it is written: ``Input``, ``.-wide``, ``#list``,
``:focus``."""

ORDER: Final = frozenset(
    {"first-of-type", "last-of-type", "first-child", "last-child", "odd", "even", "empty"}
)
"""Pseudo classes that a node has by its neighbours, which may come and go: never a trait."""

MOST = 5_000
"""Nodes that are told apart by their traits; then it begins anew, whatever ids were used up."""


class Match(NamedTuple):
    """What the rules come to for a node, and which pseudo classes have it styled anew."""

    rules: RulesMap
    asks_for_hover: bool
    asks_for_focus_within: bool


class Asking:
    """What the rules that may fit on a node ask for, and what they came to so far."""

    def __init__(self, rules: Iterable[RuleSet]) -> None:
        asked = [s for rule in rules for each in rule.selector_set for s in each.selectors]
        self._names = frozenset(name for selector in asked for name in _names(selector))
        self._heard: dict[Traits, Traits] = {}
        self.goes_by_order = any(selector.pseudo_classes & ORDER for selector in asked)
        """Whether nothing of it can be known before."""
        self.found: dict[Place, Match] = {}
        """What is known, by place."""

    def hear(self, path: Iterable[Traits]) -> Place:
        """Of all the traits on the way from the application to a node: those that are asked for."""
        heard = self._heard
        place: list[object] = [self]
        for traits in path:
            if (told := heard.get(traits)) is None:
                told = heard[traits] = traits & self._names
            place.append(told)
        return tuple(place)


Place = tuple[object, ...]
"""An ``Asking``, and what it hears of each node on the way: where that is the same, so are the
styles."""


class StyleMatches:
    """What a list of rules asks for, of every node that comes along."""

    def __init__(self, rules: list[RuleSet]) -> None:
        self._rules_by_name: dict[str, list[RuleSet]] = {}
        for rule in rules:
            for name in rule.selector_names:
                self._rules_by_name.setdefault(name, []).append(rule)
        self._asked = sorted({name for rule in rules for name in rule.pseudo_classes} - ORDER)
        self._checks: dict[type[DOMNode], Mapping[str, Callable[[Any], bool]]] = {}
        self._traits: dict[tuple[object, ...], Traits] = {}
        self._askings: dict[tuple[object, ...], Asking] = {}

    def asking(self, node: DOMNode) -> Asking:
        """What the rules ask for that may fit on a node, or on a part of it with its own class."""
        key = (type(node), node._id, frozenset(node._classes))
        asking = self._askings.get(key)
        if asking is None:
            parts = {f".{name}" for name in node._get_component_classes()}
            names = self._rules_by_name.keys() & (node._selector_names | parts)
            asking = Asking([rule for name in names for rule in self._rules_by_name[name]])
            self._askings[key] = asking
        return asking

    def path_to(
        self, node: DOMNode, known: dict[DOMNode, tuple[Traits, ...]]
    ) -> tuple[Traits, ...]:
        """The traits of those above a node, and its own; the ``known`` ones are not asked again."""
        path = known.get(node)
        if path is None:
            above = node._parent
            before = self.path_to(above, known) if isinstance(above, DOMNode) else ()
            path = known[node] = (*before, self._traits_of(node))
        return path

    def _traits_of(self, node: DOMNode) -> Traits:
        kind = type(node)
        checks = self._checks.get(kind)
        if checks is None:
            of_kind = kind._PSEUDO_CLASSES
            checks = {f":{name}": of_kind[name] for name in self._asked if name in of_kind}
            self._checks[kind] = checks
        states = [check(node) for check in checks.values()]
        key = (kind, node._id, frozenset(node._classes), *states)
        traits = self._traits.get(key)
        if traits is None:
            if len(self._traits) >= MOST:
                self._traits.clear()
                self._askings.clear()
            traits = self._traits[key] = frozenset(
                {
                    *kind._css_type_names,
                    *(f".{name}" for name in node._classes),
                    f"#{node._id}",
                    *(name for name, holds in zip(checks, states, strict=True) if holds),
                }
            )
        return traits


def _names(selector: Selector) -> Iterable[str]:
    """What a selector asks for, as ``Traits`` have it."""
    if selector.type is SelectorType.TYPE:
        yield selector.name
    elif selector.type is SelectorType.CLASS:
        yield f".{selector.name}"
    elif selector.type is SelectorType.ID:
        yield f"#{selector.name}"
    yield from (f":{name}" for name in selector.pseudo_classes)
