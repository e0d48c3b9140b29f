"""The undoing of one explorer: finds out what it would do, and does it; it goes on unseen."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from textual.app import App

from flux_tui.client.sent.entry import Note, Origin
from flux_tui.client.sent.planning import Prepared, prepare
from flux_tui.client.sent.undone import TakesBack
from flux_tui.client.turns import Turns
from flux_tui.errors import FluxTuiError
from flux_tui.model.event import Event
from flux_tui.model.observers import Observers
from flux_tui.model.printable import printable
from flux_tui.replica.undo.plan import Plan
from flux_tui.tui.composer.delivering.delivery import Delivery
from flux_tui.tui.composer.delivering.outbox import Outbox
from flux_tui.tui.copying.commands import source
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.undo.undoable import Undoable
from flux_tui.tui.undo.wording import done_text
from flux_tui.tui.workspace import Workspace
from flux_tui.tui.writing import require_writable


class Undoing:
    """Plans and publishes what brings back what was."""

    def __init__(self, app: App[None], workspace: Workspace) -> None:
        self._app = app
        self.workspace = workspace
        self.ledger = workspace.open_ledger()
        self._publisher = workspace.open_publisher()

    async def prepare(self, undoable: Undoable) -> Prepared:
        """What undoing it would do now. Raises what a Connection raises."""
        workspace = self.workspace
        return await prepare(workspace.client, workspace.world, await undoable.load())

    def begin(
        self, prepared: Prepared, undoable: Undoable, is_seen: Callable[[], bool]
    ) -> UndoDelivery:
        """Do what is chosen; its end is told where nobody looks at it. Raises ReadOnly."""
        require_writable(self.workspace)
        plan = prepared.plan
        undo = UndoDelivery(plan)

        async def deliver() -> None:
            events = await self._events(plan)
            clock = self.workspace.clock
            takes_back = TakesBack(undoable.entries, left=undo.leaves_some)
            note = Note(Origin.UNDO, undoable.of, takes_back=takes_back)
            delivery = Delivery(events, Outbox(lambda: clock.now() // 1_000_000), clock, note)
            self.workspace.desk.take(delivery)
            undo.begin(delivery)
            await delivery.run(self._publisher)
            if delivery.lost:
                with suppress(FluxTuiError):  # what failed says why already
                    await prepared.look_again()
            undo.close()
            if not delivery.lost or not is_seen():
                self._tell(undo)

        self._app.run_worker(deliver(), group="deliveries", name="undo")
        return undo

    async def _events(self, plan: Plan) -> list[Event]:
        turns, events = Turns(), list[Event]()
        for event in plan.events(source(), self.workspace.clock.now() // 1_000_000):
            events.append(event)
            await turns.give()
        return events

    def _tell(self, undo: UndoDelivery) -> None:
        delivery = undo.delivery
        if delivery is None:
            return
        key = keys_of(self._app)
        rest = key("explorer.ledger") if undo.leaves_some else None
        line = done_text(delivery.receipts, undo.reach, key("explorer.undo"), rest)
        if not delivery.lost:
            self._app.notify(line, markup=False)
            return
        reason, ledger = printable(delivery.lost[0].reason or "", limit=200), key("explorer.ledger")
        self._app.notify(f"{line}: {reason}. {ledger} shows it.", severity="error", markup=False)


class UndoDelivery:
    """An undo on its way: first its events are written, then delivered."""

    def __init__(self, plan: Plan) -> None:
        self.reach = plan.reach
        self.leaves_some = plan.leaves_some
        self.delivery: Delivery | None = None
        self.is_done = False
        self._observers = Observers[[]]()

    def observe(self, observer: Callable[[], None]) -> Callable[[], None]:
        """Tell ``observer`` of every step from now on, synchronously."""
        return self._observers.add(observer)

    def begin(self, delivery: Delivery) -> None:
        """The events are ready."""
        self.delivery = delivery
        delivery.observe(self._observers.tell)

    def close(self) -> None:
        """All that can be known is known."""
        self.is_done = True
        self._observers.tell()
