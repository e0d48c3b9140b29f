"""What a batch looks like: its text or its table, what it will do, what became of it."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from flux_tui.tui.composer.batch.draft import BatchDraft
from flux_tui.tui.composer.batch.judgement import BatchJudgement, what_goes
from flux_tui.tui.composer.batch.outlook import (
    beneath,
    forecast_rank,
    forecast_row,
    receipt_rank,
    receipt_row,
)
from flux_tui.tui.composer.batch.outlook_table import OutlookTable
from flux_tui.tui.composer.batch_table.batch_table import BatchTable
from flux_tui.tui.composer.note import Note
from flux_tui.tui.composer.wording import asking
from flux_tui.tui.event_files.dropping import DropEditor
from flux_tui.tui.keys.naming import keys_of

EXAMPLE = """\
[
  {"stream": "sensors", "source": "me", "payload":
    {"entity_id": "sensor-1", "properties": {"temperature": 22.5}}},
  {"stream": "sensors", "source": "me", "payload":
    {"entity_id": "sensor-2", "properties": {"temperature": 19}}}
]
or {"events": [...]}, or an event a line; without a timestamp it is now"""
"""What stands in the editor while it is empty."""


class BatchForm(Vertical):
    """Shows a draft; what a person changes in its text bubbles up from the editor."""

    def __init__(self, table: BatchTable) -> None:
        super().__init__(id="panel")
        self.editor = DropEditor(placeholder=EXAMPLE, id="batch-editor")
        self.table = table
        self._outlook = OutlookTable()
        self._message = Note(id="outlook")

    def compose(self) -> ComposeResult:
        """Text or table, what each event does, what is to be said of all."""
        self.border_title = Content("batch of events")
        yield self.editor
        yield self.table
        yield self._outlook
        yield self._message

    def show(self, draft: BatchDraft, judgement: BatchJudgement, asked: str | None) -> None:
        """Say of each event what it will do, or what became of it, and of all beneath."""
        self.editor.take_edits(draft.delivering is None)
        self.editor.mark(judgement.reading.slips[0] if judgement.reading.slips else None)
        if draft.delivery is not None:
            row = partial(receipt_row, draft.delivery)
            self._outlook.show(
                "what became of it",
                len(draft.delivery.receipts),
                row,
                partial(receipt_rank, draft.delivery),
            )
        else:
            row = partial(forecast_row, judgement, draft.outbox)
            self._outlook.show(
                "what it will do", len(judgement.forecasts), row, partial(forecast_rank, judgement)
            )
        self._outlook.display = not draft.as_table or draft.delivery is not None
        if draft.as_table:
            self.table.show(judgement)
        self._message.set_class(draft.delivery is not None, "-delivered")
        key = keys_of(self)
        self._message.say(
            beneath(draft, judgement, key)
            if asked is None
            else asking(asked, key("composer.send"), what_goes(judgement))
        )

    def show_mode(self, draft: BatchDraft) -> None:
        """Show the text or the table, at the event that the cursor was at in the other."""
        if draft.as_table:
            self.table.go_to_line(self.editor.cursor_location[0] + 1)
        elif self.table.display:
            self.editor.go_to(self.table.line)
        self.editor.display, self.table.display = not draft.as_table, draft.as_table
        self.focus_events(draft)

    def go_to(self, draft: BatchDraft, line: int, column: int = 1) -> None:
        """Show a place in the text."""
        if draft.as_table:
            draft.as_table = False
            self.show_mode(draft)
        self.editor.go_to(line, column)
        self.editor.focus()

    def focus_events(self, draft: BatchDraft) -> None:
        """Put the cursor into the text or the table."""
        if draft.as_table:
            self.table.focus_grid()
        else:
            self.editor.focus()
