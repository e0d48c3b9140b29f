"""A delivery: events on their way, and what became of each. It goes on while nobody looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext

from flux_tui.client import Publisher, Receipt, Sending, Step
from flux_tui.client.publishing.receipt import Advance
from flux_tui.client.publishing.receipts import LOST, Receipts
from flux_tui.client.publishing.written import Ready, text_of
from flux_tui.client.sent.entry import Note
from flux_tui.client.sent.masking import masked_text
from flux_tui.errors import FluxTuiError
from flux_tui.model.clock import Clock, SystemClock
from flux_tui.model.event import Event
from flux_tui.model.observers import Observers
from flux_tui.tui import garbage
from flux_tui.tui.composer.delivering.making import Piece
from flux_tui.tui.composer.delivering.outbox import Outbox
from flux_tui.tui.composer.delivering.times import Times, times_of

ARRIVED = frozenset({Step.ACCEPTED, Step.MATERIALISED, Step.UNSEEN})
"""The steps of an event that is in the server's log."""

OPEN = frozenset({Step.WAITING, Step.SENT})
"""The steps of an event of which nobody knows yet."""

FEW = 500
"""Events that are made ready at once; more are while the first of them are on their way."""

MANY = 5_000
"""Events whose making ready, sending and seeing leave no garbage worth looking for meanwhile."""

SILENCE = 3.0
"""Seconds without a word from the server from which on it is waited for: no rate is told."""


