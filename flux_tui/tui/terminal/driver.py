"""Textual's driver, with less to write: one piece a frame, and of it only what is new."""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING

from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from flux_tui.tui.terminal.sparing_app import SparingApp

BEGIN, END = "\x1b[?2026h", "\x1b[?2026l"
"""Around a frame: the terminal is to show it at once (synchronized output)."""

AT_ONCE = 512
"""Characters of a frame that a terminal shows at once anyway: it reads more than that."""


class SparingDriver(LinuxDriver):
    """Writes what differs from what the terminal shows. Belongs to a ``SparingApp``."""

    def __init__(
        self,
        app: SparingApp,
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._display = app.terminal_display
        self._lock = RLock()
        self._held: list[str] | None = None

    def write(self, data: str) -> None:
        """Write what Textual wants on the terminal.

        Its thread for keys writes, too, and so does its handler of ctrl+z, amid anything.
        """
        with self._lock:
            if data == BEGIN:
                self._held = []
            elif data == END:
                self._release()
            elif self._held is None:
                self._send(self._display.draw(data))
            else:
                self._held.append(self._display.draw(data))

    def _release(self) -> None:
        """Write a frame whole."""
        text = "".join(self._held or ())
        self._held = None
        self._send(f"{BEGIN}{text}{END}" if len(text) > AT_ONCE else text)

    def _send(self, text: str) -> None:
        if text:
            super().write(text)
