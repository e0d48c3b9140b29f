"""Textual's driver, with less to write: one piece a frame, and of it only what is new."""

from __future__ import annotations

import asyncio
import os
import selectors
import signal
from codecs import getincrementaldecoder
from threading import RLock
from types import FrameType
from typing import TYPE_CHECKING

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from flux_tui.tui.terminal.pasted_text import PastedText

if TYPE_CHECKING:
    from flux_tui.tui.terminal.sparing_app import SparingApp

BEGIN, END = "\x1b[?2026h", "\x1b[?2026l"
"""Around a frame: the terminal is to show it at once (synchronized output)."""

PRESSING = (events.Key, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp)
"""What somebody does who waits for its effect."""

READ = 1 << 16
"""Bytes of the terminal's input that are read at once."""

GLANCE = 0.1
"""Seconds between two looks at whether an escape is a key by itself, and whether all ends."""

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
        self._owner = app
        self._display = app.terminal_display
        self._pressed = app.pressed
        self._pasted = PastedText()
        self._lock = RLock()
        self._held: list[str] | None = None
        self._is_suspended = False
        self._go_on = signal.getsignal(signal.SIGCONT)

    def start_application_mode(self) -> None:
        """As Textual's, but the terminal's size is looked at in the event loop.

        Textual looks in the signal's handler. A second signal may come amid the first one's: it is
        handled before that goes on, and the size that was old by then is believed last.
        """
        super().start_application_mode()  # type: ignore[no-untyped-call]
        loop = asyncio.get_running_loop()
        signal.signal(signal.SIGWINCH, lambda *_: loop.call_soon_threadsafe(self._tell_size))

        def go_on(number: int, frame: FrameType | None) -> None:
            if not self._is_suspended:
                loop.call_soon_threadsafe(self._begin_anew)
            elif callable(self._go_on):
                self._go_on(number, frame)

        signal.signal(signal.SIGCONT, go_on)

    def suspend_application_mode(self) -> None:
        """Leave the terminal to others."""
        self._is_suspended = True
        super().suspend_application_mode()

    def resume_application_mode(self) -> None:
        """Take it back."""
        self._is_suspended = False
        super().resume_application_mode()

    def _begin_anew(self) -> None:
        """Who was stopped unasked finds the terminal as somebody left it.

        A terminal that hangs up says so to whoever it had, stopped or not. Textual would take it
        once more, with a second thread that writes and one that reads.
        """
        if not self._is_suspended and self._is_heard:
            self.suspend_application_mode()
            self.resume_application_mode()
            self._owner.action_redraw()

    @property
    def _is_heard(self) -> bool:
        """Whether somebody writes on the terminal: a thread ends when that is gone."""
        return self._writer_thread is not None and self._writer_thread.is_alive()

    def close(self) -> None:
        """Wait until all is written, unless nobody writes any longer."""
        if self._is_heard:
            super().close()

    def _tell_size(self) -> None:
        """Tell what size the terminal has now, unless it tells that itself."""
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self.send_message(events.Resize(size, size))

    def run_input_thread(self) -> None:
        """Read keys, the mouse, and what is pasted, until the application ends."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:  # the one that takes a terminal everywhere
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(GLANCE):
                    data = os.read(self.fileno, READ)
                    if not data:
                        return  # nobody will press anything
                    keys = self._pasted.take_out(decode(data))
                    for message in parser.feed(keys) if keys else ():
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)

    def process_message(self, message: Message) -> None:
        """Say at once that a key or the mouse was used: the event loop may be busy for long."""
        if isinstance(message, PRESSING):
            self._pressed()
        elif isinstance(message, events.Paste):
            message = events.Paste(self._pasted.collect())
        super().process_message(message)

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
        if text and self._is_heard:
            super().write(text)
