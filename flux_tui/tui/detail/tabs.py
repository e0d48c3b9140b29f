"""The detail's tabs: one line with their names."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import RenderResult
from textual.message import Message
from textual.widget import Widget

BETWEEN = "   "
"""What stands between two names."""


class Tab(Enum):
    """What can be looked at of an entity; the value is its name on the screen."""

    PROPERTIES = "Properties"
    HISTORY = "History"
    RAW = "Raw"


class TabBar(Widget):
    """The tabs' names, the chosen one underlined. Posts ``Chosen`` when one is clicked."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"tab-bar--chosen", "tab-bar--other"}

    class Chosen(Message):
        """A person wants another tab."""

        def __init__(self, tab: Tab) -> None:
            super().__init__()
            self.tab = tab

    def __init__(self, tabs: Sequence[Tab] = tuple(Tab)) -> None:
        super().__init__()
        self._tabs = tabs
        self._chosen = tabs[0]

    def choose(self, tab: Tab) -> None:
        """Show a tab as the chosen one."""
        if tab is not self._chosen:
            self._chosen = tab
            self.refresh()

    def render(self) -> RenderResult:
        """One line; each name knows which tab it is."""
        line = Text(no_wrap=True, end="")
        for tab in self._tabs:
            part = "chosen" if tab is self._chosen else "other"
            style = self.get_component_rich_style(f"tab-bar--{part}")
            line.append(BETWEEN if line else "  ")
            line.append(tab.value, style + Style(meta={"tab": tab.name}))
        return line

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        name = event.style.meta.get("tab")
        if name is not None:
            self.post_message(self.Chosen(Tab[name]))
