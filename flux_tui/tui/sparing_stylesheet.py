"""A stylesheet that is parsed once, and asked quickly: Textual parses all of it again for the first
screen, and goes through all its rules for each node and each component class of a node."""

from __future__ import annotations

from typing import ClassVar, cast
from weakref import WeakKeyDictionary

from textual.css.model import RuleSet
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

from flux_tui.tui.style_matches import Match, Place, StyleMatches, Traits


class QuickRule(RuleSet):
    """A rule with the hash of any object: that is what Textual's own comes to, at a tenth of it.

    Which rules a node may have is looked up in a set, every rule for every node.
    """

    __hash__ = object.__hash__


class SparingStylesheet(Stylesheet):
    """Keeps what it has parsed for as long as the variables are the same, and what rules it has
    found for a node for as long as there are no others."""

    _EXCLUDE_PSEUDO_CLASSES_FROM_CACHE: ClassVar[set[str]] = set()  # type: ignore[misc]
    """All that ``StyleMatches`` does not tell apart is not looked up there."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._matched: list[RuleSet] = []
        self._matches = StyleMatches([])
        self._known: dict[DOMNode, tuple[Traits, ...]] | None = None
        self._components: WeakKeyDictionary[DOMNode, Place] = WeakKeyDictionary()

    def set_variables(self, variables: dict[str, str]) -> None:
        """Nothing is forgotten unless something differs."""
        if variables != self._variables:
            super().set_variables(variables)

    def parse(self) -> None:
        """Parse what is not parsed yet."""
        super().parse()
        for rule in self._rules:
            rule.__class__ = QuickRule

    def reparse(self) -> None:
        """Parse what is not parsed yet, with the variables that it has now."""
        self.parse()

    def apply(
        self,
        node: DOMNode,
        *,
        animate: bool = False,
        cache: dict[tuple, RulesMap] | None = None,  # type: ignore[type-arg]
    ) -> None:
        """Give a node its rules.

        ``cache`` is what Textual hands from node to node of a group: here it holds their places.
        """
        outer = self._known
        if cache is not None:
            self._known = cast("dict[DOMNode, tuple[Traits, ...]]", cache)
        elif outer is None:
            self._known = {}
        try:
            self._apply(node, animate)
        finally:
            self._known = outer

    def _apply(self, node: DOMNode, animate: bool) -> None:
        asking = self._matches_now().asking(node)
        if asking.goes_by_order:
            super().apply(node, animate=animate)
            return
        place = asking.hear(self._path_to(node))
        match = asking.found.get(place)
        if match is None:
            found: dict[tuple[object, ...], RulesMap] = {}
            super().apply(node, animate=animate, cache=found)
            for rules in found.values():
                asking.found[place] = Match(rules, node._has_hover_style, node._has_focus_within)
            return
        node._has_hover_style = match.asks_for_hover
        node._has_focus_within = match.asks_for_focus_within
        self.replace_rules(node, match.rules, animate=animate)
        self._process_component_classes(node)

    @classmethod
    def replace_rules(cls, node: DOMNode, rules: RulesMap, animate: bool = False) -> None:
        """Have a node follow other rules; with those that it has, nothing is set again."""
        if node.styles.base._rules != rules:
            super().replace_rules(node, rules, animate)
        elif not animate:
            node.notify_style_update()

    def _process_component_classes(self, node: DOMNode) -> None:
        """Style the parts of a node that have a class of their own, if they may differ."""
        if not node._get_component_classes():
            return
        asking = self._matches_now().asking(node)
        place = asking.hear(self._path_to(node))
        if node._component_styles and self._components.get(node) == place:
            return
        super()._process_component_classes(node)
        if not asking.goes_by_order:
            self._components[node] = place

    def _path_to(self, node: DOMNode) -> tuple[Traits, ...]:
        return self._matches.path_to(node, {} if self._known is None else self._known)

    def _matches_now(self) -> StyleMatches:
        rules = self.rules
        if rules is not self._matched:
            self._matched, self._matches = rules, StyleMatches(rules)
            if self._known:
                self._known.clear()
        return self._matches
