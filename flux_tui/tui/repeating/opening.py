"""From a draft to its repetition: what is asked first, and how a round is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from textual.app import App

from flux_tui.client import Phase
from flux_tui.client.sent.entry import Note, Origin
from flux_tui.client.templates.filled import Filled
from flux_tui.client.templates.filling import Moment
from flux_tui.model.event import Event
from flux_tui.tui.composer.asking import Extent, question_before
from flux_tui.tui.composer.composer import Composer
from flux_tui.tui.composer.delivering.delivery import Delivery
from flux_tui.tui.repeating.repeat_screen import RepeatScreen
from flux_tui.tui.repeating.repetition import MakeRound, Repetition
from flux_tui.tui.repeating.repetitions import MOST, Repetitions
from flux_tui.tui.repeating.rhythm import Rhythm
from flux_tui.tui.repeating.wording import first_rounds, name_of, rhythm_text, template_name
from flux_tui.tui.templates.unset import unset_text
from flux_tui.tui.writing import may_write


def open_repeat(
    app: App[None],
    composer: Composer,
    events: Sequence[Event],
    *,
    note: Note | None = None,
    filled: Filled | None = None,
) -> None:
    """Ask how often, then publish what these events say again and again.

    ``note`` has what the ledger keeps beside them. What is ``filled`` in is filled in anew.
    """
    workspace = composer.workspace
    repetitions = workspace.desk.repetitions = workspace.desk.repetitions or Repetitions()
    kept = replace(note or Note(), origin=Origin.REPEAT, entry=None)
    if not may_write(app, workspace):
        return
    if not events:
        said = "what stands here cannot be sent yet, nor repeated"
        app.notify(said, severity="warning", markup=False)
        return
    if (obstacle := _obstacle(repetitions, kept)) is not None:
        app.notify(obstacle, severity="warning", markup=False)
        return
    _Wish(app, composer, repetitions, events, kept, filled).ask()


@dataclass(frozen=True, slots=True)
class _Wish:
    """What somebody wants to be published again and again."""

    app: App[None]
    composer: Composer
    repetitions: Repetitions
    events: Sequence[Event]
    note: Note
    filled: Filled | None

    @property
    def name(self) -> str:
        """What is published, for people."""
        return name_of(self.events) if self.filled is None else template_name(self.filled.template)

    def ask(self) -> None:
        """Ask how often; of what is filled in anew the first rounds are shown."""
        filled = self.filled

        def rounds(rhythm: Rhythm) -> list[str]:
            return [] if filled is None else first_rounds(filled, self._now_ms(), rhythm.every)

        screen = RepeatScreen(self.name, None if filled is None else rounds)
        self.app.push_screen(screen, self._confirm)

    def _confirm(self, rhythm: Rhythm | None) -> None:
        """Begin; first ask once more where the events are such as are asked about."""
        if rhythm is None:
            return
        how = f"This {rhythm_text(rhythm)}."
        question = question_before(self.composer.workspace, Extent(self.events), how=how)
        if question is None:
            self._begin(rhythm)
        else:
            self.app.push_screen(question, lambda yes: self._begin(rhythm) if yes else None)

    def _begin(self, rhythm: Rhythm) -> None:
        composer, filled = self.composer, self.filled
        make = repeated(self.events) if filled is None else refilled(filled, self._now_ms)

        def deliver(made: Sequence[Event]) -> Delivery:
            return composer.delivery_of(made, replace(self.note))

        clock, session = composer.workspace.clock, composer.workspace.session
        repetition = Repetition(
            self.name,
            make,
            rhythm,
            deliver,
            composer.publisher,
            clock,
            is_away=lambda: session.status.phase is Phase.OFFLINE,
        )
        self.repetitions.start(self.app, repetition)

    def _now_ms(self) -> int:
        return self.composer.workspace.clock.now() // 1_000_000


def _obstacle(repetitions: Repetitions, note: Note) -> str | None:
    """Why another repetition cannot begin."""
    if len(repetitions.running) >= MOST:
        return f"{MOST} repetitions run already: stop them first"
    return unset_text(note.environment) or None


def repeated(events: Sequence[Event]) -> MakeRound:
    """Each round has what these events say, under ids of its own."""
    without_ids = [event._replace(event_id=None) for event in events]

    async def make(number: int) -> Sequence[Event]:
        return without_ids

    return make


def refilled(filled: Filled, now_ms: Callable[[], int]) -> MakeRound:
    """Each round has the template filled in anew: its times, new ids, counters that go on."""

    async def make(number: int) -> Sequence[Event]:
        return await filled.round(number, Moment(now_ms()))

    return make
