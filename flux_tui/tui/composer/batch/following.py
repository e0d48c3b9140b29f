"""When a batch is read and judged: once its typing pauses, and while the world moves on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from textual.screen import Screen
from textual.worker import Worker

from flux_tui.tui.composer.batch.draft import BatchDraft
from flux_tui.tui.composer.batch.judge import BatchJudge
from flux_tui.tui.composer.composer import Composer

PAUSE = 0.15
"""Seconds without a key after which the text is read anew."""

TICK = 1.0
"""Seconds between two looks at what the world has become meanwhile."""

WORK = "judgement"
"""The group of workers of which the last is the one that counts."""


class BatchFollowing:
    """Has a draft judged by ``judge`` while a screen shows it; ``show`` is called with news."""

    def __init__(
        self,
        screen: Screen[None],
        composer: Composer,
        draft: BatchDraft,
        judge: BatchJudge,
        show: Callable[[], None],
    ) -> None:
        self._screen = screen
        self._composer = composer
        self._draft = draft
        self._judge = judge
        self._show = show
        self._anew: Worker[None] | None = None

    def begin(self) -> None:
        """Read the draft, and look after the world from now on."""
        self.read()
        self._screen.set_interval(TICK, self._follow_world)

    def read(self, pause: float = 0) -> None:
        """Read what is typed, after a pause in seconds; what was being read is given up."""
        self._screen.run_worker(self._judge_text(pause), group=WORK, exclusive=True)

    async def _judge_text(self, pause: float) -> None:
        await asyncio.sleep(pause)
        await self._judge.follow(self._draft.text)
        self._show()
        namespaces = self._judge.judgement.namespaces
        self._composer.ask_about(self._screen, namespaces, self._judge.note_change)

    def _follow_world(self) -> None:
        """Judge the events anew when the world has moved; a delivery's time left goes on.

        While it is shown what becomes of them nobody asks what they will do; once they are sent the
        table shows it of what is left.
        """
        draft = self._draft
        if draft.delivering is not None:
            self._show()
        is_asked = draft.delivery is None or (draft.as_table and draft.delivering is None)
        is_free = self._anew is None or self._anew.is_finished
        if is_asked and is_free and self._judge.is_outdated(self._draft.text):
            self._anew = self._screen.run_worker(self._judge_anew(), group=WORK, exclusive=True)

    async def _judge_anew(self) -> None:
        """Judge once, then rest as long: in a world that never rests, a large batch is judged too.

        To begin anew at each change would come to no end.
        """
        began = time.perf_counter()
        await self._judge.judge_anew()
        self._show()
        await asyncio.sleep(time.perf_counter() - began)
