"""The classes that a screen has by its size, from the beginning."""

from __future__ import annotations

from textual import events, on
from textual.screen import Screen, ScreenResultType


class Sized(Screen[ScreenResultType]):
    """A screen that is styled and laid out once before it is first seen.

    Textual learns what a screen's size says of its classes once all of it is laid out, and then
    styles it anew and lays it out again; and it styles anew what comes back to the front, though
    nothing may have been over it yet.
    """

    _was_covered = False

    @on(events.Compose)
    def _take_size(self) -> None:
        width, height = self.app.size
        names = {
            *self._get_breakpoint_classes(width, self.HORIZONTAL_BREAKPOINTS or []),
            *self._get_breakpoint_classes(height, self.VERTICAL_BREAKPOINTS or []),
        }
        self.update_classes(dict.fromkeys(names, True), update=False)

    @on(events.ScreenSuspend)
    def _be_behind(self) -> None:
        self._was_covered = True

    @on(events.ScreenResume)
    def _be_in_front(self, event: events.ScreenResume) -> None:
        event.refresh_styles = event.refresh_styles and self._was_covered