class Delivery:
    """Some drafted events being published, under the ids that the outbox has for them.

    ``receipts`` stand at their events' places and change as reports come; ``is_settled`` once
    each event is accepted or lost, ``is_done`` once all that can be known is known.

    ``reveal`` puts in what is secret, once the outbox has given the ids: it writes a digest of
    what it is given to the disk, from which a short secret could be guessed. ``ahead`` are the
    first of the events, made ready already.
    """

    def __init__(
        self,
        events: Sequence[Event],
        outbox: Outbox,
        clock: Clock | None = None,
        note: Note | None = None,
        reveal: Callable[[Event], Event] | None = None,
        ahead: Sequence[Piece] = (),
    ) -> None:
        self.note = note or Note()
        """What the ledger keeps beside them."""
        self._clock = clock or SystemClock()
        self._outbox = outbox
        self._reveal = reveal
        self._began = self._clock.now()
        self._observers = Observers[[]]()
        self._drafted = events
        self._ahead = ahead
        self._ready: Sequence[Ready] = ()
        if len(events) <= FEW:
            self._ready = [self._revealed(outbox.make_ready(events))]
            events = self._ready[0].events
        self._events = list(events)
        self.receipts = Receipts(self._events)
        self.is_done = False
        self.times: Times | None = None
        """How long they took; None until all is known."""
        self.sending = Sending(self._clock)
        """Through which it is paused and stopped."""
        self.learner: Callable[[Iterable[Receipt]], None] = lambda receipts: None
        """Hears of each report, too."""
        self._moved_at = self._clock.monotonic()
        self._measured_from = (self._moved_at, len(events))

    @property
    def events(self) -> Sequence[Event]:
        """What is delivered."""
        return self._events

    @property
    def counts(self) -> Counter[Step]:
        """How many events have come how far."""
        return self.receipts.counts

    @property
    def is_settled(self) -> bool:
        """Whether it is known of each event whether it arrived, as far as it can be."""
        return self.unsettled == 0

    @property
    def has_arrived(self) -> bool:
        """Whether each event is in the server's log."""
        return self.is_settled and self.first_lost is None

    @property
    def unsettled(self) -> int:
        """How many events are on their way: nobody knows yet whether they arrived."""
        return sum(self.counts[step] for step in OPEN)

    @property
    def rate(self) -> float:
        """Events settled a second since it began, or last went on; 0 where that is not known."""
        began, open_then = self._measured_from
        seconds = self._clock.monotonic() - began
        return (open_then - self.unsettled) / seconds if seconds > 0 else 0.0

    @property
    def silent_for(self) -> float:
        """Seconds since anything was heard of it, or since it was to go on."""
        return self._clock.monotonic() - max(self._moved_at, self._measured_from[0])

    def pause_or_go_on(self) -> None:
        """Send nothing more for now; the second time, go on."""
        if self.sending.is_paused:
            self._measured_from = (self._clock.monotonic(), self.unsettled)
            self.sending.resume()
        else:
            self.sending.pause()
        self._observers.tell()

    def stop(self) -> None:
        """Send nothing more; what was not sent fails, and so is kept."""
        self.sending.stop()
        self._observers.tell()

    @property
    def arrived(self) -> int:
        """How many events are in the server's log."""
        return sum(self.counts[step] for step in ARRIVED)

    @property
    def lost(self) -> list[Receipt]:
        """The receipts of the events that failed, or of which nobody knows."""
        return self.receipts.lost

    @property
    def first_lost(self) -> Receipt | None:
        """The one that failed first; None while none has."""
        return self.receipts.first_lost

    def observe(self, observer: Callable[[], None]) -> Callable[[], None]:
        """Tell ``observer`` of every report from now on; the answer ends that."""
        return self._observers.add(observer)

    async def run(self, publisher: Publisher) -> None:
        """Publish; whatever goes wrong is in the receipts."""
        with garbage.held_off() if len(self.events) >= MANY else nullcontext():
            await self._publish(publisher)

    async def _publish(self, publisher: Publisher) -> None:
        reason = "the sending ended without a word on this event"
        try:
            sending = self.sending if len(self.events) > 1 else None
            await publisher.publish(
                self.events,
                report=self.take,
                sending=sending,
                note=self.note,
                doubts=self._outbox.doubts,
                ready=self._ready or self._made_ready(),
            )
        except FluxTuiError as error:
            reason = str(error)
        finally:
            self._close(reason)

    def take(self, advance: Advance) -> None:
        """Events have come a step further."""
        if advance.reason is not None and self.note.secrets:
            advance = advance._replace(reason=masked_text(advance.reason, self.note.secrets))
        self._take(advance)
        events = map(self.events.__getitem__, advance.places)
        if advance.step in ARRIVED:
            self._outbox.arrived(events)
        elif advance.step in LOST:
            doubtful_since = self._began if advance.step is Step.UNKNOWN else None
            reason = advance.reason or "it failed"
            self._outbox.failed(events, reason, doubtful_since=doubtful_since)
        self.learner(map(self.receipts.__getitem__, advance.places))
        self._observers.tell()

    def _take(self, advance: Advance) -> None:
        """Take a report down; after a silence the rate is measured anew."""
        was_silent = self.silent_for > SILENCE
        self.receipts.take(advance)
        self._moved_at = self._clock.monotonic()
        if was_silent:
            self._measured_from = (self._moved_at, self.unsettled)

    def find_out(self, found: Mapping[int, tuple[Step, str]]) -> None:
        """What was found out later about events, by their places, of which nobody knew.

        The outbox is left as it is: who sends them again has them looked for once more.
        """
        for place, (step, reason) in found.items():
            if self.receipts.steps[place] is Step.UNKNOWN:
                self.receipts.take(Advance([place], step, reason))
        self._observers.tell()

    def _made_ready(self) -> Iterator[Ready]:
        """Give ids to many events, some after others: no key waits for it."""
        place = 0
        for drafted in self._outbox.ready_steps(self._drafted, self._ahead):
            ready = self._revealed(drafted)
            first, place = place, place + len(ready.events)
            self._events[first:place] = ready.events
            yield ready

    def _revealed(self, ready: Ready) -> Ready:
        """The events with what is secret in them."""
        if self._reveal is None:
            return ready
        events = [self._reveal(event) for event in ready.events]
        texts = [
            text if event is hidden else text_of(event)
            for event, hidden, text in zip(events, *ready, strict=True)
        ]
        return Ready(events, texts)

    def _close(self, reason: str) -> None:
        """Nothing stays open: what was not sent failed, what was sent has an unknown outcome."""
        if self.unsettled:
            for step, end in ((Step.WAITING, Step.FAILED), (Step.SENT, Step.UNKNOWN)):
                open_ = [i for i, found in enumerate(self.receipts.steps) if found is step]
                self.take(Advance(open_, end, reason))
        self.is_done, self.times = True, times_of(self.receipts)
        self._observers.tell()
