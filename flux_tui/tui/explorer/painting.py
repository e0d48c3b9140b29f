"""When the panes of the explorer are painted: at once when idle, on common beats under load."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import NamedTuple

from flux_tui.tui.changes.changes import Changes
from flux_tui.tui.detail.detail import Detail
from flux_tui.tui.entity_list.entity_list import EntityList
from flux_tui.tui.explorer.filtering import Filtering
from flux_tui.tui.frame import BUDGET, FrameBudget, Owner, beat
from flux_tui.tui.status_bar.status_bar import StatusBar
from flux_tui.tui.workspace import Workspace

CHANGES_BUDGET = 0.25
"""Seconds that the changes stand still for each new line: nobody reads a list that moves faster."""

MOST_UNREAD = 4
"""New lines for which they stand still, however many more there are."""

LATELY = 0.5
"""Seconds after a key for which what lies beneath another screen waits: to paint a little of it
paints both screens whole."""

LONGEST_WAIT = 5
"""Ticks for which it waits at most, while somebody presses key after key."""

LOADING_BUDGET = 0.1
"""Seconds between two frames while a world loads: what each has to place keeps no key waiting."""


class Panes(NamedTuple):
    """What is painted; ``say`` brings up to date what stands in the list's frame."""

    status: StatusBar
    entities: EntityList
    changes: Changes
    detail: Detail
    say: Callable[[], None]


class Painting:
    """Brings the panes up to date with the world, which a paused picture does not follow."""

    def __init__(
        self, owner: Owner, workspace: Workspace, filtering: Filtering, panes: Panes
    ) -> None:
        self._workspace = workspace
        self._filtering = filtering
        self._panes = panes
        self._frames = FrameBudget(owner, self.paint, rest=self._rest)
        self._change_frames = FrameBudget(owner, self.paint_changes, CHANGES_BUDGET, self._rest)
        self._glow_timer: asyncio.TimerHandle | None = None
        self._covered = False
        self._waited = 0

    def _rest(self) -> float:
        return self._workspace.session.rest

    def close(self) -> None:
        """Paint no more, and look at nothing for it."""
        self._filtering.close()
        self._frames.close()
        self._change_frames.close()
        if self._glow_timer is not None:
            self._glow_timer.cancel()

    def request(self) -> None:
        """Something changed; beneath another screen a tick is often enough."""
        if not self._covered:
            self._frames.request()

    def be_patient(self, loading: bool) -> None:
        """While a world loads nobody reads what every frame changes: the counts."""
        self._frames.take_at_least(LOADING_BUDGET if loading else BUDGET)

    def cover(self, covered: bool) -> None:
        """Another screen came to lie above, or went."""
        self._covered = covered
        self.request()

    def paint(self) -> None:
        """One frame."""
        panes = self._panes
        if not self._workspace.view.picture.paused:
            panes.entities.update_rows(self._filtering.update())
            self._change_frames.request()
            panes.detail.update_changed()
        panes.status.take(self._workspace.session.status)
        panes.say()
        self._await_glow()

    def paint_changes(self) -> None:
        """The changes, which stand still for a while after new ones."""
        if not self._workspace.view.picture.paused:
            new = self._panes.changes.update_lines()
            self._change_frames.take_at_least(CHANGES_BUDGET * min(MOST_UNREAD, max(1, new)))

    def tick(self) -> None:
        """What changes by time alone: ages, silence, and what the screen is worth."""
        panes = self._panes
        self._workspace.learning.cadence.tick()
        if self._covered:
            if self._is_to_wait():
                return
            self.paint()
        turned = self._filtering.pass_time()
        if turned is not None:
            panes.entities.update_rows(turned)
        panes.entities.refresh_ages()
        panes.detail.refresh_times()
        panes.status.refresh_times()
        panes.say()

    def _is_to_wait(self) -> bool:
        """Whether somebody was let pass lately, and this has not waited for long."""
        was_lately = self._rest() > -LATELY
        self._waited = self._waited + 1 if was_lately and self._waited < LONGEST_WAIT else 0
        return self._waited > 0

    def _await_glow(self) -> None:
        """Let glows fade even if no frame comes until then; each frame does it, too."""
        if self._glow_timer is not None:
            self._glow_timer.cancel()
        wait = None if self._covered else self._workspace.glow.next_stage_in()
        if wait is not None:
            loop = asyncio.get_running_loop()
            due = beat(loop.time() + wait, CHANGES_BUDGET)
            self._glow_timer = loop.call_at(due, self._turn_glow)

    def _turn_glow(self) -> None:
        """Aside from the frames: a change never waits for a fading one, nor does a key."""
        if (rest := self._rest()) > 0:
            self._glow_timer = asyncio.get_running_loop().call_later(rest, self._turn_glow)
            return
        self._panes.entities.refresh_glow()
        self._panes.detail.refresh_times()
        self._await_glow()
