"""A small chooser: a few things to choose from, found by typing a part of their names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from flux_tui.model.inline import value_text
from flux_tui.tui.cells import width_of
from flux_tui.tui.exact_input import ExactInput
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.sparing_screen import SparingModal

Chosen = TypeVar("Chosen")

LONGEST = 60
"""Characters of a name, and of a hint, that are shown."""

MOST = 500
"""Offers that are listed at once: each line is laid out, and nobody reads so many."""

BESIDE = 7
"""Columns that a frame, a scrollbar and the sign of what is chosen take beside a name."""

NARROWEST, WITH_HINTS, WIDEST = 44, 76, 100
"""Columns of the dialog at least, at least with hints, and at most, as its offers need them."""


@dataclass(frozen=True, slots=True)
class Offer(Generic[Chosen]):
    """One thing to choose: its name, what choosing it gives, and a word on that."""

    name: str
    value: Chosen
    is_chosen: bool = False
    hint: str = ""


class Chooser(SparingModal[Chosen | None]):
    """Closes with what was chosen; with None when nothing was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", id="chooser.cancel"),
        Binding("enter", "choose", "Choose", id="chooser.choose", priority=True),
        Binding("down", "move(1)", "Down", show=False, id="chooser.down", priority=True),
        Binding("up", "move(-1)", "Up", show=False, id="chooser.up", priority=True),
    ]

    def __init__(
        self,
        title: str,
        offers: Sequence[Offer[Chosen]],
        typed: Callable[[str], Offer[Chosen] | None] = lambda text: None,
        *,
        asks: str = "type to find",
        nothing: str = "nothing here has that in its name",
        empty: str = "",
    ) -> None:
        """``typed`` makes an offer of a text that is the name of none.

        ``asks`` stands in the empty field, ``nothing`` under what is typed and gives no offer,
        ``empty`` where there is nothing to choose from.
        """
        super().__init__()
        self._title = title
        self._offers = offers
        self._typed = typed
        self._shown: list[Offer[Chosen]] = []
        self._input = ExactInput(placeholder=asks, id="chooser-text")
        self._options = OptionList(id="chooser-options")
        self._options.can_focus = False
        self._nothing_found, self._empty = nothing, empty
        self._nothing = Static(id="chooser-nothing")

    @property
    def advice(self) -> str:
        """What stands under the offers."""
        return keys_of(self).say("{chooser.choose} chooses, {chooser.cancel} cancels")

    @property
    def highlighted(self) -> Offer[Chosen] | None:
        """The offer under the cursor."""
        return self._shown[self._options.highlighted or 0] if self._shown else None

    def beneath(self) -> Iterable[Widget]:
        """What else stands under the offers, in a subclass."""
        return ()

    def follow_highlight(self) -> None:
        """Another offer is under the cursor, or none."""

    def offer(self, title: str, offers: Sequence[Offer[Chosen]]) -> None:
        """Have other things to choose from."""
        self._title, self._offers = title, offers
        box = self.query_one("#chooser")
        box.border_title, box.border_subtitle = Content(title), Content(self.advice)
        self._fit()
        self._find(self._input.value)

    def compose(self) -> ComposeResult:
        """What is typed, and what is found by it."""
        with Vertical(id="chooser") as box:
            box.border_title = Content(self._title)
            box.border_subtitle = Content(self.advice)
            yield self._input
            yield self._options
            yield self._nothing
            yield from self.beneath()

    def on_mount(self) -> None:
        """Offer everything, from what is the case now."""
        self._fit()
        self.set_focus(self._input)
        self._find("")
        for index, offer in enumerate(self._shown):
            if offer.is_chosen:
                self._options.highlighted = index

    def action_move(self, by: int) -> None:
        """Go through what is found, round and round."""
        if self._shown:
            self._options.highlighted = ((self._options.highlighted or 0) + by) % len(self._shown)

    def action_choose(self) -> None:
        """Close with the offer under the cursor."""
        self._find(self._input.value)
        if self.highlighted is not None:
            self.dismiss(self.highlighted.value)

    @on(Input.Changed)
    def _on_typed(self, event: Input.Changed) -> None:
        event.stop()
        self._find(event.value)

    @on(OptionList.OptionHighlighted)
    def _on_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.follow_highlight()

    @on(OptionList.OptionSelected)
    def _on_clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._shown[event.option_index].value)

    def _fit(self) -> None:
        """Be as wide as what is offered, whatever of it is found."""
        least = WITH_HINTS if any(offer.hint for offer in self._offers) else NARROWEST
        wanted = max((line.cell_length for line in _contents(self._offers)), default=0) + BESIDE
        self.query_one("#chooser").styles.width = max(least, min(wanted, WIDEST))

    def _say_nothing(self, why: str) -> None:
        self._nothing.update(Content(why))
        self._nothing.display = bool(why)

    def _find(self, text: str) -> None:
        """Show the offers with this text in their names, those that begin with it first.

        A path, and a name that nothing else has, is an offer too.
        """
        wanted = text.strip().casefold()
        found = [offer for offer in self._offers if wanted in offer.name.casefold()]
        if wanted:
            found.sort(key=lambda offer: not offer.name.casefold().startswith(wanted))
            if "." in wanted or not found:
                own = self._typed(text.strip())
                if own is not None and own.name not in {offer.name for offer in found}:
                    found.append(own)
        self._say_nothing("" if found else self._nothing_found if wanted else self._empty)
        self._list(found)

    def _list(self, offers: Sequence[Offer[Chosen]]) -> None:
        """List what was found, the first of very many, and what is chosen now in any case."""
        found = [*offers[:MOST], *(offer for offer in offers[MOST:] if offer.is_chosen)]
        more = len(offers) - len(found)
        if found != self._shown:
            self._shown = found
            self._options.clear_options()
            self._options.add_options(_contents(found))
            if more:
                words = f"  and {more:,} more: type to find them"
                self._options.add_option(Option(Content.styled(words, "dim"), disabled=True))
            self._options.highlighted = 0 if found else None
            if not found:
                self.follow_highlight()


def _contents(offers: Sequence[Offer[Chosen]]) -> list[Content]:
    """A line for each offer; hints stand below each other, behind the longest name."""
    names = [
        f"{'●' if offer.is_chosen else ' '} {value_text(offer.name, LONGEST)}" for offer in offers
    ]
    width = max(map(width_of, names), default=0) + 2
    return [
        Content.assemble(name + " " * (width - width_of(name)), (hint, "dim"))
        if (hint := value_text(offer.hint, LONGEST))
        else Content(name)
        for name, offer in zip(names, offers, strict=True)
    ]
