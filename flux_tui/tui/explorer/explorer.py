"""The main screen. It turns what the session tells into frames, and keys into actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from flux_tui.client import FeedKind, Phase, SessionStatus
from flux_tui.tui import garbage
from flux_tui.tui.changes.changes import Changes
from flux_tui.tui.changes.table import ChangeTable
from flux_tui.tui.detail.detail import Detail
from flux_tui.tui.detail.links import LinkFollowed
from flux_tui.tui.detail.narrowing import NarrowWanted, narrowed_by
from flux_tui.tui.detail.tabs import Tab
from flux_tui.tui.entity_list.entity_list import EntityList
from flux_tui.tui.explorer.arranging import Arranging
from flux_tui.tui.explorer.captions import Captions
from flux_tui.tui.explorer.composing import Composing
from flux_tui.tui.explorer.filtering import Filtering
from flux_tui.tui.explorer.following import Following
from flux_tui.tui.explorer.going import Going
from flux_tui.tui.explorer.keys import BINDINGS
from flux_tui.tui.explorer.painting import Painting, Panes
from flux_tui.tui.explorer.remembering import Remembering
from flux_tui.tui.explorer.showing import Showing, stops
from flux_tui.tui.explorer.tidings import Tidings
from flux_tui.tui.filter_bar.filter_bar import FilterBar
from flux_tui.tui.history.sources import SourceAsked, filter_by
from flux_tui.tui.key_bar.key_bar import KeyBar
from flux_tui.tui.sparing_screen import SparingScreen
from flux_tui.tui.status_bar.problem_bar import ProblemBar
from flux_tui.tui.status_bar.status_bar import StatusBar
from flux_tui.tui.workspace import Workspace

if TYPE_CHECKING:
    from flux_tui.tui.acting.acting import Acting

TICK = 1.0
"""Seconds between two looks at what changes by time alone: ages, and what the screen is worth."""


class Explorer(SparingScreen[None]):
    """List and detail of one world."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = BINDINGS

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._filtering = Filtering(workspace)
        self._phase: Phase | None = None
        self._status = StatusBar(workspace)
        self._list = EntityList(workspace, self._filtering.once_shown)
        self._arranging = Arranging(workspace, self._filtering, self._list, self._say_what_is_shown)
        self._filter = FilterBar(self._go_to_list, workspace)
        self._changes = Changes(workspace, self._filtering.matches)
        self._tidings = Tidings(workspace, self._changes.begin_anew)
        self._captions = Captions(
            workspace, self._filtering, self._list, self._changes, self._filter
        )
        self._detail = Detail(workspace)
        self._showing = Showing(self, self._list, self._changes, self._detail)
        self._painting = Painting(
            self,
            workspace,
            self._filtering,
            Panes(self._status, self._list, self._changes, self._detail, self._say_what_is_shown),
        )
        self._remembering = Remembering(
            self, workspace, self._filter, self._detail, self._showing.changes
        )
        self._composing = Composing(workspace)
        self._following = Following(workspace, self._detail)
        self._going = Going(
            workspace.view, self._list, self._following, self._filter, self._changes
        )
        self._acting: Acting | None = None

    def compose(self) -> ComposeResult:
        """Status, list beside detail, keys."""
        yield self._status
        with Horizontal(id="panes"):
            with Vertical(id="list-pane"):
                yield self._list
                yield self._filter
                yield self._changes
            yield self._detail
        yield ProblemBar(self._workspace)
        yield KeyBar()

    @property
    def focus_chain(self) -> list[Widget]:
        """What ``tab`` goes through: a pane that there is no room for is seen once it has keys."""
        return list(stops(self))

    def on_mount(self) -> None:
        """Start to follow the world."""
        self._workspace.world.observe(lambda _: self._painting.request())
        self._workspace.session.observe(self._on_status)
        self._on_status(self._workspace.session.status)
        self.app.theme_changed_signal.subscribe(self, lambda _: self._say_what_is_shown())
        self.set_interval(TICK, self._tick)
        self.set_focus(self._list)
        self._remembering.restore()
        self._composing.begin(self)
        self._painting.request()

    def on_unmount(self) -> None:
        """Paint no more, and remember how it was left."""
        self.app.theme_changed_signal.unsubscribe(self)
        self._arranging.close()
        self._painting.close()
        self._remembering.close()
        self._composing.close()

    def _tick(self) -> None:
        self._painting.tick()
        self._remembering.note()

    # -- following the world -------------------------------------------------------------------

    def _on_status(self, status: SessionStatus) -> None:
        if not self.is_running:  # taken down: the panes have gone first
            return
        if status.phase is self._phase is Phase.LOADING:  # told a hundred times: how far it is
            self._painting.be_patient(status.verified is None)
            self._painting.request()
            return
        self._phase = status.phase
        self._workspace.glow.enabled = self._workspace.changes.enabled = status.phase.is_following
        self._status.take(status)
        self._tidings.take(status, self.app)
        self._painting.be_patient(status.phase is Phase.LOADING)
        self._say_what_is_shown()
        if status.phase not in (Phase.CONNECTING, Phase.LOADING):
            garbage.go_on()

    @on(events.ScreenSuspend)
    def _be_covered(self) -> None:
        self._painting.cover(True)

    @on(events.ScreenResume)
    def _be_uncovered(self) -> None:
        self._painting.cover(False)

    def _say_what_is_shown(self) -> None:
        self._captions.say()

    # -- what a person does --------------------------------------------------------------------

    def action_filter(self) -> None:
        """Type a filter."""
        self._filter.open()

    def action_filters(self, what: str) -> None:
        """Choose a filter that was saved or used before, or save the one that is on."""
        self._filter.action_choose() if what == "choose" else self._filter.action_save()

    def action_narrow(self, without: bool) -> None:
        """Filter by something that stands in the focused row, or filter it out."""
        from flux_tui.tui.filter_bar.cells import ask

        ask(self.app, self._workspace.view, self._list, self._filter, without=without)

    def action_back(self) -> None:
        """From the detail or the changes back to the list; from there to all that there are."""
        if self._showing.back():
            self._filter.put_away()

    def action_pause(self) -> None:
        """Let the picture stand still while the world goes on, or show at once what has waited."""
        self._painting.paint()
        self._painting.paint_changes()
        self._arranging.pause()
        self._detail.refresh_times()
        self._painting.request()

    def action_suspend_filter(self) -> None:
        """Show everything for a while, or again what the filter matches."""
        self._arranging.suspend_filter()

    def action_sort(self) -> None:
        """Choose what the list is sorted by; the same again turns it round."""
        self._arranging.sort(self.app)

    def action_reverse(self) -> None:
        """Turn the order round."""
        self._arranging.reverse()

    def action_group(self) -> None:
        """Choose what the list is grouped by."""
        self._arranging.group(self.app)

    def action_columns(self) -> None:
        """Choose the columns of the focused group."""
        self._arranging.choose_columns(self.app)

    def action_feed(self, feed: str) -> None:
        """Follow by ``sse``, ``ws`` or ``poll`` from now on, or by the ``best`` on offer."""
        self._workspace.session.switch(None if feed == "best" else FeedKind(feed))

    async def action_history(self) -> None:
        """The focused entity's past, or from there back to what it is now."""
        if self._going.hold(self.app, "read the history of"):
            await self._detail.toggle(Tab.HISTORY)

    def action_compose(self, what: str) -> None:
        """Write an event, a batch, events from a template, or one from the focused entity."""
        self._composing.open(self.app, what, self._going.meant)

    def action_changes(self) -> None:
        """Give the changes all the room that the list has, or give it back."""
        self._showing.changes()

    def action_act(self, what: str) -> None:
        """Do something with entities; what it takes is imported when it is first wanted."""
        from flux_tui.tui.acting.acting import Acting

        if self._acting is None:
            self._acting = Acting(self.app, self._workspace, self._going, self._composing)
        self._acting.act(what, self._going.place)

    def action_world(self) -> None:
        """Look at the world as a whole; from there one goes to an entity or a group."""
        from flux_tui.tui.world.world_screen import WorldScreen

        self.app.push_screen(WorldScreen(self._workspace), self._going.to_goal)

    def _go_to_list(self) -> None:
        """From the filter; who has filtered is where that led to, and stays there."""
        self._workspace.view.stay()
        self._showing.list()

    @on(EntityList.Focused)
    def _follow_focus(self) -> None:
        self._following.follow()

    @on(events.DescendantFocus)
    def _follow_keys(self, event: events.DescendantFocus) -> None:
        self._showing.follow()
        if self._detail in event.widget.ancestors:
            self._following.hold()
        else:
            self._following.let_go()

    @on(EntityList.Opened)
    async def _open(self, message: EntityList.Opened) -> None:
        self._following.show(message.entity_id)
        await self._detail.open(Tab.PROPERTIES)

    @on(SourceAsked)
    def _show_source(self, message: SourceAsked) -> None:
        status = self._workspace.session.status
        if filter_by(message.source, status, self._filter, self.app):
            self._showing.list()

    @on(ChangeTable.Chosen)
    def _follow_choice(self, message: ChangeTable.Chosen) -> None:
        self._going.to(message.entity_id)
        self._showing.list()

    @on(ChangeTable.Rewritten)
    def _rewrite(self, message: ChangeTable.Rewritten) -> None:
        self._composing.repeat(self.app, message.change)

    @on(NarrowWanted)
    def _narrow(self, message: NarrowWanted) -> None:
        self._filter.set(narrowed_by(self._filter.value, message))

    @on(LinkFollowed)
    def _follow_link(self, message: LinkFollowed) -> None:
        self._going.by_link(message)

    def action_go_back(self) -> None:
        """From where a link led to where it was followed."""
        self._going.back()

    @on(EntityList.TitleClicked)
    def _sort_by_title(self, message: EntityList.TitleClicked) -> None:
        self._arranging.sort_by(message.sort)

    @on(EntityList.Marked)
    def _show_marks(self) -> None:
        """Marks are counted, and a filter may ask for them."""
        self._arranging.marked()

    @on(FilterBar.Filtered)
    def _apply_filter(self, message: FilterBar.Filtered) -> None:
        """Filter while it is typed; a filter that is not yet one leaves the last one on."""
        if message.problem is None:
            self._arranging.filter(message.query, is_being_typed=message.is_being_typed)
        self._say_what_is_shown()
