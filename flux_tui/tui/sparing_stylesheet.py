"""A stylesheet that is parsed once: Textual parses all of it again for the first screen."""

from __future__ import annotations

from textual.css.stylesheet import Stylesheet


class SparingStylesheet(Stylesheet):
    """Keeps what it has parsed for as long as the variables are the same."""

    def set_variables(self, variables: dict[str, str]) -> None:
        """Nothing is forgotten unless something differs."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Parse what is not parsed yet, with the variables that it has now."""
        self.parse()
