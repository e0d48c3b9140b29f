"""An application that knows what stands on its terminal, and writes no more than it must."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from flux_tui.tui.sparing_strips import spare_strips
from flux_tui.tui.terminal.display import Display
from flux_tui.tui.terminal.driver import SparingDriver


class SparingApp(App[None]):
    """Draws through ``SparingDriver``, unless the environment or a test names another driver."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "redraw", "Redraw the screen", show=False, id="app.redraw")
    ]

    def __init__(self) -> None:
        spare_strips()
        self.terminal_display = Display()
        super().__init__()

    def get_driver_class(self) -> type[Driver]:
        """The usual one, made sparing."""
        usual = super().get_driver_class()
        return SparingDriver if usual is LinuxDriver else usual

    def pressed(self) -> None:
        """Somebody has pressed or turned something, and waits. Called from the driver's thread."""

    def on_resize(self, event: events.Resize) -> None:
        """Draw all: also when the size has come back before Textual has followed it."""
        self.terminal_display.resize(*event.size)
        self.refresh()

    def action_redraw(self) -> None:
        """Write the whole screen again: something else has written on the terminal."""
        self.terminal_display.forget()
        self.refresh()
