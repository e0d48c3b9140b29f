"""Which pane is seen where there is no room for all of them: always the one that has the keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from flux_tui.tui.changes.changes import Changes
from flux_tui.tui.detail.detail import Detail
from flux_tui.tui.entity_list.entity_list import EntityList


class Showing:
    """Follows the focus with classes of the screen, of which the stylesheet makes what is seen.

    So a window that shrinks takes nobody's pane away, and no key goes to what is hidden.
    """

    def __init__(
        self, screen: Screen[Any], entity_list: EntityList, changes: Changes, detail: Detail
    ) -> None:
        self._screen = screen
        self._list = entity_list
        self._changes = changes
        self._detail = detail

    def follow(self) -> None:
        """The keys may be elsewhere now."""
        focused = self._screen.focused
        if focused is None:  # they are away from the whole application
            return
        panes = focused.ancestors_with_self
        in_detail, in_changes = self._detail in panes, self._changes in panes
        self._screen.set_class(in_detail, "-detail")
        self._screen.set_class(in_changes, "-in-changes")
        self._screen.set_class(isinstance(focused, Input), "-typing")
        if not in_detail and not in_changes:
            self._screen.remove_class("-changes")

    def back(self) -> bool:
        """The list, with no notice over it; whether it had the keys already."""
        had_keys = self._list.has_focus
        self._screen.app.clear_notifications()
        self.list()
        return had_keys

    def list(self) -> None:
        """The list, and give it the keys."""
        self._give_keys(self._list)

    def changes(self) -> None:
        """The changes with all the room that the list has; if they have it, the list again."""
        if self._screen.has_class("-changes"):
            self.list()
        else:
            self._screen.add_class("-changes")
            self._give_keys(self._changes.table)

    def _give_keys(self, widget: Widget) -> None:
        self._screen.set_focus(widget)
        self.follow()


def stops(node: DOMNode) -> Iterator[Widget]:
    """What ``tab`` goes through: also what only the stylesheet has put away, for want of room."""
    for child in node.children:
        if child.styles.inline.get_rules().get("display") != "none":
            if child.focusable:
                yield child
            yield from stops(child)
