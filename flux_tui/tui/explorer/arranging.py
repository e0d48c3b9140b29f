"""How a person arranges the list: its order, its groups, its filter off, its pause."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import App

from flux_tui.replica.grouping import Grouping
from flux_tui.replica.view import Sort, ViewChange
from flux_tui.tui.acting.nothing import tell_nothing_to
from flux_tui.tui.columns.choices import Columns
from flux_tui.tui.entity_list.entity_list import EntityList
from flux_tui.tui.explorer.filtering import Filtering
from flux_tui.tui.explorer.regrouping import Regrouping
from flux_tui.tui.workspace import Workspace

if TYPE_CHECKING:
    from flux_tui.replica.query import Query


class Arranging:
    """Changes the View, and has the list show it; ``done`` is called after each change.

    The choosers are imported when they are first wanted: the list is to be there before.
    """

    def __init__(
        self,
        workspace: Workspace,
        filtering: Filtering,
        entity_list: EntityList,
        done: Callable[[], None],
    ) -> None:
        self._workspace = workspace
        self._world = workspace.world
        self._view = workspace.view
        self._filtering = filtering
        self._list = entity_list
        self._done = done
        self._regrouping = Regrouping(self._view, lambda: workspace.session.rest, self._filtered)

    def close(self) -> None:
        """Arrange nothing more."""
        self._regrouping.close()

    def pause(self) -> None:
        """Let the picture stand still, or show at once all that has waited."""
        if self._view.picture.paused:
            self._list.update_rows(self._view.resume())
        else:
            self._list.update_rows(self._filtering.update())
            self._view.pause()
            self._list.repaint_all()
        self._done()

    def suspend_filter(self) -> None:
        """Show everything for a while, or again what the filter matches."""
        if self._filtering.query is not None:
            self._filtering.suspend(not self._filtering.suspended, self._filtered)
            self._done()

    def filter(self, query: Query | None, *, is_being_typed: bool = False) -> None:
        """Show what a query matches, as soon as that is known."""
        self._filtering.ask(query, self._filtered, is_being_typed=is_being_typed)

    def _filtered(self) -> None:
        self._list.forget_columns()
        self._done()

    def sort(self, app: App[None]) -> None:
        """Choose an order; the same again turns it round."""
        from flux_tui.tui.explorer.choices import sort_chooser

        def sort_by(sort: Sort | None) -> None:
            if sort is not None:
                self.sort_by(sort)

        app.push_screen(sort_chooser(self._view, self._world), sort_by)

    def sort_by(self, sort: Sort) -> None:
        """Sort by this; the same again turns the order round."""
        self._order(sort, reverse=sort == self._view.sort and not self._view.reverse)

    def reverse(self) -> None:
        """Turn the order round."""
        self._order(self._view.sort, reverse=not self._view.reverse)

    def group(self, app: App[None]) -> None:
        """Choose what the list is grouped by."""
        from flux_tui.tui.explorer.choices import grouping_chooser

        def group_by(grouping: Grouping | None) -> None:
            if grouping is not None:
                self._regrouping.begin(grouping)

        app.push_screen(grouping_chooser(self._view, self._world), group_by)

    def choose_columns(self, app: App[None]) -> None:
        """Choose what stands in the rows of the focused group, or of the first."""
        from flux_tui.tui.columns.picker import ColumnPicker

        focus, entities = self._view.focus, self._list
        if focus is None:
            tell_nothing_to(app, "choose columns of", self._view)
            return
        group = focus.group

        def shown() -> Columns:
            return entities.columns_of(group)

        above = entities.focus_is_low
        app.push_screen(ColumnPicker(self._workspace, group, shown, focus.entity, above=above))

    def marked(self) -> None:
        """Marks were changed: the filter may ask for them."""
        change = self._filtering.marks_changed()
        if change is not None:
            self._list.update_rows(change)
        self._done()

    def _order(self, sort: Sort, *, reverse: bool) -> None:
        self._view.order_by(sort, reverse=reverse)
        self._list.update_rows(ViewChange(moved=True))
        self._done()
