"""The history tab: what the server keeps of an entity's past, read while it is looked at."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from flux_tui.client.past.pasts import Pasts
from flux_tui.client.past.reader import PastReader
from flux_tui.client.past.status import Reading
from flux_tui.model.event import Event
from flux_tui.model.inline import moment_text
from flux_tui.replica.past.entity_history import EntityHistory
from flux_tui.tui.acting.place import Setting
from flux_tui.tui.detail.footer import Footer
from flux_tui.tui.detail.pane import DetailPane
from flux_tui.tui.frame import FrameBudget
from flux_tui.tui.history.blame_list import BlameList
from flux_tui.tui.history.edges import HistoryFilter, HistoryHeader
from flux_tui.tui.history.event_list import EventList
from flux_tui.tui.history.history_list import HistoryList
from flux_tui.tui.history.keys import BINDINGS
from flux_tui.tui.history.looking import Looking
from flux_tui.tui.history.selection import Selection
from flux_tui.tui.history.settings import setting_of
from flux_tui.tui.history.wording import progress, told
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.workspace import Workspace
from flux_tui.tui.writing import may_write

BUDGET = 0.2
"""Seconds between two pictures of a history that is being read."""

ENDED = (Reading.STOPPED, Reading.FAILED)
"""A person, or the connection's return, may have these go on."""


