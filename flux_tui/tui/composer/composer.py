"""The composer of one explorer: its drafts, and the one place through which they are sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from textual.app import App
from textual.screen import Screen

from flux_tui.client import Admission
from flux_tui.client.sent.entry import Note
from flux_tui.model.event import Event
from flux_tui.model.printable import printable
from flux_tui.tui.composer.batch.draft import BatchDraft
from flux_tui.tui.composer.batch.judgement import BatchJudgement
from flux_tui.tui.composer.batch.remainder import Rest
from flux_tui.tui.composer.delivering.delivery import FEW, Delivery
from flux_tui.tui.composer.delivering.making import Ahead, Piece
from flux_tui.tui.composer.delivering.outbox import Outbox
from flux_tui.tui.composer.drafts import Drafts
from flux_tui.tui.composer.event.draft import EventDraft
from flux_tui.tui.composer.suggestions import Vocabulary
from flux_tui.tui.composer.used_words import MOST_USED
from flux_tui.tui.composer.wording import receipts_line
from flux_tui.tui.draft_keeping.catching_up import catch_up
from flux_tui.tui.held_screen import HeldScreen
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.workspace import Workspace
from flux_tui.tui.writing import require_writable


class Composer:
    """What the composer's screens share; one for each workspace.

    Deliveries belong to the application: they go on when the screen that began them is closed.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.publisher = workspace.open_publisher()
        self._admission = Admission(workspace.client, workspace.clock)
        desk = workspace.desk
        if desk.drafts is None:
            desk.drafts = Drafts(lambda: workspace.clock.now() // 1_000_000)
        self.drafts = desk.drafts
        heard = workspace.session.streams
        self.vocabulary = Vocabulary(workspace.world, self.drafts.used, heard)
        self._recalling = asyncio.Lock()
        self._has_recalled = False

    async def recall(self) -> None:
        """Have what earlier explorers left in the ledger, once: the words that they used, and the
        ids of what they had begun to send of drafts that were put back, when they were killed."""
        async with self._recalling:
            if not self._has_recalled:
                ledger = self.workspace.open_ledger()
                self.drafts.used.recall(await ledger.latest(MOST_USED))
                await catch_up(self.drafts, ledger, self.workspace.desk.keeping)
                self._has_recalled = True

    @property
    def admission(self) -> Admission:
        """Whom the server lets write, as far as that is known by now."""
        known = self._admission
        known.takes_once = self.workspace.session.status.log is not None
        return known

    def ask_about(
        self, screen: Screen[None], namespaces: Collection[str], then: Callable[[], None]
    ) -> None:
        """Ask the server about namespaces of which it is not known who may write; then say so."""
        admission = self._admission
        if not admission.is_worth_asking(namespaces):
            return

        async def ask() -> None:
            if await admission.ask(namespaces):
                then()

        screen.run_worker(ask(), group="admission", exclusive=True)

    def ahead_of(self, draft: BatchDraft, events: Sequence[Event]) -> Ahead:
        """What makes events of a batch ready while it is asked whether they are to be sent.

        The ledger does not prepare what was tried before, since that keeps its ids, nor what gets
        secrets, since these are put in last.
        """
        now, note = self.workspace.clock.now() // 1_000_000, draft.note
        is_worth_it = len(events) > FEW
        is_plain = not (draft.outbox.tried or note.environment or note.secrets)
        return Ahead(events, now, self.publisher.prepare() if is_worth_it and is_plain else None)

    def publish_event(self, app: App[None], draft: EventDraft, event: Event) -> Delivery:
        """Publish what a draft says. Raises ReadOnly when nothing may be written."""
        delivery = self._ready([event], draft.outbox, draft.note)
        draft.delivery = delivery
        draft.is_edited = False

        async def deliver() -> None:
            await delivery.run(self.publisher)
            if not draft.is_open:
                self.drafts.leave(draft)
                self._tell(app, delivery, "explorer.event")

        self._start(app, deliver)
        return delivery

    def publish_batch(
        self,
        app: App[None],
        draft: BatchDraft,
        judgement: BatchJudgement,
        ahead: Ahead,
    ) -> Delivery:
        """Publish what of a batch can be sent; in the draft stays what was not, or has failed.

        ``ahead`` has the events of the judgement that can be sent.
        While it is being delivered the draft's text must not change. Raises ReadOnly when
        nothing may be written.
        """
        note = replace(draft.note, prepared=ahead.prepared)
        delivery = self._ready(ahead.events, draft.outbox, note, ahead.pieces)
        draft.delivery = delivery
        draft.is_edited = draft.is_partial = False
        rest = Rest(draft, delivery, judgement.reading, judgement.sendable)
        if len(ahead.events) > FEW:
            delivery.observe(HeldScreen(app).let_go_soon)  # the frame is as long as all before it

        async def deliver() -> None:
            delivery.observe(rest.leave)
            await delivery.run(self.publisher)
            if not draft.is_open:
                self.drafts.leave_batch()
                self._tell(app, delivery, "explorer.batch")

        draft.delivering = delivery
        self._start(app, deliver)
        return delivery

    def delivery_of(self, events: Sequence[Event], note: Note) -> Delivery:
        """A delivery of events that are of no draft. Raises ReadOnly as all that sends."""
        now_ms = self.workspace.clock.now() // 1_000_000
        return self._ready(events, Outbox(lambda: now_ms), note)

    def _ready(
        self, events: Sequence[Event], outbox: Outbox, note: Note, ahead: Sequence[Piece] = ()
    ) -> Delivery:
        require_writable(self.workspace)
        for event in events[-4 * MOST_USED :]:
            self.drafts.used.take(event)
        note, reveal = replace(note), None
        if note.environment:
            from flux_tui.client.templates.secrets import revealing

            known = revealing(note.environment)
            note.secrets = {**note.secrets, **known.placeholders}
            reveal = known.revealed
        delivery = Delivery(events, outbox, self.workspace.clock, note, reveal, ahead)
        self.workspace.desk.take(delivery)
        delivery.learner = self._admission.learn
        return delivery

    def _start(self, app: App[None], deliver: object) -> None:
        app.run_worker(deliver, name="delivery", group="deliveries")  # type: ignore[arg-type]

    def _tell(self, app: App[None], delivery: Delivery, opening: str) -> None:
        """Say what became of a delivery whose screen was closed before it was over.

        ``opening`` is the binding that opens it again.
        """
        line = receipts_line(delivery.counts, delivery.receipts.unsent).plain
        lost = delivery.first_lost
        if lost is not None:
            reason = printable(lost.reason or "", limit=200)
            words = f"{line}: {reason}. {keys_of(app)(opening)} brings it back."
            app.notify(words, severity="error", markup=False)
        else:
            app.notify(line, markup=False)
