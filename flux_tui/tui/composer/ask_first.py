"""Asking before events are published, and what is done while the question stands."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import NoReturn

from textual.app import App
from textual.worker import Worker

from flux_tui.client import FluxClient
from flux_tui.client.publishing.batches import LANES, LARGEST_BATCH
from flux_tui.errors import UsageError
from flux_tui.tui.composer.asking import Extent, question_before, question_text
from flux_tui.tui.composer.delivering.making import Ahead
from flux_tui.tui.composer.delivering.outbox import Outbox
from flux_tui.tui.question.question import Question
from flux_tui.tui.workspace import Workspace

IDLE = 4.0
"""Seconds after which connections are used again: one that was idle for five is given up."""


class AskFirst:
    """Publishes; where that reaches far a person is asked before, with the numbers.

    ``ahead`` makes the events ready meanwhile, and what may have arrived by way of the ``outbox``
    before is looked for. What a template wants of the environment and cannot have is said instead.
    """

    def __init__(
        self,
        app: App[None],
        workspace: Workspace,
        extent: Extent,
        publish: Callable[[], None],
        ahead: Ahead | None = None,
        outbox: Outbox | None = None,
    ) -> None:
        self._app = app
        self._workspace = workspace
        self._extent = extent
        self._publish = publish
        self._ahead = ahead
        self._outbox = outbox
        self._meanwhile: list[Worker[None]] = []

    def go(self) -> None:
        """Ask, or publish at once."""
        question = question_before(self._workspace, self._extent, agreed=self._do)
        if question is None:
            self._do()
            return
        self._app.push_screen(question, self._end)
        if self._ahead is not None:
            self._start("ahead", self._ahead.make())
            if len(self._ahead.events) > LARGEST_BATCH:
                self._start("connecting", keep_connected(self._workspace.client))
        if self._outbox is not None and self._extent.doubtful:
            self._start("looking", self._look_for_doubtful(self._outbox, question))

    def _start(self, group: str, work: Coroutine[None, None, None]) -> None:
        self._meanwhile.append(self._app.run_worker(work, group=group, exclusive=True))

    def _stop(self) -> None:
        for worker in self._meanwhile:
            worker.cancel()

    def _do(self) -> None:
        self._stop()
        try:
            self._publish()
        except UsageError as error:
            self._end(False)
            self._app.notify(str(error), severity="error", markup=False)

    def _end(self, is_agreed: bool | None) -> None:
        if not is_agreed:
            self._stop()
            if self._ahead is not None:
                self._ahead.drop()

    async def _look_for_doubtful(self, outbox: Outbox, question: Question) -> None:
        from flux_tui.tui.composer.looking import look_for_doubtful

        def say() -> None:
            question.say(question_text(self._workspace, self._extent))

        await look_for_doubtful(self._workspace, self._extent, outbox, say)


async def keep_connected(client: FluxClient) -> NoReturn:
    """Have a connection open for each request that will be on its way at a time."""
    while True:
        await client.open_connections(LANES)
        await asyncio.sleep(IDLE)
