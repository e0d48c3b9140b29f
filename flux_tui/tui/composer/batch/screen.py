"""A batch as JSON, and beside it what each of its events will do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, TextArea

from flux_tui.model.event import Event
from flux_tui.model.json import Json
from flux_tui.tui.composer.ask_first import AskFirst
from flux_tui.tui.composer.asking import extent_of
from flux_tui.tui.composer.batch.draft import BatchDraft
from flux_tui.tui.composer.batch.following import PAUSE, WORK, BatchFollowing
from flux_tui.tui.composer.batch.form import BatchForm
from flux_tui.tui.composer.batch.judge import BatchJudge
from flux_tui.tui.composer.batch.judgement import BatchJudgement, question
from flux_tui.tui.composer.batch.outlook import forecast_line
from flux_tui.tui.composer.batch.outlook_table import OutlookTable
from flux_tui.tui.composer.batch_table.batch_table import BatchTable
from flux_tui.tui.composer.composer import Composer
from flux_tui.tui.composer.composer_screen import FIRST_KEYS, LAST_KEYS, ComposerScreen
from flux_tui.tui.composer.delivering.making import Ahead
from flux_tui.tui.composer.pretty import pretty_batch
from flux_tui.tui.event_files.dropping import FileDropped, take_or_tell
from flux_tui.tui.event_files.event_files import (
    FILE_BINDINGS,
    ask_to_open,
    open_file,
    save_file,
)
from flux_tui.tui.json_editor.text_change import TextEdit, edit_between
from flux_tui.tui.key_bar.key_bar import KeyBar
from flux_tui.tui.templates.unfilled import asks_of_text


class BatchScreen(ComposerScreen):
    """Edits the batch draft, as text or as a table."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *FIRST_KEYS,
        Binding("f2", "toggle_table", "Text/table", id="composer.table"),
        *FILE_BINDINGS,
        Binding("tab,f6", "app.focus_next", "Next pane", show=False, id="composer.pane"),
        Binding("ctrl+z", "undo", "Undo", show=False, id="composer.undo"),
        Binding("ctrl+y", "redo", "Redo", show=False, id="composer.redo"),
        Binding("ctrl+r", "pause", "Pause", show=False, id="composer.pause"),
        Binding("ctrl+t", "stop", "Stop", show=False, id="composer.stop"),
        *LAST_KEYS,
    ]

    BUDGET = 0.1  # a bar that moves ten times a second is smooth, and each frame costs 3 ms

    def __init__(self, composer: Composer) -> None:
        super().__init__(composer)
        self._draft = composer.drafts.batch
        self._cleared = ""
        self._exchanged = self._draft.text
        """What editor and draft last agreed on: a draft that differs was changed by a delivery."""
        self._judge = BatchJudge(
            self._world, lambda: composer.admission, lambda: self._draft.note.environment
        )
        self._following = BatchFollowing(self, composer, self._draft, self._judge, self._show)
        self._form = BatchForm(
            BatchTable(self._apply, self._properties_of, composer.vocabulary.suggester, self._words)
        )
        self._editor, self._table = self._form.editor, self._form.table

    def compose(self) -> ComposeResult:
        """Editor, table, what is to be said, keys."""
        yield self._form
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the draft."""
        self._draft.is_open = True
        self._load()
        self._follow_delivery()
        self._following.begin()
        self._form.show(self._draft, self._judgement, None)
        self._form.show_mode(self._draft)

    def on_unmount(self) -> None:
        """The world goes on without it."""
        self._judge.close()

    @property
    def draft(self) -> BatchDraft:
        """What it shows."""
        return self._draft

    @property
    def _judgement(self) -> BatchJudgement:
        return self._judge.judgement

    # -- the draft -----------------------------------------------------------------------------

    def _load(self) -> None:
        self._editor.load_text(self._draft.text)
        self._draft.text = self._exchanged = self._editor.text

    @on(TextArea.Changed)
    def _take_text(self) -> None:
        """Keep what was typed; it is read once the typing pauses."""
        if self._editor.text == self._draft.text:
            return
        self._keep_text()
        self._following.read(PAUSE)

    def _keep_text(self) -> None:
        self._draft.text = self._exchanged = self._editor.text
        self._draft.edited()
        self._asked = None

    def _apply(self, edit: TextEdit) -> bool:
        """Edit the text from the table, which shows what comes of it at once."""
        if self._draft.delivering is not None or not self._judge.knows(self._draft.text):
            return False
        self._editor.apply(edit)
        self._follow_edit()
        return True

    def _follow_edit(self) -> None:
        self._keep_text()
        if self._judge.follow_at_once(self._draft.text):
            self._show()
        self._following.read()

    # -- what is shown -------------------------------------------------------------------------

    def _show(self) -> None:
        """Bring the table and the line under it up to date."""
        if self._draft.text != self._exchanged:
            self._load()
            self._following.read()
        self._form.show(self._draft, self._judgement, self._asked)
        self._offer_cleared(bool(self._cleared.strip()) and not self._draft.text)

    # -- what a person does --------------------------------------------------------------------

    def action_send(self) -> None:
        """Publish, once the text is read; what would not arrive is asked about first."""
        if self._draft.delivering is None and self._table.accept():
            self.run_worker(self._send(), group=WORK, exclusive=True)

    async def _send(self) -> None:
        draft = self._draft
        await self._composer.recall()
        if not self._judge.is_of(draft.text):
            await self._judge.follow(draft.text)
        judgement = self._judgement
        if judgement.reading.slips:
            slip = judgement.reading.slips[0]
            self._go_to(slip.line, slip.column)
        if judgement.reading.slips or not judgement.sendable:
            self.app.bell()
            self._show()
            return
        asks = "all of this was sent already" if draft.has_arrived else question(judgement)
        if self._is_sure(asks_of_text(draft.text, draft.note.environment, self), asks):
            ahead = self._composer.ahead_of(draft, judgement.sendable_events)
            extent = await extent_of(ahead.events, draft.outbox)
            workspace = self._composer.workspace

            def publish() -> None:
                self._publish(judgement, ahead)

            AskFirst(self.app, workspace, extent, publish, ahead, draft.outbox).go()

    def _publish(self, judgement: BatchJudgement, ahead: Ahead) -> None:
        self._composer.publish_batch(self.app, self._draft, judgement, ahead)
        self._follow_delivery()
        self._show()

    def _go_to(self, line: int, column: int = 1) -> None:
        """Show a place in the text."""
        self._form.go_to(self._draft, line, column)
        self._show()

    def action_toggle_table(self) -> None:
        """From the text to the table and back; what is typed in a cell is taken first."""
        if not self._table.accept():
            return
        draft = self._draft
        draft.as_table = not draft.as_table
        if draft.as_table and not self._judge.knows(draft.text):
            self._judge.follow_at_once(draft.text)
            self._following.read()
        self._show()
        self._form.show_mode(draft)
        self.refresh_bindings()

    def action_format(self) -> None:
        """Set the text anew; names, numbers and texts stay as they are written."""
        if self._draft.delivering is None and self._table.accept():
            self.run_worker(self._format(), group=WORK, exclusive=True)

    async def _format(self) -> None:
        text = self._draft.text
        await self._judge.follow(text)
        reading = self._judgement.reading
        if reading.slips:
            self._go_to(reading.slips[0].line, reading.slips[0].column)
            self.app.bell()
        else:
            self._editor.apply(edit_between(text, await pretty_batch(reading)))
            self._follow_edit()

    def action_undo(self) -> None:
        """Take the last edit of the table back, and show where that was."""
        self._step(self._editor.undo)

    def action_redo(self) -> None:
        """Do again what was taken back, and show where."""
        self._step(self._editor.redo)

    def _step(self, step: Callable[[], None]) -> None:
        if self._draft.delivering is None:
            before = self._draft.text
            step()
            self._follow_edit()
            if self._draft.text != before and self._judge.touched is not None:
                self._table.go_to_row(self._judge.touched)

    @on(OutlookTable.Opened)
    def _show_event(self, message: OutlookTable.Opened) -> None:
        events = self._judgement.reading.events
        if self._draft.delivery is None and message.place < len(events):
            self._go_to(events[message.place].line)

    def _properties_of(self, entity_id: str) -> Mapping[str, Json] | None:
        record = self._world.get(entity_id)
        return None if record is None else record.properties

    def _words(self, place: int) -> Content:
        return forecast_line(self._judgement, self._draft.outbox, place)

    def action_clear(self) -> None:
        """Empty the editor; the second time, bring back what was cleared."""
        if self._draft.delivering is not None:
            return
        text, self._cleared = self._cleared, self._draft.text
        self._draft.text = "" if self._cleared.strip() else text
        self._draft.edited()
        self._asked = None
        self._load()
        self._following.read()
        self._form.focus_events(self._draft)

    def _events(self) -> list[Event]:
        judgement = self._judgement
        is_right = self._judge.is_of(self._draft.text) and not judgement.reading.slips
        return judgement.sendable_events if is_right else []

    def put(self, text: str) -> None:
        """Have another text in the editor, as one edit that can be undone."""
        self._draft.note.origin = self._draft.filled = None
        self._editor.put(text)
        self._take_text()

    def action_file(self, what: str) -> None:
        """Open a file of events, or save what is written."""
        if what == "open":
            open_file(self.app, self._composer, self.put)
        else:
            save_file(self.app, self._composer, self._draft.text)

    async def on_paste(self, event: events.Paste) -> None:
        """A paste beside all fields is a file, or the text of a batch that has none yet."""
        draft = self._draft
        if isinstance(self.focused, TextArea | Input) or draft.delivering is not None:
            return
        if not await take_or_tell(self._editor, event) and not draft.text.strip():
            self._editor.take_paste(event.text)

    @on(FileDropped)
    def _on_dropped(self, message: FileDropped) -> None:
        def open_path(path: str) -> None:
            open_file(self.app, self._composer, self.put, path)

        ask_to_open(self.app, message, open_path)

    def action_pause(self) -> None:
        """Pause what is being sent, or go on."""
        if self._draft.delivering is not None:
            self._draft.delivering.pause_or_go_on()

    def action_stop(self) -> None:
        """Send nothing more; what was not sent stays in the editor."""
        if self._draft.delivering is not None:
            self._draft.delivering.stop()

    def action_close(self) -> None:
        """Close; the draft is kept."""
        self._composer.drafts.leave_batch()
        self.dismiss()
