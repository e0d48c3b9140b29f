"""The owner of the world that is open: one at a time, and nothing of it is left when it goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import App

from flux_tui.tui import garbage
from flux_tui.tui.desk import Desk
from flux_tui.tui.explorer.explorer import Explorer
from flux_tui.tui.worlds.open_world import OpenWorld

if TYPE_CHECKING:
    from textual.worker import Worker

    from flux_tui.tui.options import ExplorerOptions
    from flux_tui.tui.workspace import Workspace
    from flux_tui.tui.worlds.book import Book

    Place = tuple[str | None, str]

AT_A_TIME = 100
"""Entities that are freed between two looks at the clock."""

OURS = frozenset({"session", "switch", "keys", "left"})
"""The application's workers that are not a world's own, or are ended with it."""


class Worlds:
    """Opens another world in the place of the one that is open, with the drafts left there."""

    def __init__(
        self,
        app: App[None],
        world: OpenWorld,
        book: Book | None,
        opening: Callable[[Workspace], None],
    ) -> None:
        """``opening`` is told of each world that takes another's place."""
        self.open = world
        self._app = app
        self._book = book
        self._opening = opening
        self._opened = 0
        self.are_shown = False
        self._before: Place | None = None
        self._desks: dict[Place, Desk] = {}

    def show_first(self) -> None:
        """Show the world that is opened with the application."""
        self._app.switch_mode(self._mode_of(self.open.workspace))
        self.are_shown = True

    async def close(self) -> None:
        """End what is open, and leave all desks."""
        await self.open.close()
        for desk in {self.open.workspace.desk, *self._desks.values()}:
            desk.leave()

    def choose(self) -> None:
        """Ask where to go; where one came from is the first choice."""
        from flux_tui.tui.worlds.book import OneServer
        from flux_tui.tui.worlds.switcher import Switcher

        book = self._book = self._book or OneServer(self.open.workspace.options)
        self._app.push_screen(Switcher(book, self._place(), self._before), self._ask_and_go)

    def _ask_and_go(self, options: ExplorerOptions | None) -> None:
        """Go there; where that would cut off what is going on here, only if that is wanted."""
        if options is None:
            return
        going_on = self._going_on()
        if not going_on:
            self._go(options)
            return
        from textual.content import Content

        from flux_tui.tui.question.question import Question

        question = Question("still going on here", Content(going_on), do="Leave all the same")
        self._app.push_screen(question, lambda leave: self._go(options) if leave else None)

    def _going_on(self) -> str:
        """What leaving would cut off, in a sentence; empty when nothing."""
        desk = self.open.workspace.desk
        if desk.goes_on:
            from flux_tui.tui.worlds.leaving import going_on

            return going_on(desk)
        others = [worker for worker in self._workers() if worker.group != "deliveries"]
        return "Work in the background has not ended; leaving cuts it off." if others else ""

    def _go(self, options: ExplorerOptions) -> None:
        self._app.run_worker(self._switch(options), name="switch", group="switch", exclusive=True)

    async def _switch(self, options: ExplorerOptions) -> None:
        """Close one world and open the other; the screen never stands without one."""
        from flux_tui.errors import FluxTuiError
        from flux_tui.tui.connecting import client_of
        from flux_tui.tui.workspace import open_workspace

        app = self._app
        try:
            client = client_of(options)
        except FluxTuiError as error:
            app.notify(str(error), severity="error", markup=False)
            return
        left, place = self.open.workspace, self._place()
        self._desks[place], self._before = left.desk, place
        desk = self._desks.get(_place_of(options)) or Desk()
        for worker in self._workers():
            worker.cancel()
        await self.open.close()
        self.open = OpenWorld(open_workspace(options, client, desk))
        self._opening(self.open.workspace)
        await self._show(self.open.workspace)
        app.run_worker(_let_go(left), name="left", group="left")
        del left
        garbage.forget()
        self.open.begin(app)

    async def _show(self, workspace: Workspace) -> None:
        """A world's screens are a mode of the application: all of them go with it."""
        app, left = self._app, self._app.current_mode
        await app.switch_mode(self._mode_of(workspace))
        await app.remove_mode(left)

    def _mode_of(self, workspace: Workspace) -> str:
        self._opened += 1
        mode = f"world {self._opened}"
        self._app.add_mode(mode, lambda: Explorer(workspace))
        return mode

    def _workers(self) -> list[Worker[object]]:
        """What is going on for the world that is open, apart from following it."""
        return [
            worker
            for worker in self._app.workers
            if worker.node is self._app and worker.group not in OURS and not worker.is_finished
        ]

    def _place(self) -> Place:
        return _place_of(self.open.workspace.options)


async def _let_go(left: Workspace) -> None:
    """Free what a world held, bit by bit: its screens may be held for long, as by a timer."""
    from flux_tui.client.turns import Turns

    turns, world = Turns(), left.world
    left.view.resume()
    ids = list(world.entities)
    for start in range(0, len(ids), AT_A_TIME):
        with world.batch():
            for entity_id in ids[start : start + AT_A_TIME]:
                world.leave(entity_id)
        await turns.give()
    left.view.update()


def _place_of(options: ExplorerOptions) -> Place:
    """As a card's: what tells one world's drafts from another's."""
    return options.profile, options.url
