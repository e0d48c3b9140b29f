"""One of a few, on one line: arrows or a click go through them, a first letter goes to one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget


class Choice(Widget, can_focus=True):
    """Shows the chosen one. Posts ``Chosen`` when a person chooses another."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space", "step(1)", "Next kind", show=False, id="choice.next"),
        Binding("left", "step(-1)", "Kind before", show=False, id="choice.previous"),
    ]

    class Chosen(Message):
        """Another one was chosen: ``index`` among the options."""

        def __init__(self, choice: Choice, index: int) -> None:
            super().__init__()
            self.choice = choice
            self.index = index

        @property
        def control(self) -> Choice:
            """Who says so."""
            return self.choice

    def __init__(
        self,
        options: Sequence[str],
        index: int = 0,
        *,
        classes: str | None = None,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(classes=classes, id=id)
        self._options = list(options)
        self._index = index
        self._is_guess = False

    @property
    def index(self) -> int:
        """Which of the options is chosen."""
        return self._index

    def show(self, index: int, *, is_guess: bool = False) -> None:
        """Show an option; one that was only guessed looks so."""
        if (index, is_guess) != (self._index, self._is_guess):
            self._index, self._is_guess = index, is_guess
            self.set_class(is_guess, "-guess")
            self.refresh()

    def render(self) -> Content:
        """The option, between the arrows that change it."""
        word = self._options[self._index]
        return Content(f"‹ {word} ›" if self.has_focus else f"  {word}")

    def action_step(self, by: int) -> None:
        """Choose the next option, or the one before."""
        self._choose((self._index + by) % len(self._options))

    def on_key(self, event: events.Key) -> None:
        """A letter chooses the next option that starts with it."""
        letter = (event.character or "").lower()
        if not event.is_printable or not letter.strip():
            return
        count = len(self._options)
        for by in range(1, count + 1):
            index = (self._index + by) % count
            if self._options[index].lower().startswith(letter):
                event.stop()
                self._choose(index)
                return

    def on_click(self) -> None:
        """A click goes on to the next option."""
        self.action_step(1)

    def _choose(self, index: int) -> None:
        self._index, self._is_guess = index, False
        self.remove_class("-guess")
        self.refresh()
        self.post_message(self.Chosen(self, index))
