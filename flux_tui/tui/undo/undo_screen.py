"""Undoes: first it says what would become of each property, then how far it is, what failed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from flux_tui.client.sent.planning import Prepared
from flux_tui.errors import FluxTuiError
from flux_tui.model.inline import name_text
from flux_tui.model.printable import printable
from flux_tui.replica.outcome import Newcomers, Outcome
from flux_tui.replica.undo.mending import Mending
from flux_tui.replica.undo.plan import Plan
from flux_tui.tui.acting.aims import Aim
from flux_tui.tui.acting.decision import Decision
from flux_tui.tui.composer.delivering.delivery import Delivery
from flux_tui.tui.composer.delivering.progress import progress_line
from flux_tui.tui.frame import FrameBudget
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.undo.mending_list import MendingList
from flux_tui.tui.undo.undoable import Undoable
from flux_tui.tui.undo.undoing import UndoDelivery, Undoing
from flux_tui.tui.undo.wording import dangers_text, do_text, done_text, meaning
from flux_tui.tui.writing import host_demand, number_demand, production_line

BUDGET = 0.1
"""Seconds between two pictures while the world moves what is to be undone."""


class UndoScreen(Decision):
    """Closes once all that was chosen is done. Several aims are several deeds, or more of them."""

    CSS_PATH = "undo.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "pause", "Pause", show=False, id="undo.pause"),
        Binding("down", "app.focus_next", "Next", show=False, id="undo.next"),
        Binding("up", "app.focus_previous", "Before", show=False, id="undo.previous"),
    ]

    ADVICE = "{undo.choose} chooses, {decision.do} does it, {decision.leave} leaves"

    def __init__(self, undoing: Undoing, undoables: Sequence[Undoable]) -> None:
        aims = [Aim(undoable.label, list) for undoable in undoables]
        super().__init__(undoing.workspace, "undo", aims)
        self._undoing = undoing
        self._undoables = undoables
        self._prepared: Prepared | None = None
        self._undo: UndoDelivery | None = None
        self._touched: set[str] = set()
        self._list = MendingList(self._what_happened)
        self._frames = FrameBudget(self, self._follow, BUDGET)
        self._leave_world = self.workspace.world.observe(self._on_outcomes)
        self.set_class(self.workspace.options.production, "-grave")

    @property
    def listing(self) -> Widget:
        """A line a property."""
        return self._list

    async def on_mount(self) -> None:
        """Find out what it would do before anything is offered."""
        await self.aim_changed()

    def on_unmount(self) -> None:
        """What has begun goes on."""
        self._leave_world()
        self._frames.close()

    async def aim_changed(self) -> None:
        """Other deeds are meant."""
        self._prepared = None
        self.do.disabled = True
        self.call_it("Undo")
        self._list.show(())
        self.say("Looking what has become of it …")
        self.summary.update(production_line(self.workspace))
        self.summary.display = self.workspace.options.production
        self.run_worker(self._look(), group="plan", exclusive=True)

    @property
    def _plan(self) -> Plan | None:
        return None if self._prepared is None else self._prepared.plan

    # -- what it would do ----------------------------------------------------------------------

    async def _look(self) -> None:
        try:
            self._prepared = await self._undoing.prepare(self._undoable)
        except FluxTuiError as error:
            reason = printable(str(error), limit=300)
            self.say(f"It cannot be known what is there now: {reason}", problem=True)
            return
        await self._show_plan()
        if not self.demands.focus_empty():
            self._offer_choice(self._prepared.plan)

    def _offer_choice(self, plan: Plan) -> None:
        """A button has the keys only where there is nothing else to choose."""
        if plan.reach.entities and sum(line.can_be_chosen for line in plan.lines) == 1:
            self._offer_to_do_it()
        elif plan.lines:
            self._list.focus()

    @on(MendingList.LookedThrough)
    def _go_on(self) -> None:
        """From the lines on to what has to be typed, or to a button."""
        self._offer_to_do_it()

    def _offer_to_do_it(self) -> None:
        """What takes an entity away, or makes one that is gone, is not done by enter at once."""
        reach = None if self._plan is None else self._plan.reach
        harms = reach is not None and bool(reach.deleted or reach.made_anew)
        self.offer_answer(harmless=not harms)

    async def _show_plan(self) -> None:
        plan = self._plan
        if plan is None:
            return
        lines = plan.lines
        self._list.show(lines)
        if not lines:
            self.say("There is nothing to undo: all is as it was before.")
            self.do.disabled = True
            return
        self.say(keys_of(self).say(meaning(lines, plan)))
        await self._follow_choice()

    @on(MendingList.Toggled)
    async def _follow_choice(self) -> None:
        """What is chosen decides what the button does, and what has to be typed before."""
        if self._plan is None or self._undo is not None:
            return
        reach = self._plan.reach
        self.call_it(do_text(reach))
        self.do.variant = "error" if reach.deleted or reach.made_anew else "primary"
        dangers = Content.styled(dangers_text(reach), "$text-error")
        lines = [production_line(self.workspace), dangers]
        self.summary.update(Content("\n").join([line for line in lines if line]))
        self.summary.display = any(lines)
        demands = [*number_demand(reach.deleted + reach.made_anew), *host_demand(self.workspace)]
        await self.demands.ask_for(demands if reach.entities else [])
        self.follow_typing()

    @property
    def is_ready(self) -> bool:
        """Whether anything is chosen."""
        return self._plan is not None and self._undo is None and self._plan.reach.entities > 0

    def _what_happened(self, line: Mending) -> str:
        """What has happened since to what a line is about, as far as it is known."""
        record = self.workspace.world.get(line.entity_id)
        if record is None and not line.is_there:
            return "deleted since"
        if line.veiled:
            return "perhaps changed since"
        source = None
        if record is not None:
            source = record.source(line.name) if line.is_there and line.name else None
            source = source or record.last_source()
        return "changed since" if source is None else f"changed since by {name_text(source, 24)}"

    def _on_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        if self._plan is None or self._undo is not None or isinstance(outcomes, Newcomers):
            return
        concerned = self._plan.concerned
        touched = {o.change.entity_id for o in outcomes if o.change.entity_id in concerned}
        if touched:
            self._touched |= touched
            self._frames.request()

    def _catch_up(self) -> bool:
        """Look again at what has moved; whether anything asks something else now."""
        prepared, touched = self._prepared, self._touched
        self._touched = set()
        return prepared is not None and sum(map(prepared.moved, touched)) > 0

    # -- doing it ------------------------------------------------------------------------------

    def decided(self) -> None:
        """Do what is chosen, unless it is another thing by now."""
        prepared = self._prepared
        if prepared is None:
            return
        if self._catch_up():
            self.run_worker(self._show_plan(), group="plan", exclusive=True)
            self.app.bell()
            return
        self._undo = self._undoing.begin(prepared, self._undoable, lambda: self.is_attached)
        self._undo.observe(self._frames.request)
        if self.aims is not None:
            self.aims.disabled = True
        self.demands.display = False
        self.do.disabled = True
        self._list.disabled = True
        self._show_progress()

    @property
    def _undoable(self) -> Undoable:
        return self._undoables[0 if self.aims is None else self.aims.index]

    def _follow(self) -> None:
        if self._undo is not None:
            self._show_progress()
        elif self._catch_up():
            self.run_worker(self._show_plan(), group="plan", exclusive=True)

    def _show_progress(self) -> None:
        undo = self._undo
        if undo is None or not self.is_attached:
            return
        delivery = undo.delivery
        if delivery is None or not undo.is_done:
            self.meaning.update(self._progress(delivery))
            return
        if not delivery.lost:
            self._frames.close()
            self.finish()
            return
        reason = printable(delivery.lost[0].reason or "", limit=300)
        self._undo = None
        self._list.disabled = self.do.disabled = False
        self.demands.display = True
        line = done_text(delivery.receipts, undo.reach, keys_of(self)("explorer.undo"))
        self.run_worker(self._show_what_failed(line, reason))

    def _progress(self, delivery: Delivery | None) -> Content:
        if delivery is None:
            return Content("making the events …")
        key = keys_of(self)
        return progress_line(delivery, key("undo.pause"), key("decision.target"))

    async def _show_what_failed(self, line: str, reason: str) -> None:
        await self._show_plan()
        self.say(f"{line}\n{reason}", problem=True)
        self._offer_to_do_it()

    # -- what a person does --------------------------------------------------------------------

    def action_pause(self) -> None:
        """Pause what is being sent, or go on."""
        if self._undo is not None and self._undo.delivery is not None:
            self._undo.delivery.pause_or_go_on()

    def action_next_aim(self) -> None:
        """Mean the next of what is offered; once it has begun, the same key stops it."""
        if self._undo is None:
            super().action_next_aim()
        elif self._undo.delivery is not None:
            self._undo.delivery.stop()

    def action_leave(self) -> None:
        """While it runs, send no more; the second time close."""
        delivery = None if self._undo is None else self._undo.delivery
        if delivery is None or delivery.is_done or delivery.sending.is_stopped:
            super().action_leave()
        else:
            delivery.stop()
