"""Choosing what stands in a field from all that could."""

from __future__ import annotations

from textual.binding import Binding
from textual.screen import Screen

from flux_tui.tui.composer.suggestions import Completion
from flux_tui.tui.exact_input import ExactInput
from flux_tui.tui.explorer.chooser import Chooser, Offer

CHOOSE = Binding("f9,ctrl+@", "choose_word", "Choose", id="composer.choose")
"""The key for it, on every screen that has such fields."""


def choose_word(screen: Screen[None]) -> None:
    """Offer the words that the focused field completes from; the chosen one stands in it then."""
    field = screen.focused
    if not isinstance(field, ExactInput) or not isinstance(field.suggester, Completion):
        screen.app.bell()
        return
    completion, typed = field.suggester, field.value

    async def offer() -> None:
        words = await completion.offers(typed)
        if not words:
            screen.notify("nothing is known that could stand here", markup=False)
            return
        offers = [Offer(word or '""', word, word == typed, hint) for word, hint in words]
        if field.value == typed:
            screen.app.push_screen(Chooser("what stands in the field", offers), take)

    def take(word: str | None) -> None:
        if word is not None and field.is_mounted:
            field.value = word
            field.cursor_position = len(word)

    screen.run_worker(offer(), group="choosing", exclusive=True)
