"""Deletes entities: first it says which, then how far it is, then what is left and why."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from flux_tui.client.deleting.deletion import Deletion
from flux_tui.model.inline import name_text
from flux_tui.model.printable import printable
from flux_tui.tui.acting.aims import Aim
from flux_tui.tui.acting.decision import Decision
from flux_tui.tui.deleting.deleting import Deleting
from flux_tui.tui.deleting.wording import (
    deleted_line,
    entities_text,
    groups_text,
    meaning,
    progress_line,
)
from flux_tui.tui.frame import FrameBudget
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.writing import host_demand, number_demand, production_line


class DeleteScreen(Decision):
    """Asks; once it has begun it shows the deletion, and closes when all is gone."""

    def __init__(self, deleting: Deleting, aims: Sequence[Aim]) -> None:
        super().__init__(deleting.workspace, "delete", aims)
        self._deleting = deleting
        self._entities: list[str] = []
        self._deletion: Deletion | None = None
        self._frames = FrameBudget(self, self._show_progress)
        self.do.variant = "error"
        self.set_class(deleting.workspace.options.production, "-grave")

    async def on_mount(self) -> None:
        """Show what the first aim has; nothing is typed or pressed yet."""
        await self.aim_changed()

    def on_unmount(self) -> None:
        """What has begun goes on."""
        self._frames.close()

    async def aim_changed(self) -> None:
        """Other entities are to go: what was typed for those before does not count."""
        if self.aims is None:
            return
        self._entities = ids = self.aims.aim.ids()
        self.ids.show(ids)
        self.say(keys_of(self).say(meaning(len(ids))))
        self.call_it(f"Delete {_what(ids)}")
        self.summary.update(self._summary(""))
        await self.demands.ask_for([*number_demand(len(ids)), *host_demand(self.workspace)])
        self.follow_typing()
        self.offer_answer(harmless=False)
        self.workers.cancel_group(self, "groups")
        if len(ids) > 1:
            self.run_worker(self._name_groups(ids), group="groups")

    def decided(self) -> None:
        """Delete them, or those that are left."""
        ids = self._entities if self._deletion is None else self._deletion.left
        self._deletion = self._deleting.begin(ids, lambda: self.is_attached)
        self._deletion.observe(self._follow)
        if self.aims is not None:
            self.aims.disabled = True
        self.demands.display = False
        self.do.disabled = True
        self._show_progress()

    def action_leave(self) -> None:
        """While it runs, send no more; the second time close."""
        deletion = self._deletion
        if deletion is None or deletion.is_done or deletion.is_stopped:
            super().action_leave()
        else:
            deletion.stop()

    async def _name_groups(self, ids: Sequence[str]) -> None:
        self.summary.update(self._summary(groups_text(await self.count_groups(ids))))

    def _summary(self, groups: str) -> Content:
        what = Content(entities_text(len(self._entities)) + (f": {groups}" if groups else ""))
        return Content("\n").join(
            [line for line in (production_line(self.workspace), what) if line]
        )

    def _follow(self) -> None:
        """Its steps a frame at a time, its end at once."""
        if self._deletion is not None and self._deletion.is_done:
            self._show_progress()
        else:
            self._frames.request()

    def _show_progress(self) -> None:
        deletion = self._deletion
        if deletion is None or not self.is_attached:
            return
        if not deletion.is_done:
            self.say(progress_line(deletion, keys_of(self)("decision.leave")))
            return
        if not deletion.left:
            self._frames.close()
            self.finish()
            return
        back = deletion.back(self.workspace.world)
        reason = printable(deletion.problem or "", limit=300)
        line = deleted_line(deletion, back, keys_of(self)("explorer.undo"))
        self.say(f"{line}\n{reason}".rstrip(), problem=True)
        self.ids.show(deletion.left)
        self.call_it(f"Delete {_what(deletion.left)} again")
        self.do.disabled = False
        self.offer_answer(harmless=False)


def _what(ids: Sequence[str]) -> str:
    return name_text(ids[0], 40) if len(ids) == 1 else entities_text(len(ids))
