"""Keys in the order they were pressed, also when they come faster than the screen follows.

Textual hands a key to the focused widget's queue, and runs a binding only when the key comes back
up to the application: of ``/temp`` typed in one breath, or pasted by a macro, ``temp`` would reach
the list, where each letter is a command. Here a key that is bound is acted on before the next one
is looked at.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque

from textual import events
from textual.app import App
from textual.widget import Widget

PATIENCE = 2.0
"""Seconds to wait at most until the keys before this one have had their effect."""

IN_FLIGHT = 16
"""Keys that may be on their way through the widgets: each waits until those before it arrived."""


class TypeAhead(App[None]):
    """An application that acts on keys in order."""

    def __init__(self) -> None:
        self._unbound: deque[events.Key] = deque(maxlen=IN_FLIGHT)
        super().__init__()

    async def on_event(self, event: events.Event) -> None:
        """Act on a bound key now; whatever else takes its usual way."""
        if isinstance(event, events.Key) and not self.screen_stack:
            return  # pressed while it ends
        if isinstance(event, events.Key) and any(key is event for key in self._unbound):
            return  # come back up from where it was pressed: the focus may be elsewhere by now
        if isinstance(event, events.Key) and not event.is_forwarded:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await _let_catch_up(self.focused or self.screen)
            if await self._acted_on(event):
                return
        await super().on_event(event)

    async def _acted_on(self, event: events.Key) -> bool:
        focused = self.focused
        if focused is None or _takes(focused, event):
            return False
        for priority in (True, False):
            if await self._check_bindings(event.key, priority=priority):
                return True
        self._unbound.append(event)
        return False


def _takes(focused: Widget, event: events.Key) -> bool:
    """Whether the focused widget edits by this key; ``enter`` is a line in a text area."""
    if focused.check_consume_key(event.key, event.character):
        return True
    if event.key not in ("enter", "tab"):
        return False
    from textual.widgets import TextArea  # takes long to load, and few screens have one

    return isinstance(focused, TextArea)


async def _let_catch_up(widget: Widget) -> None:
    """Let a widget, and those it tells of what it does, take what has been given to them.

    Twice: what a widget takes may be a message that makes it post another.
    """
    for node in 2 * [node for node in widget.ancestors_with_self if isinstance(node, Widget)]:
        done = asyncio.Event()
        if node.call_later(done.set):
            await done.wait()
