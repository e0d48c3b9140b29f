"""A single event as a form, beside the live list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import Input, TextArea

from flux_tui.errors import UsageError
from flux_tui.model.event import Event
from flux_tui.protocol.json_reading import NotJson
from flux_tui.replica.outcome import Outcome, concerning
from flux_tui.tui.choice import Choice
from flux_tui.tui.composer.ask_first import AskFirst
from flux_tui.tui.composer.asking import Extent
from flux_tui.tui.composer.composer import Composer
from flux_tui.tui.composer.composer_screen import FIRST_KEYS, LAST_KEYS, ComposerScreen
from flux_tui.tui.composer.event.draft import EventDraft, Mode
from flux_tui.tui.composer.event.form import EventForm
from flux_tui.tui.composer.event.judgement import Judgement, judge
from flux_tui.tui.composer.event.property_editor import PropertyEditor
from flux_tui.tui.composer.pretty import pretty
from flux_tui.tui.composer.rows import RowProblem
from flux_tui.tui.event_files.dropping import FileDropped
from flux_tui.tui.event_files.event_files import FILE_BINDINGS, ask_to_open
from flux_tui.tui.json_editor.text_change import edit_between
from flux_tui.tui.key_bar.key_bar import KeyBar
from flux_tui.tui.templates.unfilled import asks_of_event

LONG_JSON = 50_000
"""Characters of JSON that are judged once the typing pauses, not at each key."""

PAUSE = 0.15
"""Seconds without a key that are such a pause."""


class EventScreen(ComposerScreen):
    """Edits one draft; what is typed is in the draft at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *FIRST_KEYS,
        Binding("ctrl+t", "toggle_mode", "Rows/JSON", id="composer.mode"),
        Binding("ctrl+n", "new_row", "New row", id="composer.new-row"),
        Binding("ctrl+r", "remove_row", "Remove row", id="composer.remove-row"),
        *LAST_KEYS,
        *(replace(key, show=False) for key in FILE_BINDINGS),
    ]

    def __init__(self, composer: Composer, draft: EventDraft) -> None:
        super().__init__(composer)
        self._draft = draft
        self._cleared: EventDraft | None = None
        self._tried = False
        self._leave_world = self._world.observe(self._on_outcomes)
        self._judgement: Judgement | None = None
        self._pause = Timer(self, PAUSE)
        self._form = EventForm(composer.vocabulary, lambda: self._draft.entity_id)

    def compose(self) -> ComposeResult:
        """The form, what it will do, and its keys."""
        yield self._form
        yield KeyBar()

    async def on_mount(self) -> None:
        """Show the draft; the cursor is in the first field that wants something."""
        self._draft.is_open = True
        await self._load()
        self._form.focus_start(self._draft)
        self.run_worker(self._recall(), group="recall")

    async def _recall(self) -> None:
        """Once it is known what earlier explorers sent: offer it where nothing is written yet."""
        await self._composer.recall()
        if self._composer.drafts.fill_in(self._draft):
            await self._load()
            self._form.focus_start(self._draft)

    def on_unmount(self) -> None:
        """The world goes on without it."""
        self._leave_world()

    @property
    def draft(self) -> EventDraft:
        """What it shows."""
        return self._draft

    # -- the draft -----------------------------------------------------------------------------

    async def _load(self) -> None:
        """Show another draft, or the same one anew."""
        draft = self._draft
        await self._form.load(draft)
        self.refresh_bindings()
        self._follow_delivery()
        self._show()

    @on(Input.Changed)
    def _take_field(self) -> None:
        if self._form.fields.store(self._draft):
            self._edited()

    @on(Input.Submitted)
    def _go_on(self) -> None:
        """Enter goes on to the next field, as it does from row to row."""
        self.focus_next()

    @on(PropertyEditor.Edited)
    def _take_rows(self) -> None:
        self._draft.rows = self._form.rows.rows
        self._edited()

    @on(TextArea.Changed)
    def _take_json(self) -> None:
        if self._form.json.text != self._draft.json:
            self._draft.json = self._form.json.text
            self._edited()

    @on(Choice.Chosen, "#which")
    def _take_which(self, event: Choice.Chosen) -> None:
        self._draft.sends_all = event.index == 1
        self._edited()

    def _edited(self) -> None:
        self._draft.edited()
        self._asked = None
        self._pause.stop()
        if len(self._draft.json) > LONG_JSON:
            self._pause = self.set_timer(PAUSE, self._show)
        else:
            self._show()

    # -- what is shown -------------------------------------------------------------------------

    def _show(self) -> None:
        """Say at each field what is wrong with it, and under the form what it will do."""
        draft = self._draft
        judgement = self._judgement = judge(
            draft,
            self._world,
            self._form.rows.all_rows,
            tried=self._tried,
            utc=self._composer.workspace.options.utc,
            admission=self._composer.admission,
        )
        self._composer.ask_about(self, judgement.namespaces, self._frames.request)
        self._form.show(draft, judgement, self._asked)
        self._offer_cleared(self._cleared is not None and self._is_fresh)

    @property
    def _is_fresh(self) -> bool:
        """Whether nothing has been written yet: clearing brings back what was cleared."""
        return self._draft.is_blank or self._draft.is_untouched()

    def _on_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        if self.is_mounted and concerning(self._draft.entity_id, outcomes):
            self._frames.request()

    # -- what a person does --------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Rows are added and removed while there are rows."""
        if self._draft.mode is Mode.ROWS:
            return action != "format"
        return action not in ("new_row", "remove_row")

    def action_send(self) -> None:
        """Publish, unless something is wrong; what would do nothing is asked about first."""
        self._show()
        draft, judgement = self._draft, self._judgement
        if judgement is None or (draft.delivery is not None and not draft.delivery.is_settled):
            return
        if judgement.event is None or judgement.blocked:
            self._tried = True
            self._show()
            self._form.focus_problem(judgement)
            self.app.bell()
            return
        event = judgement.event
        asks = "this was sent already" if draft.has_arrived else judgement.question
        if self._is_sure(asks_of_event(event, draft.note.environment, self), asks):
            workspace = self._composer.workspace
            AskFirst(self.app, workspace, Extent([event]), lambda: self._publish(event)).go()

    def _publish(self, event: Event) -> None:
        self._composer.publish_event(self.app, self._draft, event)
        self._follow_delivery()
        self._show()

    def _events(self) -> list[Event]:
        self._show()
        judgement = self._judgement
        event = None if judgement is None or judgement.blocked else judgement.event
        return [] if event is None else [event]

    async def action_toggle_mode(self) -> None:
        """From rows to JSON and back; what is not yet right stays where it is."""
        draft = self._draft
        if not self._turn():
            return
        await self._form.load_properties(draft)
        self.refresh_bindings()
        self._show()
        if draft.mode is Mode.JSON:
            self._form.json.focus()
        else:
            self._form.rows.focus_row(0)

    def _turn(self) -> bool:
        """Have the properties in the other form; where they cannot be it is said why."""
        draft, judgement = self._draft, self._judgement
        try:
            if draft.mode is Mode.ROWS:
                draft.to_json(judgement.known if judgement else None)
            else:
                draft.to_rows()
        except RowProblem:
            if judgement is not None:
                self._form.focus_problem(judgement)
            self.app.bell()
            return False
        except (NotJson, UsageError) as error:
            if isinstance(error, NotJson):
                self._form.json.go_to(error.slip.line, error.slip.column)
            self.notify(f"stays JSON: {error}", severity="warning", markup=False)
            return False
        return True

    def action_format(self) -> None:
        """Set the JSON anew; names, numbers and texts stay as they are written."""
        text = self._draft.json
        judgement = self._judgement
        if self._draft.mode is Mode.JSON and text.strip():
            if judgement is not None and judgement.slip is None:
                self._form.json.apply(edit_between(text, pretty(text)))
            else:
                self.app.bell()

    def action_new_row(self) -> None:
        """Go to the blank row."""
        self._form.rows.focus_new()

    async def action_remove_row(self) -> None:
        """Remove the row that the cursor is in."""
        await self._form.rows.remove_focused()

    async def action_clear(self) -> None:
        """Start anew; the second time, bring back what was cleared."""
        drafts, draft = self._composer.drafts, self._draft
        if self._cleared is not None and self._is_fresh:
            fresh, self._cleared = self._cleared, None
        else:
            record = self._world.get(draft.entity_id)
            fresh = drafts.anew(draft, None if record is None else record.properties)
            self._cleared = draft
        self._tried = False
        drafts.replace(draft, fresh)
        draft.is_open, fresh.is_open = False, True
        self._draft = fresh
        self._asked = None
        await self._load()
        if not self._form.fields.focus_empty():
            self._form.rows.focus_row(0)

    def action_file(self, what: str) -> None:
        """Open a file of an event, or save what is written."""
        from flux_tui.tui.event_files.into_form import open_in_form, save_from_form

        if what == "open":
            open_in_form(self, self._composer)
        else:
            save_from_form(self.app, self._composer, self._draft)

    @on(FileDropped)
    def _on_dropped(self, message: FileDropped) -> None:
        from flux_tui.tui.event_files.into_form import open_in_form

        ask_to_open(self.app, message, lambda path: open_in_form(self, self._composer, path))

    def action_close(self) -> None:
        """Close; the draft is kept."""
        self._composer.drafts.leave(self._draft)
        self.dismiss()
