"""The picker of a group's columns: what it shows stands in the list at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList

from flux_tui.client import FeedKind
from flux_tui.model.inline import age_text, rate_text
from flux_tui.model.printable import printable
from flux_tui.replica.record import EntityRecord
from flux_tui.tui.cells import cut_end, fit, fit_right
from flux_tui.tui.columns.choices import Columns
from flux_tui.tui.columns.offers import MEMBERS, ColumnOffer, looked_at, offers_of
from flux_tui.tui.columns.picking import Picking
from flux_tui.tui.columns.spec import ColumnSpec, Shows
from flux_tui.tui.exact_input import ExactInput
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.sparing_screen import SparingModal
from flux_tui.tui.workspace import Workspace

MOST = 300
"""Columns that are listed at once; typing finds the others."""

NAME, EXAMPLE, HAVING = 22, 14, 11
"""Cells of a line's parts."""

ADVICE = (
    "{columns.toggle} shows · {columns.left} {columns.right} moves · {columns.automatic} automatic"
    " · {columns.done} done"
)
"""What stands under the choice."""


class ColumnPicker(SparingModal[None]):
    """Space shows a column or hides it, ``<`` and ``>`` move it, ``r`` gives the choice back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "dismiss", "Done", id="columns.done", priority=True),
        Binding("o", "dismiss", "Done", show=False, id="columns.done-too"),
        Binding("escape", "leave", "As it was", id="columns.leave"),
        Binding("space", "show_or_hide", "Show or hide", id="columns.toggle"),
        Binding("less_than_sign,shift+up", "reorder(-1)", "Further left", id="columns.left"),
        Binding("greater_than_sign,shift+down", "reorder(1)", "Further right", id="columns.right"),
        Binding("r", "automatic", "Automatic choice", id="columns.automatic"),
        Binding("slash", "find", "Find", id="columns.find"),
        Binding("j", "move(1)", "Down", show=False, id="columns.down"),
        Binding("k", "move(-1)", "Up", show=False, id="columns.up"),
        Binding("question_mark", "app.help", "Help", id="app.help"),
    ]

    def __init__(
        self,
        workspace: Workspace,
        group: str,
        shown: Callable[[], Columns],
        example: str | None,
        *,
        above: bool,
    ) -> None:
        """``shown`` is what stands in the group's rows now, ``example`` the entity to go by.

        It lies ``above`` or below the middle of the screen: the rows are to be seen.
        """
        super().__init__(classes="-above" if above else None)
        self._workspace = workspace
        self._group = group
        self._shown = shown
        view = workspace.view
        ids = view.members(group)[:MEMBERS]
        if example is not None:
            ids = [example, *(entity_id for entity_id in ids if entity_id != example)]
        found = (view.picture.get(entity_id) for entity_id in ids)
        self._sample = looked_at(record for record in found if record is not None)
        self._before = workspace.columns.of(view.grouping, group)
        self._picking = self._begin()
        self._found: list[ColumnOffer] = []
        self._input = ExactInput(placeholder="type to find", id="columns-text")
        self._input.display = False
        self._options = OptionList(id="columns-options")

    def compose(self) -> ComposeResult:
        """What is typed, and what is found by it."""
        with Vertical(id="columns") as box:
            name = printable(self._group, limit=24) or "this list"
            box.border_title = Content(f"columns of {name}")
            box.border_subtitle = Content(keys_of(self).say(ADVICE))
            yield self._input
            yield self._options

    def on_mount(self) -> None:
        """Offer everything."""
        self._list_found()
        self._options.highlighted = 0 if self._found else None
        self.set_focus(self._options)

    # -- what a person does ----------------------------------------------------------------------

    def action_show_or_hide(self) -> None:
        """Show the column under the cursor, or no longer."""
        spec = self._spec()
        if spec is not None:
            self._picking.toggle(spec)
            self._choose(self._picking.chosen)

    def action_reorder(self, by: int) -> None:
        """Let the column under the cursor trade places with its neighbour."""
        spec = self._spec()
        if spec is not None and self._picking.move(spec, by):
            self._choose(self._picking.chosen)
            specs = [offer.spec for offer in self._found]
            self._options.highlighted = specs.index(spec)

    def action_automatic(self) -> None:
        """Show the most telling columns again."""
        self._choose(None)
        self._picking = self._begin()
        self._list_found()

    def action_leave(self) -> None:
        """Close, and leave the columns as they were; from what is typed back to the columns."""
        if self._input.has_focus:
            self._input.value = ""
            self._input.display = False
            self.set_focus(self._options)
            return
        self._choose(self._before)
        self.dismiss()

    def action_find(self) -> None:
        """Type a part of a name."""
        self._input.display = True
        self.set_focus(self._input)

    def action_move(self, by: int) -> None:
        """Go through the columns."""
        if by > 0:
            self._options.action_cursor_down()
        else:
            self._options.action_cursor_up()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a name is typed, ``enter`` goes back to the columns that were found."""
        return action != "dismiss" or not self._input.has_focus

    @on(Input.Changed)
    def _on_typed(self, event: Input.Changed) -> None:
        event.stop()
        self._list_found()
        self._options.highlighted = 0 if self._found else None

    @on(Input.Submitted)
    def _on_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.set_focus(self._options)

    @on(OptionList.OptionSelected)
    def _on_clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_show_or_hide()

    # -- how -------------------------------------------------------------------------------------

    def _begin(self) -> Picking:
        chosen = self._workspace.columns.of(self._workspace.view.grouping, self._group)
        on = self._shown() if chosen is None else chosen
        return Picking(offers_of(self._sample, self._aside), on)

    def _choose(self, columns: Columns | None) -> None:
        self._workspace.columns.choose(self._workspace.view.grouping, self._group, columns)
        self._list_found()

    def _spec(self) -> ColumnSpec | None:
        place = self._options.highlighted
        return None if place is None or place >= len(self._found) else self._found[place].spec

    def _list_found(self) -> None:
        wanted = self._input.value.strip().casefold()
        items = self._picking.items
        self._found = [item for item in items if wanted in item.name.casefold()][:MOST]
        shown = set(self._shown())
        place = self._options.highlighted
        self._options.clear_options()
        self._options.add_options([self._line(offer, shown) for offer in self._found])
        if place is not None and self._found:
            self._options.highlighted = min(place, len(self._found) - 1)

    def _line(self, offer: ColumnOffer, shown: set[ColumnSpec]) -> Content:
        is_on = self._picking.is_on(offer.spec)
        having = "" if offer.having is None else f"{offer.having} of {len(self._sample)}"
        if is_on and offer.spec not in shown:
            having = "no room"
        name, example = cut_end(offer.name, NAME), cut_end(offer.example, EXAMPLE)
        return Content(
            f"{'●' if is_on else ' '} {fit(name, NAME)}  {fit(example, EXAMPLE)}"
            f"{fit_right(having, HAVING)}"
        )

    def _aside(self, shows: Shows) -> str:
        """What of the example entity is no value of its own."""
        record = self._sample[0] if self._sample else None
        if record is None:
            return "·"
        return self._aside_of(record, shows)

    def _aside_of(self, record: EntityRecord, shows: Shows) -> str:
        match shows:
            case Shows.AGE:
                return age_text(self._workspace.view.picture.now() - record.updated)
            case Shows.RATE:
                return rate_text(self._workspace.learning.cadence.rate_of(record.id)) or "·"
            case _ if self._workspace.session.status.feed not in (FeedKind.SSE, None):
                return "not known here"
            case _:
                source = record.last_source()
                return "·" if source is None else printable(source, limit=80)
