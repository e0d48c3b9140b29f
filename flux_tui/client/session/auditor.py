"""Makes sure that the World is the server's state, whatever the feed says or fails to say."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

from flux_tui.client.session.asking import ask_for, ask_for_all
from flux_tui.client.session.context import Context
from flux_tui.client.session.pulse import DISAGREEMENTS, Pulse
from flux_tui.client.session.together import run_together
from flux_tui.client.status import Phase
from flux_tui.client.trouble import trouble_of
from flux_tui.errors import FluxTuiError
from flux_tui.replica.audit import Comparison, Doubt, Walk


class Auditor:
    """Looks at the server's state when there is a reason to, and mends what the feed missed.

    A feed that is ``lossy`` may skip changes silently, or fall mute: the state is looked at every
    few seconds while changes arrive. So it is for a part of a world, which has no totals to be
    held against. Any feed is doubted when the server's totals disagree with the World.
    """

    def __init__(self, context: Context, pulse: Pulse, *, lossy: bool) -> None:
        self._context = context
        self._pulse = pulse
        self._lossy = lossy
        self._routine = lossy or not context.scope.is_whole
        self._settings = context.settings.audit
        self._doubts: frozenset[Doubt] = frozenset()
        self._failures = 0
        self._looked_at = context.clock.monotonic()
        self._took = 0.0
        self._full_at = self._looked_at
        self._equal_at: tuple[int, int] | None = None
        self._walk = Walk(context.world, context.random)

    async def run(self) -> None:
        """Watch until cancelled; raises Unreachable when the server no longer answers."""
        await run_together(self._look_when_wanted(), self._doubt())

    async def _look_when_wanted(self) -> None:
        while True:
            await asyncio.sleep(self._context.settings.tick)
            self._show_phase()
            if self._is_doubtful():
                await self._try(None)
            elif self._is_due():
                await self._try(self._sample())

    async def _doubt(self) -> None:
        """Say what speaks against the World at once, also while a look waits for its answer."""
        board, pulse, settings = self._context.board, self._pulse, self._context.settings
        while True:
            await asyncio.sleep(settings.tick)
            if pulse.is_silent(settings.silence):
                self._suspect()
            elif board.status.phase is Phase.LIVE and pulse.lag > settings.lag:
                board.enter(Phase.CATCHING_UP)

    def begin(self) -> None:
        """The World has just been loaded, and was equal to the server's state."""
        self._looked_at = self._full_at = self._context.clock.monotonic()

    def spoke(self) -> None:
        """A change arrived."""
        self._context.board.doubt_hearing(False)
        if self._context.board.status.mute:
            self._context.board.silence(False)
            self._full_at = float("-inf")

    def measure(self) -> None:
        """Metrics arrived: where nothing happened since the World was equal, it is equal."""
        self._context.board.doubt_hearing(self._lossy and self._pulse.silent_advances > 0)
        if self._is_unchanged():
            self._context.board.verify(self._context.clock.now())

    async def look_again(self, ids: Collection[str] | None) -> None:
        """Look at what a snapshot lacked, once all that was under way has arrived."""
        await asyncio.sleep(self._settings.settle)
        await self.look(ids, settled=True)

    async def look(self, ids: Collection[str] | None = None, *, settled: bool = False) -> None:
        """Compare everything, or these entities, and mend what was missed.

        ``settled`` is when nothing that bears on the answer can be under way. Raises what a
        Connection raises.
        """
        context, pulse = self._context, self._pulse
        asked_at, began = context.clock.now(), context.clock.monotonic()
        changes, suspected = pulse.changes, self._is_mute()
        equal_at = self._state_of_feed()
        pulse.looked(context.settings.silence)
        comparison = Comparison(context.world, ids=ids, doubts=self._doubts)
        if ids is None:
            await ask_for_all(context, context.scope.narrow(comparison.take))
            self._took = context.clock.monotonic() - began
        else:
            await ask_for(context, ids, comparison.take)
        if not (comparison.agrees or settled or await self._settle()):
            return
        mended = comparison.mend(context.remove)
        if ids is None:
            self._doubts = comparison.doubts
            self._full_at = context.clock.monotonic()
            self._equal_at = None if comparison.doubts else equal_at
            context.board.verify(asked_at)
            context.meet()
        if settled:  # nobody listened when that happened: no change was lost
            self._full_at = float("-inf") if mended else self._full_at
        else:
            self._judge(mended, mute=suspected and pulse.changes == changes)

    # -- when ----------------------------------------------------------------------------------

    def _is_doubtful(self) -> bool:
        """Whether something speaks against the World."""
        pulse, settings = self._pulse, self._context.settings
        if self._context.board.status.mute:
            return self._since(self._looked_at) >= settings.poll
        if self._failures:
            return self._since(self._looked_at) >= self._settings.interval
        return (
            pulse.disagreements >= DISAGREEMENTS
            or self._is_mute()
            or pulse.unread is not None
            or pulse.is_silent(settings.silence)
        )

    def _is_mute(self) -> bool:
        """Whether the feed may have fallen mute."""
        return self._lossy and self._pulse.silent_advances >= DISAGREEMENTS

    def _is_due(self) -> bool:
        """Whether it is time to look without a reason."""
        if not self._routine or self._since(self._looked_at) < self._settings.interval:
            return False
        return not self._is_unchanged()

    def _sample(self) -> list[str] | None:
        """The next few entities and the focused one; None when everything is to be compared."""
        world = self._context.world
        if not len(world) or self._since(self._full_at) >= self._took * self._settings.thrift:
            return None
        ids = self._walk.next(self._settings.sample)
        focus = self._context.focus()
        return ids if focus is None or focus in ids else [focus, *ids]

    def _since(self, moment: float) -> float:
        return self._context.clock.monotonic() - moment

    def _state_of_feed(self) -> tuple[int, int] | None:
        metrics = self._pulse.metrics
        return None if metrics is None else (self._pulse.changes, metrics.events)

    def _is_unchanged(self) -> bool:
        """Whether nothing happened since the World was equal, by what the feed says."""
        metrics = self._pulse.metrics
        if metrics is None or not self._pulse.expected:
            return False
        if self._context.total not in (metrics.entities, None):
            return False
        return not self._routine or self._equal_at == self._state_of_feed()

    # -- how -----------------------------------------------------------------------------------

    async def _try(self, ids: list[str] | None) -> None:
        silence = self._context.settings.silence
        if self._pulse.is_silent(silence):
            self._suspect()
        try:
            await self.look(ids)
        except FluxTuiError as error:
            self._failures += 1
            if self._failures >= self._settings.failures:
                raise
            trouble = trouble_of(error)
            self._context.board.enter(Phase.STALE, problem=str(error), trouble=trouble)
        else:
            self._failures = 0
            self._show_phase(recovered=not self._pulse.is_silent(silence))
        finally:
            self._looked_at = self._context.clock.monotonic()

    def _suspect(self) -> None:
        url = self._context.client.url
        self._context.board.enter(Phase.STALE, problem=f"{url} has fallen silent")

    async def _settle(self) -> bool:
        """Let arrive what is under way; false when the feed is too far behind to judge it."""
        if self._context.board.status.mute:
            return True
        began = self._context.clock.monotonic()
        while self._since(began) < self._settings.longest_settle:
            await asyncio.sleep(self._settings.settle)
            if self._pulse.lag < self._context.settings.lag:
                return True
        return False

    def _judge(self, mended: int, *, mute: bool) -> None:
        board = self._context.board
        if not board.status.mute:
            board.heal(mended)
            if mended and mute:
                board.silence(True)
        if mended and not mute:
            self._full_at = float("-inf")

    def _show_phase(self, *, recovered: bool = False) -> None:
        """Live, or behind; stale stays until the server has answered."""
        board, lag = self._context.board, self._pulse.lag
        phase = board.status.phase
        if phase is Phase.STALE and not recovered:
            return
        behind = lag > self._context.settings.lag * (0.5 if phase is Phase.CATCHING_UP else 1.0)
        if phase is Phase.CATCHING_UP and not behind and self._lossy:
            self._full_at = self._looked_at = float("-inf")  # a reader that lags is skipped
        board.enter(Phase.CATCHING_UP if behind else Phase.LIVE)
