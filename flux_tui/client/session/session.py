"""The session: chooses a feed, follows it, and begins anew when it is lost.

A feed is imported when it is followed: what one needs takes longer to load than a snapshot.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from flux_tui.client.feeds.feed import NotOffered, PositionLost
from flux_tui.client.flux_client import FluxClient
from flux_tui.client.session.backoff import Backoff
from flux_tui.client.session.clock_watch import ClockWatch
from flux_tui.client.session.context import Context
from flux_tui.client.session.diary import Diary
from flux_tui.client.session.heard_streams import HeardStreams
from flux_tui.client.session.loading import load_snapshot
from flux_tui.client.session.place import Place
from flux_tui.client.session.server_clock import ServerClock
from flux_tui.client.session.settings import SessionSettings
from flux_tui.client.session.together import run_together
from flux_tui.client.status import FeedKind, Phase, SessionStatus, StatusBoard, StatusObserver
from flux_tui.client.trouble import trouble_of
from flux_tui.client.turns import LONGEST_REST, import_aside
from flux_tui.errors import FluxTuiError, Nonsense, Refused, WorldTooLarge
from flux_tui.model.clock import Clock, SystemClock
from flux_tui.model.instant import NS
from flux_tui.protocol import paths
from flux_tui.replica.acquaintance import Acquaintance
from flux_tui.replica.world import World

if TYPE_CHECKING:
    from flux_tui.client.first_look import FirstLook


class Session:
    """One task, ``run``, that alone writes the World and keeps it equal to the server's state.

    ``feed`` forces a transport; None takes the best that the server offers. ``focus`` is the
    entity that somebody looks at: it is compared with the server more often than others. Of the
    server's state the World's scope is followed.
    """

    def __init__(
        self,
        client: FluxClient,
        world: World,
        *,
        feed: FeedKind | None = None,
        clock: Clock | None = None,
        random: Random | None = None,
        settings: SessionSettings | None = None,
    ) -> None:
        self.focus: str | None = None
        self._wanted = feed
        self._switched = asyncio.Event()
        self._settings = settings or SessionSettings()
        self._clock = clock or SystemClock()
        self._board = StatusBoard(self._clock)
        self._board.observe(Diary(self._board.status).take)
        self._server_clock = ServerClock(self._clock)
        self._random = random or Random()
        self._place = Place()
        self._context = Context(
            client=client,
            world=world,
            acquaintance=Acquaintance(world),
            board=self._board,
            clock=self._clock,
            server_clock=self._server_clock,
            random=self._random,
            settings=self._settings,
            focus=lambda: self.focus,
        )
        self._clock_watch = ClockWatch(self._context)

    @property
    def status(self) -> SessionStatus:
        """What the World is worth now."""
        return self._board.status

    def observe(self, observer: StatusObserver) -> Callable[[], None]:
        """Tell ``observer`` of each new status, synchronously; the answer ends that."""
        return self._board.observe(observer)

    def server_now(self) -> int:
        """The server's time in ns, estimated from what it sends; ours until it was heard."""
        return self._server_clock.now()

    def switch(self, feed: FeedKind | None) -> None:
        """Follow by another transport from now on; also a way to reconnect at once."""
        self._wanted = feed
        self._switched.set()

    def let_pass(self, seconds: float, longest: float = LONGEST_REST) -> None:
        """Bring nothing into the World for so long: somebody waits for the event loop.

        0 ends that. However often it is asked, after ``longest`` seconds there is a slice of the
        feed. May be called from any thread.
        """
        self._context.courtesy.ask(seconds, longest)

    @property
    def streams(self) -> HeardStreams:
        """The streams of others that were heard of."""
        return self._context.streams

    @property
    def rest(self) -> float:
        """Seconds for which somebody is still let pass; below none, for how long nobody was."""
        return self._context.courtesy.rest

    async def take(self, first_look: FirstLook) -> None:
        """Before ``run``: load what was asked for already; when that fails, the feed asks."""
        context = self._context
        context.begin_loading()
        try:
            asking = partial(first_look.snapshot, courtesy=context.courtesy)
            head = await load_snapshot(context, asking)
        except FluxTuiError:
            return
        if head.sequence is not None:
            self._place.reach(head.sequence, head.log)
            self._board.verify(first_look.asked_at)

    async def run(self) -> None:
        """Follow until cancelled. No fault of a server raises; reconnects for ever."""
        settings = self._settings
        backoff = Backoff(settings.first_delay, settings.longest_delay, self._random)
        while True:
            began, before = self._clock.monotonic(), self._board.status.verified
            resuming = self._place.known
            try:
                await run_together(
                    self._follow_best(), self._until_switched(), self._clock_watch.run()
                )
            except _Anew:
                backoff.reset()
                known = self._board.status.verified is not None
                self._board.enter(Phase.CATCHING_UP if known else Phase.CONNECTING)
            except WorldTooLarge as error:
                self._context.acquaintance.part()
                await self._wait(settings.until_smaller, error)
            except FluxTuiError as error:
                self._context.acquaintance.part()
                proved = self._board.status.verified != before
                if proved:
                    self._board.lose()
                lasted = self._clock.monotonic() - began > settings.stable
                if (proved and lasted) or (resuming and isinstance(error, PositionLost)):
                    backoff.reset()
                await self._wait(backoff.delay(), error)

    # -- how -----------------------------------------------------------------------------------

    async def _wait(self, delay: float, error: FluxTuiError) -> None:
        """Wait for the next attempt, saying why; a switch ends the wait."""
        problem, trouble = str(error), trouble_of(error)
        if not delay:
            known = self._board.status.verified is not None
            phase = Phase.STALE if known else Phase.CONNECTING
            self._board.enter(phase, problem=problem, trouble=trouble)
            return
        retry_at = self._clock.now() + round(delay * NS)
        self._board.enter(Phase.OFFLINE, problem=problem, trouble=trouble, retry_at=retry_at)
        try:
            async with asyncio.timeout(delay):
                await self._switched.wait()
        except TimeoutError:
            return

    async def _until_switched(self) -> None:
        await self._switched.wait()
        self._switched.clear()
        raise _Anew

    async def _follow_best(self) -> None:
        """Follow by the feed wanted, else by the best that works."""
        await import_aside("flux_tui.client.transport")
        if self._wanted is not None:
            await self._follow(self._wanted, None)
        for feed in await self._offered():
            try:
                await self._follow(feed, self._settings.reprobe)
            except NotOffered:
                continue
            raise _Anew

    async def _offered(self) -> list[FeedKind]:
        """The feeds to try: the engine tells by its health path that it has the first."""
        if self._place.known:
            return list(FeedKind)
        try:
            await self._context.client.send("GET", paths.HEALTH)
        except (Refused, Nonsense):
            return [FeedKind.WEBSOCKET, FeedKind.POLLING]
        return list(FeedKind)

    async def _follow(self, feed: FeedKind, reprobe: float | None) -> None:
        self._board.choose(feed)
        if feed is FeedKind.SSE:
            from flux_tui.client.session.follow_sse import FollowSse

            await FollowSse(self._context, self._place).follow()
            return
        self._place.lose()
        if feed is FeedKind.WEBSOCKET:
            await import_aside("flux_tui.client.feeds.websocket")
            from flux_tui.client.session.follow_websocket import FollowWebSocket

            await FollowWebSocket(self._context).follow()
        else:
            from flux_tui.client.session.follow_polling import FollowPolling

            await FollowPolling(self._context).follow(reprobe)


class _Anew(FluxTuiError):
    """The feed is to be chosen anew, and nothing is wrong."""
