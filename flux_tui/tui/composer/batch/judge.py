"""Keeps what is said of a batch up to date: with its text, and with the world."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, nullcontext

from flux_tui.client import Admission
from flux_tui.client.turns import Turns
from flux_tui.replica.world import World
from flux_tui.tui import garbage
from flux_tui.tui.composer.batch.judgement import BatchJudgement, forecast_of, judge_steps
from flux_tui.tui.composer.batch.reading import Reading
from flux_tui.tui.composer.batch.rereading import Rereading
from flux_tui.tui.composer.preflight import Forecast, Preflight

SLICE = 0.008
"""Seconds of reading or judging at a time: a key waits no longer than that for its turn."""

AT_ONCE = 0.03
"""Seconds that an edit of the table may take to be read at once; beyond, it is read in slices."""

LONG = 1_000_000
"""Characters of a text from which on its events are many: nothing of them is garbage."""

FEW = 50
"""Events that are judged at once."""


class BatchJudge:
    """Has the judgement of one text after another; reads only what differs between them.

    While a mistake hides what follows it, texts are compared with the last that was whole: once
    the mistake is mended, nothing of what it hid is read again.
    """

    def __init__(
        self,
        world: World,
        admission: Callable[[], Admission | None],
        environment: Callable[[], Collection[str]] = frozenset,
    ) -> None:
        self._world = world
        self._admission = admission
        self._environment = environment
        self.judgement = self._base = BatchJudgement(Reading(""), is_complete=True)
        self.touched: int | None = None
        """The place of the first event that the last edit touched, where that was read at once."""
        self._changes = self._judged_after = 0
        self.close = world.observe(lambda _: self.note_change())
        """Follows the world no longer."""

    def note_change(self) -> None:
        """What is known has changed: events may do something else than they would have."""
        self._changes += 1

    def is_outdated(self, text: str) -> bool:
        """Whether this text was judged, whole, by what has changed since."""
        return self._judged_after != self._changes and self.is_of(text)

    def is_of(self, text: str) -> bool:
        """Whether the judgement is of this text, and whole."""
        return self.judgement.is_complete and self.judgement.reading.text == text

    def knows(self, text: str) -> bool:
        """Whether the events of this text are known, if not yet what they will do."""
        return self.judgement.reading.text == text

    async def follow(self, text: str) -> None:
        """Judge a text in slices; may be cancelled at any time."""
        again = Rereading(self._base.reading, text)
        turns = Turns(SLICE)
        with _undisturbed(text):
            await _in_slices(again.steps(), turns)
            judgement = BatchJudgement(again.reading, self._environment())
            known = self._known(again)
            await _in_slices(self._touched(again, judgement), turns)
            steps = judge_steps(judgement, self._world, self._admission(), known=known)
            await _in_slices(steps, turns)
            await _in_slices(judgement.reading.events.settle(), turns)
        self._accept(judgement)

    async def judge_anew(self) -> None:
        """Judge the same text by what the world is now; may be cancelled at any time."""
        judgement, changes = self.judgement, self._changes
        await _in_slices(judge_steps(judgement, self._world, self._admission()), Turns(SLICE))
        self._judged_after = changes

    def follow_at_once(self, text: str) -> bool:
        """Read a text that differs little; False when that takes too long to be waited for.

        What its events do to each other is to be found out by ``follow``.
        """
        again, self.touched = Rereading(self._base.reading, text), None
        ends = time.perf_counter() + AT_ONCE
        with _undisturbed(text):
            is_read = all(time.perf_counter() < ends for _ in again.steps())
        if not is_read:
            return False
        fresh, old = again.reading.events[again.come], self._base
        if len(fresh) > FEW:
            return False
        judgement = BatchJudgement(again.reading, self._environment())
        for _ in self._touched(again, judgement):
            pass
        preflight = Preflight(self._world, self._admission(), judgement.environment)
        forecasts = [forecast_of(preflight, draft) for draft in fresh]
        judgement.counts = old.counts + Counter(forecast.verdict for forecast in forecasts)
        judgement.counts -= Counter(forecast.verdict for forecast in old.forecasts[again.gone])
        judgement.forecasts = list(old.forecasts)
        judgement.forecasts[again.gone] = forecasts
        judgement.names = dict(old.names)
        for draft in fresh:
            if draft.event is not None:
                judgement.names.update(dict.fromkeys(draft.event.properties or ()))
        self._accept(judgement)
        self.touched = again.kept
        return True

    def _touched(self, again: Rereading, judgement: BatchJudgement) -> Iterator[None]:
        """Say of which entities events came or went, an event a step; of none where all are new."""
        if not again.kept and not again.joined:
            return
        judgement.unsettled = set(self._base.unsettled)
        for drafts in (self._base.reading.events[again.gone], again.reading.events[again.come]):
            for draft in drafts:
                if draft.event is not None:
                    judgement.unsettled.add(draft.event.entity_id)
                yield

    def _known(self, again: Rereading) -> list[Forecast | None]:
        """For each event that was read, the forecast that is known already."""
        known: list[Forecast | None] = list(self._base.forecasts)
        known[again.gone] = [None] * len(again.reading.events[again.come])
        return known

    def _accept(self, judgement: BatchJudgement) -> None:
        self.judgement = judgement
        is_more = len(judgement.reading.events) >= len(self._base.reading.events)
        if not judgement.reading.slips or is_more:
            self._base = judgement


def _undisturbed(text: str) -> AbstractContextManager[None]:
    return garbage.held_off() if len(text) > LONG else nullcontext()


async def _in_slices(steps: Iterator[None], turns: Turns) -> None:
    for _ in steps:
        if turns.over:
            await turns.nap()
