"""A session under test: quick to look, quick to retry, and awaited by conditions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from random import Random

from flux_tui.client import AuditSettings, FeedKind, FluxClient, Session, SessionSettings
from flux_tui.replica.scope import WHOLE, Scope
from flux_tui.replica.world import World

PATIENCE = 10.0
"""Seconds until a condition that does not come true fails the test."""

QUICK = SessionSettings(
    first_delay=0.01,
    longest_delay=0.05,
    tick=0.01,
    silence=5.0,
    poll=0.02,
    longest_rest=0.3,
    audit=AuditSettings(interval=0.03, settle=0.03, longest_settle=0.3),
)
"""A session's settings with all its patience taken away."""


class Followed:
    """A running session and its World."""

    def __init__(self, session: Session, world: World, task: asyncio.Task[None]) -> None:
        self.session = session
        self.world = world
        self.task = task

    async def until(self, condition: Callable[[], object], what: str = "") -> None:
        """Wait for a condition; fails with the session's status."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not condition():  # noqa: ASYNC110 - a World has no event to await
                    await asyncio.sleep(0.005)
        except TimeoutError:
            raise AssertionError(f"{what or 'it'} never came true: {self.session.status}") from None


@asynccontextmanager
async def running(session: Session, world: World) -> AsyncIterator[Followed]:
    """A session's task, cancelled at the end; had it ended by itself, the test fails with why."""
    task = asyncio.create_task(session.run())
    try:
        yield Followed(session, world, task)
    finally:
        ended = task.done()
        task.cancel()
        await asyncio.wait([task])
        if ended:
            task.result()


@asynccontextmanager
async def following(
    url: str,
    *,
    feed: FeedKind | None = None,
    settings: SessionSettings = QUICK,
    scope: Scope = WHOLE,
) -> AsyncIterator[Followed]:
    """A session that follows ``url`` until the end."""
    world = World(scope)
    async with FluxClient(url, timeout=5) as client:
        session = Session(client, world, feed=feed, random=Random(1), settings=settings)
        async with running(session, world) as followed:
            yield followed
