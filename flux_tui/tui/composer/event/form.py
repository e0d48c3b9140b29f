"""What a draft of one event looks like: its fields, its properties, what is said of it."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from flux_tui.model.inline import name_text
from flux_tui.tui.cells import cut_middle
from flux_tui.tui.choice import Choice
from flux_tui.tui.composer.event.draft import EventDraft, Mode
from flux_tui.tui.composer.event.fields import EventFields
from flux_tui.tui.composer.event.judgement import Judgement
from flux_tui.tui.composer.event.outlook import beneath
from flux_tui.tui.composer.event.property_editor import PropertyEditor
from flux_tui.tui.composer.note import Note
from flux_tui.tui.composer.suggestions import Vocabulary
from flux_tui.tui.composer.wording import asking
from flux_tui.tui.event_files.dropping import DropEditor
from flux_tui.tui.keys.naming import keys_of

EXAMPLE = '{\n  "temperature": 22.5,\n  "unit": "celsius"\n}'
"""What stands in the JSON editor while it is empty."""


class EventForm(Vertical):
    """Shows a draft; what a person changes in it bubbles up from the part that was changed.

    So does what is loaded: ``Widget.prevent`` would keep the changes of all other widgets from
    everybody, too, for as long as anything that began meanwhile goes on.
    """

    def __init__(self, words: Vocabulary, entity_id: Callable[[], str]) -> None:
        """``entity_id`` is the entity that the draft is about at the moment."""
        super().__init__(id="panel")
        self.fields = EventFields(words)
        self.rows = PropertyEditor(words.properties(entity_id), words.values)
        self.json = DropEditor(placeholder=EXAMPLE, id="json")
        self._which = Choice(["changed only", "all"], id="which")
        self._heading = Note(id="heading")
        self._sent = Note(id="sent")
        self._outlook = Note(id="outlook")

    def compose(self) -> ComposeResult:
        """The fields, the properties in one of two forms, and what it will do."""
        yield self.fields
        with Horizontal(id="properties"):
            yield self._heading
            yield self._which
            yield self._sent
        yield self.rows
        yield self.json
        yield self._outlook

    async def load(self, draft: EventDraft) -> None:
        """Show another draft, or the same one anew."""
        self.fields.load(draft)
        self._load_json(draft)
        await self.rows.load(draft.rows)
        self.show_mode(draft.mode)
        title = "new event" if draft.base is None else f"event from {_title(draft.entity_id)}"
        self.border_title = Content(title)

    async def load_properties(self, draft: EventDraft) -> None:
        """Show a draft's properties in the form that they are in now."""
        if draft.mode is Mode.JSON:
            self._load_json(draft)
        else:
            await self.rows.load(draft.rows)
        self.show_mode(draft.mode)

    def _load_json(self, draft: EventDraft) -> None:
        """Show a draft's text; what would act on a terminal is an escape in it from then on."""
        self.json.load_text(draft.json)
        draft.json = self.json.text

    def show_mode(self, mode: Mode) -> None:
        """Show the properties as rows or as JSON."""
        self.rows.display = mode is Mode.ROWS
        self.json.display = mode is Mode.JSON

    def show(self, draft: EventDraft, judgement: Judgement, asked: str | None) -> None:
        """Say at each field what is wrong with it, and under the form what it will do."""
        self.fields.show(judgement)
        if draft.mode is Mode.ROWS:
            self.rows.show(
                judgement.row_notes, judgement.row_problems, judgement.idle, judgement.known
            )
        self.json.mark(judgement.slip)
        form = "rows" if draft.mode is Mode.ROWS else "JSON"
        self._heading.say(Content(f"Properties as {form}"))
        self._sent.say(Content(judgement.sent))
        self._which.display = draft.base is not None
        self._which.show(int(draft.sends_all))
        send = keys_of(self)("composer.send")
        self._outlook.say(beneath(draft, judgement) if asked is None else asking(asked, send))

    def focus_start(self, draft: EventDraft) -> None:
        """Put the cursor into the first field that wants something, else to the properties."""
        if self.fields.focus_empty():
            return
        if draft.mode is Mode.JSON:
            self.json.focus()
        else:
            self.rows.focus_row(0, column=0 if draft.base is None else 1)

    def focus_problem(self, judgement: Judgement) -> None:
        """Put the cursor to the first thing that is wrong."""
        if self.fields.focus_problem(judgement):
            return
        if judgement.row_problems:
            self.rows.focus_row(min(judgement.row_problems), 1)
        elif judgement.slip is not None:
            self.json.go_to(judgement.slip.line, judgement.slip.column)
            self.json.focus()


def _title(entity_id: str) -> str:
    return cut_middle(name_text(entity_id, 500), 40)
