"""What was sent, the newest first; beneath it the events of one entry, and what stands of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from flux_tui.client.sent.entry import Entry, SentEvent
from flux_tui.model.inline import moment_text
from flux_tui.model.printable import printable
from flux_tui.tui.exact_input import ExactInput
from flux_tui.tui.frame import FrameBudget
from flux_tui.tui.key_bar.key_bar import KeyBar
from flux_tui.tui.ledger.hearing import hear_of_others
from flux_tui.tui.ledger.looking_after import settle_doubts
from flux_tui.tui.ledger.row_list import Part, RowList
from flux_tui.tui.ledger.sending_again import copy_events, edit_first, send_again
from flux_tui.tui.ledger.wording import entry_parts, event_parts, footer_text
from flux_tui.tui.sparing_screen import SparingScreen
from flux_tui.tui.status_bar.status_bar import StatusBar
from flux_tui.tui.undo.opening import undo_entry
from flux_tui.tui.undo.undoing import Undoing
from flux_tui.tui.undo.wording import entry_name
from flux_tui.tui.writing import may_write

if TYPE_CHECKING:
    from flux_tui.tui.composer.composer import Composer

PAUSE = 0.15
"""Seconds without a key after which is searched."""

BUDGET = 0.3
"""Seconds between two pictures while things are sent, or the world moves."""


class LedgerScreen(SparingScreen[str | None]):
    """Closes with the entity that a person wants to see; with None when they only go back."""

    CSS_PATH = "ledger.tcss"
    AUTO_FOCUS = "#entries"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,L", "back", "Back", id="ledger.back"),
        Binding("slash", "search", "Search", id="ledger.search", tooltip="Find by words"),
        Binding("u", "undo", "Undo", id="ledger.undo", tooltip="Bring back what was before it"),
        Binding("s", "again", "Send again", id="ledger.again", tooltip="The same, as new events"),
        Binding("e", "edit", "Edit first", id="ledger.edit", tooltip="Edit it, then send it"),
        Binding("y", "copy", "Copy", id="ledger.copy", tooltip="Copy it as JSON"),
        Binding("v", "view", "Whole", id="ledger.view", tooltip="The whole event"),
        Binding("o", "entity", "Entity", id="ledger.entity", tooltip="Go to its entity"),
        Binding(
            "c", "check", "Check", show=False, id="ledger.check", tooltip="Look what is in doubt"
        ),
        Binding("tab", "app.focus_next", "Events", show=False, id="ledger.next"),
    ]

    def __init__(self, undoing: Undoing, composer: Callable[[], Composer]) -> None:
        super().__init__()
        self._undoing = undoing
        self._workspace = workspace = undoing.workspace
        self._composer = composer
        self._ledger = workspace.open_ledger()
        self._shown: int | None = None
        self._text = ""
        self._status = StatusBar(workspace)
        self._search = ExactInput(placeholder="entity, stream=…, @source, a value, failed, doubt")
        self._search.display = False
        self._entries: RowList[Entry] = RowList(self._load, self._paint_entry, id="entries")
        self._events: RowList[SentEvent] = RowList(
            self._load_events, self._paint_event, id="events"
        )
        self._footer = Static(id="ledger-footer")
        self._entries_box = Vertical(self._search, self._entries, id="entries-box")
        self._events_box = Vertical(self._events, self._footer, id="events-box")
        self._frames = FrameBudget(self, self._reload, BUDGET)
        self._repaints = FrameBudget(self, self._events.repaint_all, BUDGET)
        self._endings = [
            self._ledger.observe(self._frames.request),
            workspace.world.observe(lambda _: self._repaints.request()),
        ]

    def compose(self) -> ComposeResult:
        """Entries above, the events of one below."""
        yield self._status
        yield self._entries_box
        yield self._events_box
        yield KeyBar()

    def on_mount(self) -> None:
        """Show what there is, and look after what is in doubt."""
        self._status.take(self._workspace.session.status)
        self._endings.append(self._workspace.session.observe(self._status.take))
        self._find()
        self.run_worker(hear_of_others(self._ledger, self._frames.request), group="others")
        self._look_after_doubts()

    def on_unmount(self) -> None:
        """Hear of nothing any more."""
        for end in self._endings:
            end()
        self._frames.close()
        self._repaints.close()

    # -- what is shown -------------------------------------------------------------------------

    def _find(self, pause: float = 0.0) -> None:
        self.run_worker(self._show_found(pause), group="find", exclusive=True)

    async def _show_found(self, pause: float) -> None:
        await asyncio.sleep(pause)
        text = self._text
        numbers = await self._ledger.ask(lambda store: store.numbers(text))
        self._entries.show(numbers, anew=False)
        box = self._entries_box
        count = f"{len(numbers):,} found" if text.strip() else f"{len(numbers):,}"
        box.border_title = Content(f"Sent ── {count}")
        problem = self._ledger.problem
        box.border_subtitle = Content(printable(problem or "", limit=200))
        self._shown = None
        self._show_events()

    def _reload(self) -> None:
        if self.is_mounted:
            self._find()

    async def _load(self, numbers: Sequence[int]) -> Sequence[Entry | None]:
        found = await self._ledger.ask(lambda store: store.entries(numbers))
        by_number = {entry.number: entry for entry in found}
        return [by_number.get(number) for number in numbers]

    def _paint_entry(self, entry: Entry, width: int) -> list[Part]:
        utc = self._workspace.options.utc
        today = moment_text(self._workspace.clock.now(), utc=utc)[:10]
        return entry_parts(entry, width, today, utc=utc)

    def _show_events(self) -> None:
        """Show the events of the entry under the cursor."""
        entry = self._entries.row
        number = self._entries.key
        box = self._events_box
        if number is None or entry is None:
            box.border_title = Content("Events")
            if number is None:
                self._events.show([])
                none = "nothing that matches" if self._text.strip() else "nothing was sent yet"
                self._footer.update(Content(none))
            return
        box.border_title = Content(f"#{number} ── {entry_name(entry)}")
        if number != self._shown:
            self._shown = number
            self.run_worker(self._show_places(entry), group="places", exclusive=True)

    async def _show_places(self, entry: Entry) -> None:
        text = self._text
        if text.strip():
            places = await self._ledger.ask(lambda store: store.places(entry.number, text))
            self._events.show(places)
        else:
            self._events.show(range(entry.events))

    async def _load_events(self, places: Sequence[int]) -> Sequence[SentEvent | None]:
        number = self._shown
        if number is None or not places:
            return []
        first, most = places[0], places[-1] - places[0] + 1
        if most == len(places):
            found = await self._ledger.ask(lambda store: store.events(number, first, most))
        else:
            found = await self._ledger.ask(
                lambda store: [s for place in places for s in store.events(number, place, 1)]
            )
        by_place = {sent.place: sent for sent in found}
        return [by_place.get(place) for place in places]

    def _paint_event(self, sent: SentEvent, width: int) -> list[Part]:
        return event_parts(sent, width, self._workspace.world)

    @on(RowList.Moved)
    def _on_moved(self, message: RowList.Moved) -> None:
        message.stop()
        if message.of is self._entries:
            self._show_events()
        sent = self._events.row
        if sent is not None:
            self._footer.update(Content(footer_text(sent)))

    @on(RowList.Opened)
    def _on_opened(self, message: RowList.Opened) -> None:
        message.stop()
        if message.of is self._entries:
            self.set_focus(self._events)
        else:
            self.action_view()

    @on(Input.Changed)
    def _on_typed(self, message: Input.Changed) -> None:
        message.stop()
        self._text = message.value
        self._find(PAUSE)

    @on(Input.Submitted)
    def _on_searched(self, message: Input.Submitted) -> None:
        message.stop()
        self.set_focus(self._entries)

    def _look_after_doubts(self, *, told: bool = False) -> None:
        """Find out what has become of it; nothing is sent for that."""
        looking = settle_doubts(self.app, self._workspace, told=told)
        self.run_worker(looking, group="doubts", exclusive=True)

    # -- what a person does --------------------------------------------------------------------

    def action_back(self) -> None:
        """From the search or the events to the entries, from there to where one came from."""
        if self.focused is not self._entries:
            if self._search.display:
                self._search.display = False
                self._search.value = ""
            self.set_focus(self._entries)
        else:
            self.dismiss(None)

    def action_search(self) -> None:
        """Type what is to be found."""
        self._search.display = True
        self.set_focus(self._search)

    def action_check(self) -> None:
        """Look again what is in doubt."""
        self._look_after_doubts(told=True)

    def action_undo(self) -> None:
        """Undo the entry, or the event that the cursor is on."""
        entry = self._entries.row
        if entry is not None and may_write(self.app, self._workspace):
            place = self._events.key if self.focused is self._events else None
            undo_entry(self.app, self._undoing, entry, place)

    def action_again(self) -> None:
        """Send the same, as new events."""
        self._with_meant(partial(send_again, self.app, self._workspace))

    def action_edit(self) -> None:
        """Edit it first."""
        self._with_meant(partial(edit_first, self.app, self._composer))

    def action_copy(self) -> None:
        """Copy what the cursor is on as JSON."""

        def copy(entry: Entry, sent: list[SentEvent]) -> None:
            self.run_worker(copy_events(self.app, sent), group="copy")

        self._with_meant(copy)

    def action_view(self) -> None:
        """The whole event under the cursor."""
        from flux_tui.tui.history.event_screen import PastEventScreen

        sent = self._events.row
        if sent is not None:
            self.app.push_screen(PastEventScreen(self._workspace, sent.event))

    def action_entity(self) -> None:
        """Go to the entity of the event under the cursor."""
        sent = self._events.row
        if sent is None or sent.event.entity_id is None:
            return
        if sent.event.entity_id in self._workspace.world:
            self.dismiss(sent.event.entity_id)
        else:
            self.app.notify("there is no such entity now", markup=False)

    def _with_meant(self, do: Callable[[Entry, list[SentEvent]], None]) -> None:
        """Do something with the event that the cursor is on, or with the entry's events."""
        entry, sent = self._entries.row, self._events.row
        if entry is None:
            return
        if self.focused is self._events:
            if sent is not None:
                do(entry, [sent])
            return

        async def bring() -> None:
            number = entry.number
            do(entry, await self._ledger.ask(lambda store: list(store.all_events(number))))

        self.run_worker(bring(), group="meant", exclusive=True)
