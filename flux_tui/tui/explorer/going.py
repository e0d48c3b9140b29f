"""Going from one entity to another: by a change, by a link and back, from the world's screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

from flux_tui.replica.view import View
from flux_tui.tui.acting.nothing import tell_nothing_to
from flux_tui.tui.acting.place import Place
from flux_tui.tui.changes.changes import Changes
from flux_tui.tui.detail.links import LinkFollowed, Trail
from flux_tui.tui.entity_list.entity_list import EntityList
from flux_tui.tui.explorer.following import Following
from flux_tui.tui.filter_bar.filter_bar import FilterBar

if TYPE_CHECKING:
    from flux_tui.tui.world.panel import Goal


class Going:
    """Moves the list's focus and the detail together; an entity that is not listed is shown too."""

    def __init__(
        self,
        view: View,
        entity_list: EntityList,
        following: Following,
        filter_bar: FilterBar,
        changes: Changes,
    ) -> None:
        self._view = view
        self._list = entity_list
        self._following = following
        self._filter = filter_bar
        self._changes = changes
        self._trail = Trail()

    def to(self, entity_id: str) -> None:
        """Focus an entity, though a filter or a fold may hide it from the list."""
        index = self._view.index(self._view.key_of(entity_id))
        if index is not None:
            self._list.focus_row(index)
        self._following.show(entity_id)

    def by_link(self, link: LinkFollowed) -> None:
        """The same, so that one can go back."""
        if self._following.shown is not None:
            self._trail.leave(self._following.shown, link.path)
        self.to(link.entity_id)

    def back(self) -> None:
        """To where the last link was followed, if there was one; the cursor is on it again."""
        left = self._trail.back()
        if left is not None:
            self.to(left.entity_id)
            self._following.point_at(left.path)

    @property
    def place(self) -> Place | None:
        """Where the cursor is outside of the list; None while it is there."""
        return self._following.place or self._changes.place

    @property
    def meant(self) -> str | None:
        """The entity that a key is about: that of the place, else the list's; no group is one."""
        if self.place is not None:
            return self.place.entity_id
        return None if self._view.focus is None else self._view.focus.entity

    def hold(self, app: App[None], do: str) -> bool:
        """Have the detail stay on what is meant; False, and said, where that is no entity."""
        entity_id = self.meant
        if entity_id is None:
            tell_nothing_to(app, do, self._view)
            return False
        self._following.hold()
        if entity_id != self._following.shown:
            self.to(entity_id)
        return True

    def to_goal(self, goal: Goal | None) -> None:
        """To a group's or an entity's place in the list; nowhere when there is none."""
        if goal is not None and goal.query is not None:
            self._filter.set(goal.query)
        if goal is not None and goal.entity_id is not None:
            self.to(goal.entity_id)
