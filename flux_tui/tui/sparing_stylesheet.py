"""A stylesheet that is parsed once, and asked quickly: Textual parses all of it again for the first
screen, and goes through all its rules for each node and each component class of a node."""

from __future__ import annotations

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet


class QuickRule(RuleSet):
    """A rule with the hash of any object: that is what Textual's own comes to, at a tenth of it.

    Which rules a node may have is looked up in a set, every rule for every node.
    """

    __hash__ = object.__hash__


class SparingStylesheet(Stylesheet):
    """Keeps what it has parsed for as long as the variables are the same."""

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
