"""The problem bar: why the world is not followed, and what to do, whole and at the lower edge.

There it moves no row. It waits for a moment before it comes and goes, so that an attempt that
fails at once, again and again, moves nothing either.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.widgets import Static

from flux_tui.client import Phase, SessionStatus
from flux_tui.model.instant import NS
from flux_tui.model.printable import printable
from flux_tui.tui.cells import cut_middle, width_of
from flux_tui.tui.status_bar.wording import as_of, without_url
from flux_tui.tui.workspace import Workspace

TICK = 1.0
"""Seconds between two looks; a problem that passes sooner need not be read."""

LONGEST = 400
"""Characters of a problem."""

LINES = 4
"""That a problem takes at most; of a longer one the middle goes, as its end says what to do."""

USUAL = 2
"""Lines in which the server's whole address may stand."""

KEYS = 1
"""Lines beneath it, which notices never cover: the keys."""

UNEVEN = 8
"""Columns of a line that may stay free, as words are not broken."""


class ProblemBar(Static):
    """There while a session cannot follow a world of which something is shown."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(id="problem")
        self._workspace = workspace
        self._stop_following: Callable[[], None] = lambda: None
        self._said = ""
        self.display = False

    def on_mount(self) -> None:
        """Follow the session."""
        self._stop_following = self._workspace.session.observe(self._on_status)
        self.set_interval(TICK, self._look)
        self._look()

    def on_unmount(self) -> None:
        """Say nothing any more."""
        self._stop_following()

    def on_resize(self) -> None:
        """Another width has room for other words."""
        if self.display:
            self._look()
        self._lift_notices()

    def _on_status(self, status: SessionStatus) -> None:
        """What is said already is kept true at once."""
        if self.display and (status.phase is Phase.LIVE or self._has_problem(status)):
            self._look()

    def _look(self) -> None:
        status = self._workspace.session.status
        if self._has_problem(status):
            self._say(self._words(status))
        elif status.phase is Phase.LIVE or self._has_passed(status):
            self._say("")

    def _has_problem(self, status: SessionStatus) -> bool:
        """Where there is no row, the list itself says it."""
        lost = status.phase in (Phase.OFFLINE, Phase.STALE)
        return lost and bool(status.problem) and len(self._workspace.world) > 0

    def _has_passed(self, status: SessionStatus) -> bool:
        return self._workspace.clock.now() - status.since >= TICK * NS

    def _words(self, status: SessionStatus) -> str:
        problem = status.problem or ""
        since = as_of(status, utc=self._workspace.options.utc)
        before = f"shown as of {since} · " if since else ""
        row = max(1, self.app.size.width - 2 - UNEVEN)
        whole = before + printable(problem, limit=LONGEST)
        if width_of(whole) <= USUAL * row:
            return whole
        url = self._workspace.client.url
        shorter = printable(without_url(problem, url), limit=LONGEST)
        return cut_middle(before + shorter, LINES * row)

    def _say(self, text: str) -> None:
        if text != self._said:
            self._said = text
            self.update(Content(text))
            self.display = bool(text)
            self.call_after_refresh(self._lift_notices)

    def _lift_notices(self) -> None:
        """Have notices stand above it: what is to be done is read now."""
        lines = self.outer_size.height if self.display else 0
        for rack in self.screen.query("ToastRack"):
            rack.styles.margin = (0, 1, KEYS + lines, 0)
