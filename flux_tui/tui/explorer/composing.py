"""The composer of one explorer, imported when it is first wanted: the list comes before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.dom import DOMNode

from flux_tui.model.change import StateChange
from flux_tui.model.printable import printable
from flux_tui.tui.draft_keeping.keeping import DraftKeeping
from flux_tui.tui.workspace import Workspace

if TYPE_CHECKING:
    from flux_tui.tui.composer.composer import Composer

KEPT = 0.5
"""Seconds between two looks at what has changed in drafts, for the disk."""


READ = 12.0
"""Seconds for which it stands there that the disk takes nothing more."""


class Composing:
    """Opens the composer's screens; its drafts outlast the explorer."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._kept: Composer | None = None
        desk = workspace.desk
        self._keeping = desk.keeping = desk.keeping or DraftKeeping(workspace.options)
        self._told = frozenset[str]()
        """What is wrong with the disk, as far as that was said."""

    def begin(self, explorer: DOMNode) -> None:
        """Put back what was kept, once there is a picture; from then on keep what is written."""
        explorer.call_after_refresh(self._put_back, explorer.app)
        explorer.set_interval(KEPT, lambda: self._tick(explorer.app))

    def close(self) -> None:
        """Write what is left to be kept."""
        self._keeping.close(self._workspace.desk.drafts)

    def _tick(self, app: App[None]) -> None:
        """Keep what has changed; where drafts, or what is sent, will not be there after a crash,
        that is said when it begins."""
        desk = self._workspace.desk
        self._keeping.tick(desk.drafts)
        problems = self._keeping.problem, None if desk.sent is None else desk.sent.problem
        wrong = frozenset(problem for problem in problems if problem is not None)
        for problem in wrong - self._told:
            app.notify(
                printable(problem, limit=300), severity="warning", markup=False, timeout=READ
            )
        self._told = wrong

    def open(self, app: App[None], what: str, focused: str | None) -> None:
        """Write an ``event``, a ``batch``, events from a ``template``, or ``edit`` an entity."""
        from flux_tui.tui.composer import opening

        if what == "template":
            self._choose_template(app)
        elif what == "event":
            opening.open_event(app, self.composer(app))
        elif what == "batch":
            opening.open_batch(app, self.composer(app))
        else:
            opening.open_edit(app, self.composer(app), focused)

    def repeat(self, app: App[None], change: StateChange) -> None:
        """A new event that does what a change has done."""
        from flux_tui.tui.composer.opening import open_change

        open_change(app, self.composer(app), change)

    def _choose_template(self, app: App[None]) -> None:
        """Events from a template."""
        from flux_tui.tui.templates.opening import choose_template
        from flux_tui.tui.writing import may_write

        if may_write(app, self._workspace):
            choose_template(app, self.composer(app))

    def _put_back(self, app: App[None]) -> None:
        """Have what earlier explorers left here, and say so."""
        desk, clock = self._workspace.desk, self._workspace.clock
        if desk.drafts is None:
            desk.drafts = self._keeping.put_back(lambda: clock.now() // 1_000_000)
            if desk.drafts is not None:
                from flux_tui.tui.draft_keeping.wording import words_on
                from flux_tui.tui.keys.naming import keys_of

                words = words_on(desk.drafts, keys_of(app))
                if words:
                    app.notify(words, timeout=8, markup=False)

    def composer(self, app: App[None]) -> Composer:
        """The composer of this explorer."""
        from flux_tui.tui.composer.composer import Composer

        self._put_back(app)
        if self._kept is None:
            self._kept = Composer(self._workspace)
            app.run_worker(self._kept.recall(), name="recall", group="recall")
        return self._kept
