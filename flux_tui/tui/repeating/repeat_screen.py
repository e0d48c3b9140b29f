"""Asks how often something is to be published."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from flux_tui.errors import FluxTuiError
from flux_tui.model.printable import printable
from flux_tui.tui.exact_input import ExactInput
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.repeating.rhythm import Rhythm, read_rhythm
from flux_tui.tui.repeating.wording import explanation
from flux_tui.tui.sparing_screen import SparingModal

USUAL = "5s"
"""What stands in the field at first."""


class RepeatScreen(SparingModal[Rhythm | None]):
    """Closes with the rhythm, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", id="question.cancel"),
        Binding("down", "app.focus_next", "Next", show=False, id="question.next"),
        Binding("up", "app.focus_previous", "Before", show=False, id="question.previous"),
    ]

    def __init__(self, name: str, rounds: Callable[[Rhythm], Sequence[str]] | None = None) -> None:
        """``name`` says what is repeated; ``rounds`` what the first are, where they differ.

        Both are printable.
        """
        super().__init__()
        self._what = name
        self._rounds = rounds
        self._preview = Static(id="rounds")
        self._rhythm: Rhythm | None = None
        """What is typed, while it is one."""
        self._every = ExactInput(USUAL, select_on_focus=True)
        self._times = ExactInput(placeholder="until it is stopped", select_on_focus=True)
        self._problem = Static(Content(""), id="problem")

    def compose(self) -> ComposeResult:
        """What it means, the two fields, the two answers."""
        with Vertical(id="repeat") as box:
            box.border_title = Content("publish again and again")
            box.border_subtitle = Content(keys_of(self).say("{question.cancel} cancels"))
            yield Static(Content(explanation(self._what, is_refilled=self._rounds is not None)))
            if self._rounds is not None:
                yield self._preview
            for label, field in (("Every", self._every), ("Times", self._times)):
                with Horizontal():
                    yield Static(Content(label), classes="label")
                    yield field
            yield self._problem
            with Horizontal(id="answers"):
                yield Button(Content("Begin"), "primary", id="do", compact=True)
                yield Button(Content("Cancel"), id="cancel", compact=True)

    def on_mount(self) -> None:
        """The cursor is in the first field, whose text is replaced by what is typed."""
        self._every.focus()
        self._look()

    @on(Input.Changed)
    def _look(self) -> None:
        """Say what is wrong, or what the first rounds will be."""
        try:
            rhythm = read_rhythm(self._every.value, self._times.value)
            lines = [] if self._rounds is None else self._rounds(rhythm)
        except FluxTuiError as error:
            self._rhythm = None
            self._problem.update(Content.styled(printable(str(error), limit=200), "$text-error"))
            return
        self._rhythm = rhythm
        self._problem.update(Content(""))
        self._preview.update(Content("\n".join(lines)))

    @on(Input.Submitted)
    @on(Button.Pressed, "#do")
    def _begin(self) -> None:
        self._look()
        if self._rhythm is None:
            self.app.bell()
        elif self.is_active:
            self.dismiss(self._rhythm)

    @on(Button.Pressed, "#cancel")
    def action_cancel(self) -> None:
        """Leave it."""
        if self.is_active:
            self.dismiss(None)
