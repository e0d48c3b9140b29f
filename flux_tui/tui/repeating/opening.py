"""From a draft to its repetition: what is asked first, and how a round is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from textual.app import App

from flux_tui.client.sent.entry import Note, Origin
from flux_tui.client.templates.filled import Filled
from flux_tui.client.templates.filling import Moment
from flux_tui.model.event import Event
from flux_tui.tui.composer.asking import Extent, question_before
from flux_tui.tui.composer.composer import Composer
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
        app.bell()
        return
    if (obstacle := _obstacle(repetitions, kept)) is not None:
        app.notify(obstacle, severity="warning", markup=False)
        return

    name = name_of(events) if filled is None else template_name(filled.template)

    def now_ms() -> int:
        return workspace.clock.now() // 1_000_000

    def begin(rhythm: Rhythm) -> None:
        repetitions.start(
            app,
            Repetition(
                name,
                repeated(events) if filled is None else refilled(filled, now_ms),
                rhythm,
                lambda made: composer.delivery_of(made, replace(kept)),
                composer.publisher,
                workspace.clock,
            ),
        )

    def ask(rhythm: Rhythm | None) -> None:
        if rhythm is None:
            return
        question = question_before(workspace, Extent(events), how=f"This {rhythm_text(rhythm)}.")
        if question is None:
            begin(rhythm)
        else:
            app.push_screen(question, lambda wanted: begin(rhythm) if wanted else None)

    def rounds(rhythm: Rhythm) -> list[str]:
        return [] if filled is None else first_rounds(filled, now_ms(), rhythm.every)

    app.push_screen(RepeatScreen(name, None if filled is None else rounds), ask)


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
