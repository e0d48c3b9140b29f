"""Which theme: the one chosen in the explorer, else the configuration's, else the usual one."""

from __future__ import annotations

from difflib import get_close_matches
from typing import NamedTuple

from textual.app import App

from flux_tui.model.json import Json
from flux_tui.model.printable import printable
from flux_tui.tui.remembered.item import Item, table, text
from flux_tui.tui.themes.themes import OURS, USUAL
from flux_tui.tui.workspace import Workspace


class Choice(NamedTuple):
    """A theme that a person chose, and what the configuration said then.

    Once that says something else, it is the later word.
    """

    theme: str = ""
    instead_of: str = ""


def _read(value: Json) -> Choice:
    given = table(value)
    return Choice(text(given.get("theme")), text(given.get("instead_of")))


CHOICE: Item[Choice] = Item(
    "theme",
    _read,
    lambda choice: {"theme": choice.theme, "instead_of": choice.instead_of},
    Choice(),
    everywhere=True,
)


class ChosenTheme:
    """Dresses the application for a world, and remembers what is chosen while it is open."""

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._workspace: Workspace | None = None
        self._worn = ""
        for theme in OURS:
            app.register_theme(theme)

    def wear(self, workspace: Workspace) -> None:
        """Take the theme that is meant for a world."""
        self._workspace = workspace
        configured = workspace.options.theme or ""
        chosen = workspace.remembered.get(CHOICE)
        wanted = chosen.theme if chosen.instead_of == configured else ""
        themes = self._app.available_themes
        self._worn = next(name for name in (wanted, configured, USUAL) if name in themes)
        self._app.theme = self._worn

    def problem(self) -> str | None:
        """What is wrong with the configured theme, in a sentence."""
        configured = self._workspace.options.theme if self._workspace else None
        themes = self._app.available_themes
        if not configured or configured in themes:
            return None
        near = get_close_matches(configured, themes, n=1)
        hint = f"did you mean {near[0]}" if near else f"there are {', '.join(sorted(themes))}"
        return f"theme {printable(configured, limit=40)} is none: {hint}"

    def changed(self, theme: str) -> None:
        """The application has another theme; unless it was put on here, a person has chosen it."""
        if self._workspace is not None and theme != self._worn:
            self._worn = theme
            choice = Choice(theme, self._workspace.options.theme or "")
            self._workspace.remembered.put(CHOICE, choice)
