"""The filter bar: the query language as you type, never active unseen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from flux_tui.model.printable import printable
from flux_tui.tui.filter_bar.completing import Completing
from flux_tui.tui.filter_bar.counts import Counts, CountsLabel
from flux_tui.tui.filter_bar.field import FilterField
from flux_tui.tui.filter_bar.filter_history import FILTERS, FilterHistory
from flux_tui.tui.filter_bar.offering import Offering
from flux_tui.tui.filter_bar.offers import Offers
from flux_tui.tui.filter_bar.problem_line import ProblemLine
from flux_tui.tui.keys.naming import keys_of

if TYPE_CHECKING:
    from flux_tui.replica.query import Completion, Query
    from flux_tui.tui.workspace import Workspace


class FilterBar(Vertical):
    """One line of the query language, and what is wrong with it. Posts ``Filtered`` while typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear_or_leave", "Clear filter", id="filter.clear"),
        Binding("enter", "take_or_leave", "To the list", show=False, id="filter.leave"),
        Binding("up", "older", "Before: offered, used", show=False, id="filter.older"),
        Binding("down", "newer", "Next: offered, used; to the list", show=False, id="filter.newer"),
        Binding("tab", "complete", "Complete", id="filter.complete"),
        Binding("f1", "app.help", "Help", id="filter.help"),
        Binding("right", "take", "Complete", show=False, id="filter.take"),
        Binding("ctrl+@", "offer", "Offer what fits", show=False, id="filter.offer"),
        Binding("ctrl+r", "choose", "Filters used, saved", show=False, id="filter.choose"),
        Binding("ctrl+s", "save", "Save filter", show=False, id="filter.save"),
    ]

    class Filtered(Message):
        """The filter changed: None shows everything; ``problem`` says what is wrong with it.

        One that is being typed may go on to something that is known.
        """

        def __init__(
            self, query: Query | None, problem: str | None = None, *, is_being_typed: bool = False
        ) -> None:
            super().__init__()
            self.query = query
            self.problem = problem
            self.is_being_typed = is_being_typed

    def __init__(
        self,
        leave: Callable[[], None],
        workspace: Workspace,
        id: str = "filter",  # noqa: A002 - as Textual calls it
    ) -> None:
        """``leave`` gives the keys back, at once: the next one is not for the filter."""
        super().__init__(id=f"{id}-bar")
        self._field = FilterField(
            placeholder="part of an id, temp>=30, status=error, @age<1m …", id=id
        )
        self._counts = CountsLabel()
        self._problem = ProblemLine()
        self._offers = Offers()
        self._offering = Offering(self._field, self._offers, Completing(workspace), self._on_found)
        self._typed: Query | None = None
        """What was told of as being typed, and is not known to be whole yet."""
        self._recalled: str | None = None
        """The text that was not typed but put there whole."""
        self._leave = leave
        self._remembered = workspace.remembered
        self._history = FilterHistory(self._remembered.get(FILTERS))
        self.display = False

    def compose(self) -> ComposeResult:
        """The text, what it does in numbers, what is wrong with it, and what could come next."""
        yield self._offers
        with Horizontal(classes="line"):
            yield self._field
            yield self._counts
        yield self._problem

    @property
    def value(self) -> str:
        """The text, as it is typed."""
        return self._field.value

    def open(self) -> None:
        """Show the bar and take the keys; a filter that stands there gives way to what is typed.

        Whoever wants to go on with it moves the cursor first.
        """
        self.display = True
        self.screen.set_focus(self._field)
        self._field.select_all()

    def set(self, text: str) -> None:
        """Filter by a text given from elsewhere."""
        self._recall(text)
        self.display = bool(text)

    def narrow(self, term: str) -> None:
        """Ask for one thing more; what is no query gives way to it."""
        from flux_tui.replica.query import narrowed

        self.set(term if self._field.error is not None else narrowed(self.value, term))

    def put_away(self) -> None:
        """Filter by nothing, if by anything; say how to have it back, as it is remembered."""
        text = self.value
        if text:
            self._keep()
            self.set("")
            said = keys_of(self).say("all are shown; {explorer.filters} brings back ")
            self.notify(said + printable(text, limit=60), markup=False)

    def tell(self, counts: Counts) -> None:
        """Show what the filter does."""
        if self.display:
            on_key = keys_of(self)("explorer.suspend-filter")
            self._counts.tell(counts.text(self.size.width, on_key) if self.value.strip() else "")

    # -- keys ------------------------------------------------------------------------------------

    def action_clear_or_leave(self) -> None:
        """Out of the offers; from the text first clear the filter, then leave."""
        if self._offers.chosen is not None:
            self._offering.stop()
            return
        if self.value:
            self._keep()
            self._field.value = ""
        self._go()

    def action_take_or_leave(self) -> None:
        """Take the offer that was chosen; else back to the list."""
        if self._offers.chosen is not None:
            self.action_take()
        else:
            self._go()

    def action_older(self) -> None:
        """The offer before the chosen one; else a filter that was used before."""
        if self._offers.chosen is not None:
            self._offers.move(-1)
        else:
            self._recall(self._history.older(self.value))

    def action_newer(self) -> None:
        """The next offer; else from a filter used before towards what was typed, and the list."""
        if self._offers.is_open:
            self._offers.move(1)
            return
        newer = self._history.newer()
        if newer is None:
            self._go()
        else:
            self._recall(newer)

    def action_complete(self) -> None:
        """Take the chosen offer or the first, also one that is just being found; else go on."""
        if self._offers.is_open:
            self.action_take()
        elif self._offering.is_under_way:
            self._offering.take_first()
        else:
            self.screen.focus_next()

    def action_take(self) -> None:
        """Take the chosen offer, or the first."""
        best = self._offers.best
        if best is not None:
            self._take(best)

    def action_offer(self) -> None:
        """Say what could be typed here."""
        self._offering.begin()

    # -- filters to come back to -----------------------------------------------------------------

    def action_choose(self) -> None:
        """Choose one of the filters that were saved or used before."""
        from flux_tui.tui.filter_bar.saved import FilterChooser

        self._keep()

        def take(text: str | None) -> None:
            self._history = FilterHistory(self._remembered.get(FILTERS))
            if text is not None:
                self.set(text)

        self.app.push_screen(FilterChooser(self._remembered), take)

    def action_save(self) -> None:
        """Keep the filter under a name; also in a bar that was left."""
        from flux_tui.tui.filter_bar.saved import ask_to_save

        text = "" if self._field.error is not None else self.value.strip()
        ask_to_save(self.app, self._remembered, text)

    # -- offers ----------------------------------------------------------------------------------

    def _on_found(self, takes_first: bool) -> None:
        if not self._offers.is_open:
            self._take_as_it_is()
        if takes_first:
            self.action_complete()

    def _take(self, completion: Completion) -> None:
        text, cursor = completion.apply(self.value)
        self._field.value = text
        self._field.cursor_position = cursor

    @on(Offers.Clicked)
    def _on_clicked(self, message: Offers.Clicked) -> None:
        message.stop()
        self._take(message.completion)
        self.screen.set_focus(self._field)

    def on_descendant_blur(self) -> None:
        """Nobody types any more."""
        self._offering.stop()
        self._take_as_it_is()

    # -- the text --------------------------------------------------------------------------------

    def _go(self) -> None:
        """Back to the list; an empty bar goes away."""
        self._offering.stop()
        self.display = bool(self.value)
        self._keep()
        self._take_as_it_is()
        self._leave()

    def _keep(self) -> None:
        """A filter that is one was used."""
        if self._field.error is None:
            self._history.use(self.value)
            self._remembered.put(FILTERS, self._history.used)

    def _recall(self, text: str | None) -> None:
        if text is not None:
            self._recalled = text
            self._field.value = text
            self._field.cursor_position = len(text)

    @on(Input.Changed)
    def _on_typed(self, event: Input.Changed) -> None:
        from flux_tui.replica.query import parse

        event.stop()
        self._offering.stop()
        is_typed = self._field.has_focus and event.value.strip() and event.value != self._recalled
        if is_typed:
            self.action_offer()
        self._recalled, self._typed = None, None
        error, text = self._field.error, event.value.strip()
        self.set_class(error is not None, "-invalid")
        self._problem.show(error, 0 if error is None else self._field.cell_of(error.column))
        if error is not None:
            self.post_message(self.Filtered(None, str(error)))
        elif is_typed and not event.value[-1].isspace():
            self._typed = parse(text)
            self.post_message(self.Filtered(self._typed, is_being_typed=True))
        else:
            self.post_message(self.Filtered(parse(text) if text else None))

    def _take_as_it_is(self) -> None:
        """What was typed goes on to nothing: it is what is asked for, whatever it finds."""
        typed, self._typed = self._typed, None
        if typed is not None:
            self.post_message(self.Filtered(typed))
