"""A question with two answers: do it, or leave it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.question.demands import Demand, Demands
from flux_tui.tui.sparing_screen import SparingModal


class Question(SparingModal[bool]):
    """Closes with whether to do it. ``do`` is the word on the button that does.

    Until all that it demands was typed, that button cannot be pressed. A ``grave`` one is in the
    colour of errors. Enter at once cancels, unless it is ``harmless``: who presses it twice in a
    hurry has not read what is asked.

    ``agreed`` is called before it closes: what it changes beneath is painted with the closing.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "refuse", "Cancel", id="question.cancel"),
        Binding("y", "agree", "Do it", id="question.do"),
        Binding("right,down", "app.focus_next", "Next", show=False, id="question.next"),
        Binding("left,up", "app.focus_previous", "Before", show=False, id="question.previous"),
    ]

    def __init__(
        self,
        title: str,
        text: Content,
        *,
        do: str,
        demands: Sequence[Demand] = (),
        grave: bool = False,
        harmless: bool = False,
        agreed: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self._agreed = agreed
        self._title = title
        self._text = Static(text, id="question-text")
        self._is_harmless = harmless
        self._demands = Demands(demands)
        self._do = Button(Content(do), "error" if grave else "primary", id="do", compact=True)
        self._cancel = Button(Content("Cancel"), id="cancel", compact=True)
        self.set_class(grave, "-grave")

    def say(self, text: Content) -> None:
        """Ask in other words: more is known by now."""
        self._text.update(text)

    def compose(self) -> ComposeResult:
        """What it is about, what has to be typed, the two answers."""
        with Vertical(id="question") as box:
            box.border_title = Content(self._title)
            box.border_subtitle = Content(keys_of(self).say(self._advice))
            yield self._text
            yield self._demands
            with Horizontal(id="answers"):
                yield self._do
                yield self._cancel

    @property
    def _advice(self) -> str:
        """What stands under it; where something is typed no letter is a key."""
        cancels = "{question.cancel} cancels"
        return cancels if self._demands.wants_any else "{question.do} does it, " + cancels

    def on_mount(self) -> None:
        """The cursor is where something is to be typed, else on the answer that does no harm."""
        self._follow_typing()
        if not self._demands.focus_empty():
            (self._do if self._is_harmless else self._cancel).focus()

    @on(Demands.Changed)
    def _follow_typing(self) -> None:
        self._do.disabled = not self._demands.are_met

    @on(Demands.Entered)
    @on(Button.Pressed, "#do")
    def action_agree(self) -> None:
        """Do it, once all was typed that has to be; else say what has to."""
        if not self._demands.insist():
            self._answer(True)

    @on(Button.Pressed, "#cancel")
    def action_refuse(self) -> None:
        """Leave it."""
        self._answer(False)

    def _answer(self, answer: bool) -> None:
        """Only once: a second press may come before the screen is gone."""
        if self.is_active:
            if answer and self._agreed is not None:
                self._agreed()
            self.dismiss(answer)
