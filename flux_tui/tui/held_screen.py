"""A screen that paints nothing for a moment: what a key sets off goes first, then the frame."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack

from textual.app import App

LONGEST = 0.1
"""Seconds: a person who waited longer would think that their key had done nothing."""

TURNS = 12
"""Turns of the event loop in which whatever begins gets going: a request leaves in six of them.

Not a time: on a slow machine each turn takes longer.
"""


class HeldScreen:
    """Holds an app's screens from now on until they are let go, or for ``LONGEST``."""

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._held = ExitStack()
        self._held.enter_context(app.batch_update())
        self._loop = asyncio.get_running_loop()
        self._end = self._loop.call_later(LONGEST, self._let_go)
        self._is_ending = False

    def let_go_soon(self) -> None:
        """What was to go first has begun; the second time this does nothing."""
        if not self._is_ending:
            self._is_ending = True
            self._turn(TURNS)

    def _turn(self, left: int) -> None:
        if left:
            self._loop.call_soon(self._turn, left - 1)
        else:
            self._let_go()

    def _let_go(self) -> None:
        """Paint what has changed; behind a dialog nothing else may come that would have it done."""
        self._is_ending = True
        self._end.cancel()
        self._held.close()
        if self._app.is_running:
            for screen in self._app.screen_stack:
                screen.check_idle()
