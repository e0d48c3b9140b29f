"""Keys in the order they were pressed, also when they come faster than the screen follows.

Textual hands a key to the focused widget's queue, and runs a binding only when the key comes back
up to the application: of ``/temp`` typed in one breath, or pasted by a macro, ``temp`` would reach
the list, where each letter is a command. Here a key that is bound is acted on before the next one
is looked at. Repeats of a key that is held are acted on while they are new.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from weakref import ref

from textual import events
from textual.app import App
from textual.widget import Widget

from flux_tui.tui.held_keys import HeldKey

PATIENCE = 2.0
"""Seconds to wait at most until the keys before this one have had their effect."""

IN_FLIGHT = 16
"""Keys that may be on their way through the widgets: each waits until those before it arrived."""

TOGETHER = 8
"""Letters that go into a field without a look at what each has done there: some 20 ms of work."""


class TakesTogether:
    """A field of which that alone counts which stands there in the end.

    Letters behind letters go into it together: nobody has to see what each of them does.
    """


class TypeAhead(App[None]):
    """An application that acts on keys in order."""

    def __init__(self) -> None:
        self._unbound: deque[events.Key] = deque(maxlen=IN_FLIGHT)
        self._settling: asyncio.Task[None] | None = None
        self._settled_at: ref[Widget] | None = None
        """Weak: whoever goes to another world and presses nothing there keeps nothing of this."""
        self._disturbed = False
        self._typed_at: ref[Widget] | None = None
        """Where the last key was a letter that is on its way; None when it was another key."""
        self._together = 0
        """How many letters have followed it there."""
        self._held = HeldKey()
        super().__init__()

    async def on_event(self, event: events.Event) -> None:
        """Act on a bound key now; whatever else takes its usual way."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            if self.screen_stack:  # else pressed while it ends
                await self._on_pressed(event)
            return
        if isinstance(event, events.Key) and any(key is event for key in self._unbound):
            return  # come back up from where it was pressed: the focus may be elsewhere by now
        if isinstance(event, events.InputEvent) and not isinstance(event, events.MouseMove):
            self._settled_at, self._disturbed = None, True
        await super().on_event(event)

    async def on_unmount(self) -> None:
        """Nobody waits any more."""
        if self._settling is not None:
            self._settling.cancel()

    async def _on_pressed(self, event: events.Key) -> None:
        """What a key leads to settles after it, while nobody waits; the next key makes sure."""
        if self._goes_on_typing(event):
            self._held.is_too_late(event.key, event.time, time.monotonic())
            self._together += 1
            await super().on_event(event)
            return
        self._typed_at = None
        if self._settling is not None and not self._settling.done():
            await asyncio.wait([self._settling])
        too_late = self._held.is_too_late(event.key, event.time, time.monotonic())
        if too_late and not _types(self.focused, event):
            return
        settled_at = None if self._settled_at is None else self._settled_at()
        if settled_at is not (self.focused or self.screen):
            await self._settle()
        if _types(self.focused, event) and self.focused is not None:
            self._typed_at, self._together = ref(self.focused), 0
        if not await self._acted_on(event):
            await super().on_event(event)
        self._settled_at = None
        if self.screen_stack:
            self._settling = asyncio.create_task(self._settle())

    def _goes_on_typing(self, event: events.Key) -> bool:
        """Whether a key is a letter for a field in which another has not had its effect yet."""
        return (
            isinstance(self.focused, TakesTogether)
            and self._typed_at is not None
            and self._typed_at() is self.focused
            and self._together < TOGETHER
            and self._settling is not None
            and not self._settling.done()
            and _types(self.focused, event)
        )

    async def _settle(self) -> None:
        """Let everything that was pressed have its effect, and remember where that was so."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                followed = -1
                while followed != self._together:
                    followed, self._disturbed = self._together, False
                    await _let_catch_up(self.focused or self.screen)
        if self.screen_stack and not self._disturbed:
            self._settled_at = ref(self.focused or self.screen)

    async def _acted_on(self, event: events.Key) -> bool:
        focused = self.focused
        if focused is None or _takes(focused, event):
            return False
        for priority in (True, False):
            if await self._check_bindings(event.key, priority=priority):
                return True
        self._unbound.append(event)
        return False


def _types(focused: Widget | None, event: events.Key) -> bool:
    """Whether a key is a letter that is written where the focus is: none is lost."""
    return (
        event.is_printable
        and focused is not None
        and focused.check_consume_key(event.key, event.character)
    )


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
