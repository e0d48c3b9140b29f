"""What has to be typed before a button may be pressed: a number, a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from flux_tui.model.inline import name_text
from flux_tui.tui.exact_input import ExactInput

SEPARATORS = str.maketrans("", "", " ,._'\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")
"""What people write between the digits of a long number."""


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing to type: ``what`` says what it is, ``expected`` is the text."""

    what: str
    expected: str

    def is_met(self, text: str) -> bool:
        """Whether this was typed: numbers however they are grouped, names in any case."""
        text = text.strip()
        if self.expected.isdecimal():
            text = text.translate(SEPARATORS)
        return text.casefold() == self.expected.casefold()

    @property
    def label(self) -> str:
        """What a person is told."""
        number = self.expected.isdecimal()
        shown = f"{int(self.expected):,}" if number else name_text(self.expected, 60)
        return f"type {shown}, {self.what}"


class Demands(Vertical):
    """A field for each demand. Posts ``Changed`` when something was typed, ``Entered`` on enter."""

    class Changed(Message):
        """Something was typed: look at ``are_met``."""

    class Entered(Message):
        """Enter was pressed, and nothing is left to type."""

    def __init__(self, demands: Sequence[Demand] = ()) -> None:
        super().__init__()
        self._demands = list(demands)

    def compose(self) -> ComposeResult:
        """Label and field, a line each."""
        for demand in self._demands:
            with Horizontal():
                yield Static(Content(demand.label), classes="label")
                yield ExactInput()

    @property
    def are_met(self) -> bool:
        """Whether all was typed; also when there is nothing to type."""
        fields = self.query(ExactInput)
        return len(fields) == len(self._demands) and all(
            demand.is_met(field.value) for demand, field in zip(self._demands, fields, strict=True)
        )

    async def ask_for(self, demands: Sequence[Demand]) -> None:
        """Ask for something else from now on; the same leaves what was typed."""
        if list(demands) != self._demands:
            self._demands = list(demands)
            await self.recompose()
            self.post_message(self.Changed())

    def focus_empty(self) -> bool:
        """Go to the first field that wants something; False when there is none."""
        for demand, field in zip(self._demands, self.query(ExactInput), strict=False):
            if not demand.is_met(field.value):
                field.focus()
                return True
        return False

    @on(Input.Changed)
    def _on_typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed())

    @on(Input.Submitted)
    def _on_entered(self, event: Input.Submitted) -> None:
        event.stop()
        if not self.focus_empty():
            self.post_message(self.Entered())
