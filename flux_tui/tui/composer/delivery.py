"""A delivery: events on their way, and what became of each. It goes on while nobody looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from flux_tui.client import Publisher, Receipt, Sending, Step
from flux_tui.client.publishing.publication import Report
from flux_tui.client.sent.entry import Note
from flux_tui.client.sent.masking import masked_text
from flux_tui.client.turns import Turns
from flux_tui.errors import FluxTuiError
from flux_tui.model.clock import Clock, SystemClock
from flux_tui.model.event import Event
from flux_tui.tui.composer.delivery_times import Times, times_of
from flux_tui.tui.composer.outbox import Outbox

ARRIVED = frozenset({Step.ACCEPTED, Step.MATERIALISED, Step.UNSEEN})
"""The steps of an event that is in the server's log."""

LOST = frozenset({Step.FAILED, Step.UNKNOWN})
"""The steps of an event that has to be sent again, or looked after."""

OPEN = frozenset({Step.WAITING, Step.SENT})
"""The steps of an event of which nobody knows yet."""

FEW = 500
"""Events that are made ready at once; more are in slices."""

SLICE = 0.008
"""Seconds of such a slice."""


class Delivery:
    """Some drafted events being published, under the ids that the outbox has for them.

    ``receipts`` stand at their events' places and change as reports come; ``is_settled`` once
    each event is accepted or lost, ``is_done`` once all that can be known is known.

    ``reveal`` puts in what is secret, once the outbox has given the ids: it writes a digest of
    what it is given to the disk, from which a short secret could be guessed.
    """

    def __init__(
        self,
        events: Sequence[Event],
        outbox: Outbox,
        clock: Clock | None = None,
        note: Note | None = None,
        reveal: Callable[[Event], Event] | None = None,
    ) -> None:
        self.note = note or Note()
        """What the ledger keeps beside them."""
        self._clock = clock or SystemClock()
        self._outbox = outbox
        self._reveal = reveal or _as_it_is
        self._began = self._clock.now()
        self._observers: list[Callable[[], None]] = []
        self._unsettled = len(events)
        self.events = list(events)
        if len(events) <= FEW:
            self.events = [self._reveal(event) for event in outbox.make_ready(events)]
        self.receipts = [Receipt(i, event, Step.WAITING) for i, event in enumerate(self.events)]
        self.counts: Counter[Step] = Counter({Step.WAITING: len(events)})
        """How many events have come how far."""
        self._lost: dict[int, Receipt] = {}
        self.is_done = False
        self.times: Times | None = None
        """How long they took; None until all is known."""
        self.sending = Sending(self._clock)
        """Through which it is paused and stopped."""
        self.learner: Report = lambda receipt: None
        """Hears of each report, too."""
        self._measured_from = (self._clock.monotonic(), self._unsettled)

    @property
    def is_settled(self) -> bool:
        """Whether it is known of each event whether it arrived, as far as it can be."""
        return self._unsettled == 0

    @property
    def has_arrived(self) -> bool:
        """Whether each event is in the server's log."""
        return self.is_settled and self.first_lost is None

    @property
    def unsettled(self) -> int:
        """How many events are on their way: nobody knows yet whether they arrived."""
        return self._unsettled

    @property
    def rate(self) -> float:
        """Events settled a second since it began, or last went on."""
        began, open_then = self._measured_from
        seconds = self._clock.monotonic() - began
        return (open_then - self._unsettled) / seconds if seconds > 0 else 0.0

    def pause_or_go_on(self) -> None:
        """Send nothing more for now; the second time, go on."""
        if self.sending.is_paused:
            self._measured_from = (self._clock.monotonic(), self._unsettled)
            self.sending.resume()
        else:
            self.sending.pause()
        self._tell()

    def stop(self) -> None:
        """Send nothing more; what was not sent fails, and so is kept."""
        self.sending.stop()
        self._tell()

    @property
    def arrived(self) -> int:
        """How many events are in the server's log."""
        return sum(self.counts[step] for step in ARRIVED)

    @property
    def lost(self) -> list[Receipt]:
        """The receipts of the events that failed, or of which nobody knows."""
        return [self._lost[index] for index in sorted(self._lost)]

    @property
    def first_lost(self) -> Receipt | None:
        """The one that failed first; None while none has."""
        return next(iter(self._lost.values()), None)

    def observe(self, observer: Callable[[], None]) -> Callable[[], None]:
        """Tell ``observer`` of every report from now on; the answer ends that."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer)

    async def run(self, publisher: Publisher) -> None:
        """Publish; whatever goes wrong is in the receipts."""
        reason = "the sending ended without a word on this event"
        try:
            if len(self.events) > FEW:
                self.events = await self._made_ready()
            sending = self.sending if len(self.events) > 1 else None
            await publisher.publish(
                self.events,
                report=self.take,
                sending=sending,
                note=self.note,
                doubts=self._outbox.doubts(self.events),
            )
        except FluxTuiError as error:
            reason = str(error)
        finally:
            self._close(reason)

    def take(self, receipt: Receipt) -> None:
        """An event has come a step further."""
        if receipt.reason is not None and self.note.secrets:
            receipt = replace(receipt, reason=masked_text(receipt.reason, self.note.secrets))
        before, step, event = self.receipts[receipt.index].step, receipt.step, receipt.event
        self.receipts[receipt.index] = receipt
        if step is not before:
            self.counts[before] -= 1
            self.counts[step] += 1
            self._note_step(receipt, before, event)
        self.learner(receipt)
        self._tell()

    def _note_step(self, receipt: Receipt, before: Step, event: Event) -> None:
        was_open = before in OPEN
        if receipt.step in ARRIVED:
            self._lost.pop(receipt.index, None)
            self._outbox.arrived(event)
        elif receipt.step in LOST:
            self._lost[receipt.index] = receipt
            doubtful_since = self._began if receipt.step is Step.UNKNOWN else None
            reason = receipt.reason or "it failed"
            self._outbox.failed(event, reason, doubtful_since=doubtful_since)
        if was_open and receipt.step not in OPEN:
            self._unsettled -= 1

    async def _made_ready(self) -> list[Event]:
        """Give ids to many events in slices: no key waits for it."""
        turns, ready = Turns(SLICE), list[Event]()
        for _ in self._outbox.ready_steps(self.events, ready):
            ready[-1] = self._reveal(ready[-1])
            if turns.over:
                await turns.nap()
        return ready

    def _close(self, reason: str) -> None:
        """Nothing stays open: what was not sent failed, what was sent has an unknown outcome."""
        for receipt in list(self.receipts) if self._unsettled else ():
            if receipt.step in OPEN:
                step = Step.FAILED if receipt.step is Step.WAITING else Step.UNKNOWN
                self.take(Receipt(receipt.index, receipt.event, step, None, None, reason))
        self.is_done, self.times = True, times_of(self.receipts)
        self._tell()

    def _tell(self) -> None:
        for observer in list(self._observers):
            observer()


def _as_it_is(event: Event) -> Event:
    return event
