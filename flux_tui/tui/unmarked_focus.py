"""A pane that looks the same whether it has the focus or not, as its cursor is always seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

if TYPE_CHECKING:
    from textual.widget import Widget as _Pane
else:
    _Pane = object
    """No widget by itself: Textual takes the styles of a widget's first base that is one."""


class UnmarkedFocus(_Pane):
    """Is neither styled nor painted anew when the focus comes or goes, as Textual would do."""

    def watch_has_focus(self, has_focus: bool) -> None:
        """Its styles are the same."""

    def on_focus(self, event: events.Focus) -> None:
        """Take the focus, and no more."""
        event.prevent_default()
        self.has_focus = True
        if self.parent is not None:
            self.parent.post_message(events.DescendantFocus(self))

    def on_blur(self, event: events.Blur) -> None:
        """Let it go, and no more."""
        event.prevent_default()
        self.has_focus = False
        if self.parent is not None:
            self.parent.post_message(events.DescendantBlur(self))