class HistoryPane(DetailPane):
    """Steps newest first, or blame; below them how far the past is read."""

    BINDINGS: ClassVar[list[BindingType]] = BINDINGS

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._pasts = Pasts(workspace.client, workspace.session.server_now, workspace.clock)
        self._entity_id: str | None = None
        self._looking: Looking | None = None
        self._seen = False
        self._said: Reading | None = None
        self._frames = FrameBudget(self, self._update, BUDGET)
        self._steps = HistoryList(workspace)
        self._blame = BlameList(workspace)
        self._blame.display = False
        self._header = HistoryHeader(self._titles)
        self._filter = HistoryFilter(lambda: self.screen.set_focus(self.focus_target))
        self._footer = Footer()

    @property
    def focus_target(self) -> EventList:
        """The list that is shown takes the keys."""
        return self._blame if self._blame.display else self._steps

    @property
    def event(self) -> Event | None:
        """The event that the cursor is on."""
        return self.focus_target.event

    @property
    def setting(self) -> Setting | None:
        """What the step that the cursor is on has set."""
        step = self.focus_target.step
        return None if step is None else setting_of(step)

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield self._header
        yield self._steps
        yield self._blame
        yield self._filter
        yield self._footer

    def on_unmount(self) -> None:
        """Ask and paint no more."""
        self.leave()
        self._frames.close()

    # -- whose past ----------------------------------------------------------------------------

    def show(self, entity_id: str | None) -> None:
        """Show an entity's past: what is known of it at once, the rest when it has come."""
        if entity_id != self._entity_id or self._looking is None:
            self.leave()
            self._entity_id = entity_id
            self._narrow(self._filter.belong_to(entity_id))
            if self._seen:
                self._begin()

    def on_show(self) -> None:
        """It can be seen: now a server may be asked."""
        self._seen = True
        if self._looking is None:
            self._begin()

    def on_hide(self) -> None:
        """Nobody sees it, though its tab may still be the chosen one; it opens as a history."""
        self._seen = False
        self.leave()
        if not self.has_focus_within:
            self._blame.display, self._steps.display = False, True

    def _begin(self) -> None:
        if self._entity_id is None:
            self._steps.show(EntityHistory())
            self._blame.show({}, EntityHistory())
            self._footer.say("", "")
            return
        reader = self._pasts.of(self._entity_id)
        self._looking = Looking(
            self, self._workspace, self._entity_id, reader, self._frames.request
        )
        self._steps.show(reader.history)
        self._looking.read()
        self._update()

    def leave(self) -> None:
        """Nobody looks any more."""
        if self._looking is not None:
            self._looking.end()
            self._looking = None

    def update_changed(self) -> bool:
        """Look for what is new if there may be something; a picture that stands still does not."""
        return self._looking is not None and self._looking.look_for_news()

    @property
    def _reader(self) -> PastReader | None:
        return None if self._looking is None else self._looking.reader

    # -- what is shown -------------------------------------------------------------------------

    def _update(self) -> None:
        reader = self._reader
        if reader is None or not self.is_mounted:
            return
        if self._entity_id is not None:
            reader.history.witness(self._workspace.changes.of(self._entity_id))
        if self._blame.display:
            record = None
            if self._entity_id is not None:
                record = self._workspace.view.picture.get(self._entity_id)
            self._blame.show({} if record is None else record.properties, reader.history)
        else:
            self._steps.update_steps()
        self._workspace.session.streams.hear_some(reader.history.streams)
        self._header.refresh()
        self._say()

    def _say(self) -> None:
        reader, workspace = self._reader, self._workspace
        if reader is None:
            return
        utc = workspace.options.utc
        today = moment_text(workspace.clock.now(), utc=utc)[:10]
        following = workspace.session.status.phase.is_following
        said = progress(reader, today, keys_of(self), utc=utc, lost=not following)
        if self._entity_id == "":
            said = "no server can be asked for the history of the empty id"
        if self._steps.selection.text.strip() and self._steps.display:
            said += f" · {self._steps.count:,} shown"
        self._footer.say(said, told(reader.status.problem, self.event, today, utc=utc))
        if self._said is not reader.status.reading:
            self._said = reader.status.reading
            self.refresh_bindings()

    def _titles(self, width: int) -> str:
        if self._blame.display:
            return self._blame.header(width)
        return self._steps.columns_in(width).header

    @on(EventList.Moved)
    def _on_moved(self, message: EventList.Moved) -> None:
        message.stop()
        self._say()

    @on(EventList.Opened)
    def _on_opened(self, message: EventList.Opened) -> None:
        from flux_tui.tui.history.event_screen import PastEventScreen

        message.stop()
        step = message.step
        self.app.push_screen(PastEventScreen(self._workspace, step.event, setting_of(step)))

    @on(EventList.UndoAsked)
    def _on_undo(self, message: EventList.UndoAsked) -> None:
        message.stop()
        reader = self._reader
        if reader is not None and may_write(self.app, self._workspace):
            from flux_tui.tui.undo.from_history import undo_events
            from flux_tui.tui.undo.undoing import Undoing

            undoing = Undoing(self.app, self._workspace)
            asking = undo_events(self.app, undoing, reader.history, message.events)
            self.run_worker(asking, group="undo", exclusive=True)

    @on(Input.Changed)
    def _on_typed(self, message: Input.Changed) -> None:
        message.stop()
        self._narrow(self._filter.value)
        self._frames.request()

    def _narrow(self, text: str) -> None:
        self._steps.selection = Selection(text, self._steps.selection.repeats)
        self.refresh_bindings()

    # -- what a person does --------------------------------------------------------------------

    def action_filter(self) -> None:
        """Type what is to be shown."""
        if self._blame.display:
            self.action_blame()
        self._filter.display = True
        self.screen.set_focus(self._filter)

    def action_widen(self) -> None:
        """Show all again."""
        self._filter.action_clear()

    def action_blame(self) -> None:
        """Show who is to blame, or again what happened."""
        blame = not self._blame.display
        self._blame.display, self._steps.display = blame, not blame
        self.screen.set_focus(self.focus_target)
        self._header.refresh()
        self._update()

    def action_unblame(self) -> None:
        """Back to what happened, which one came from."""
        self.action_blame()

    def action_repeats(self) -> None:
        """Show also what changed nothing, or no longer."""
        selection = self._steps.selection
        self._steps.selection = Selection(selection.text, not selection.repeats)
        self._update()

    def action_retry(self) -> None:
        """Read on from where it ended."""
        if self._looking is not None:
            self._looking.read()

    def action_stop(self) -> None:
        """Read no further; what was read stays."""
        if self._looking is not None:
            self._looking.stop()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """``escape`` stops what is read, then leaves the blame, or takes the narrowing away; then
        the pane, as ever."""
        reading = None if self._reader is None else self._reader.status.reading
        if action == "stop":
            return reading is Reading.READING
        if action == "unblame":
            return self._blame.display
        if action == "widen":
            return self._steps.display and bool(self._filter.value)
        return action != "retry" or reading in ENDED
