"""Filters that a person gave a name, and those used before, to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from flux_tui.model.json import Json
from flux_tui.model.printable import printable
from flux_tui.tui.explorer.chooser import Chooser, Offer
from flux_tui.tui.filter_bar.filter_history import FILTERS, LONGEST
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.remembered.item import Item, table, text
from flux_tui.tui.remembered.remembered import Remembered

MOST = 200
"""Filters with a name that are kept, those named last."""

LONGEST_NAME = 40
"""Characters of a filter's name."""


def _read(saved: Json) -> Mapping[str, str]:
    return {name: text(filter_text) for name, filter_text in table(saved).items()}


SAVED: Item[Mapping[str, str]] = Item("saved-filters", _read, dict, {}, everywhere=True)
"""Texts by their names; also without a profile: who names something wants it back."""


def save(remembered: Remembered, name: str, filter_text: str) -> None:
    """Keep a filter under a name, in place of what had that name."""
    kept = {n: t for n, t in remembered.get(SAVED).items() if n != name}
    kept[name] = filter_text
    remembered.put(SAVED, dict(list(kept.items())[-MOST:]))


class FilterChooser(Chooser[str]):
    """Saved filters by their names, then those used before; ctrl+d forgets one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+d", "forget", "Forget it", id="saved.forget", priority=True)
    ]

    def __init__(self, remembered: Remembered) -> None:
        self._remembered = remembered
        super().__init__("filters", self._filters(), empty="no filter was saved or used yet")

    @property
    def advice(self) -> str:
        """How to choose, and how to be rid of one."""
        return keys_of(self).say("{chooser.choose} filters · {saved.forget} forgets it")

    def action_forget(self) -> None:
        """Forget the one under the cursor."""
        offer = self.highlighted
        if offer is None:
            return
        remembered = self._remembered
        if offer.hint:
            kept = {n: t for n, t in remembered.get(SAVED).items() if n != offer.name}
            remembered.put(SAVED, kept)
        else:
            used = remembered.get(FILTERS)
            remembered.put(FILTERS, tuple(t for t in used if t != offer.value))
        self.offer("filters", self._filters())

    def _filters(self) -> list[Offer[str]]:
        saved = self._remembered.get(SAVED)
        named = [Offer(name, saved[name], hint=saved[name]) for name in sorted(saved)]
        known = set(saved.values())
        used = [Offer(t, t) for t in self._remembered.get(FILTERS) if t not in known]
        return named + used


def name_chooser(remembered: Remembered, filter_text: str) -> Chooser[str]:
    """Asks for the name to keep a filter under; those that there are can be given anew."""

    def typed(name: str) -> Offer[str] | None:
        name = name[:LONGEST_NAME]
        return Offer(name, name, hint=filter_text)

    saved = remembered.get(SAVED)
    given = [Offer(name, name, hint=f"in place of {saved[name]}") for name in sorted(saved)]
    return Chooser("name this filter", given, typed, asks="a name for it")


def ask_to_save(app: App[None], remembered: Remembered, filter_text: str) -> None:
    """Ask for a name, and keep the filter under it; one that is too long is not written."""
    if not 0 < len(filter_text) <= LONGEST:
        app.notify("there is no filter to save", markup=False, severity="warning")
        return

    def keep(name: str | None) -> None:
        if name:
            save(remembered, name, filter_text)
            app.notify(f"saved as {printable(name)}: F finds it", markup=False)

    app.push_screen(name_chooser(remembered, filter_text), keep)
