"""What an application tells is told once, as long as it stands on the screen."""

from __future__ import annotations

from textual.app import App
from textual.notifications import Notify


class SaidOnce(App[None]):
    """An application whose notifications do not pile up when the same is told again and again.

    A key that is held asks for the same thing many times a second, and is refused as often.
    """

    def on_notify(self, event: Notify) -> None:
        """Leave out what stands there already."""
        new = event.notification
        said = (new.title, new.message, new.severity)
        if any((old.title, old.message, old.severity) == said for old in self._notifications):
            event.prevent_default()
