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
        return f"type {self._shown}, {self.what}"

    def fault(self, text: str) -> str:
        """Why what was typed will not do."""
        if not text.strip():
            return f"✗ nothing is typed yet: type {self._shown}, {self.what}"
        return f"✗ that is not {self._shown}, {self.what}"

    @property
    def _shown(self) -> str:
        number = self.expected.isdecimal()
        return f"{int(self.expected):,}" if number else name_text(self.expected, 60)


class _Asked(Horizontal):
    """One demand's line: what to type, or what is wrong with what was typed, and the field."""

    def __init__(self, demand: Demand) -> None:
        super().__init__()
        self._demand = demand
        self._label = Static(Content(demand.label), classes="label")
        self._field = ExactInput()

    def compose(self) -> ComposeResult:
        """Label and field."""
        yield self._label
        yield self._field

    @property
    def is_met(self) -> bool:
        """Whether it was typed."""
        return self._demand.is_met(self._field.value)

    def go_to(self) -> None:
        """Have the cursor in the field."""
        self._field.focus()

    def find_fault(self) -> None:
        """Say at the field what is wrong, until something else is typed."""
        fault = self._demand.fault(self._field.value)
        self._label.update(Content.styled(fault, "$text-error"))

    @on(Input.Changed)
    def _forget_fault(self) -> None:
        self._label.update(Content(self._demand.label))


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
        """A line each."""
        for demand in self._demands:
            yield _Asked(demand)

    @property
    def wants_any(self) -> bool:
        """Whether there is anything to type."""
        return bool(self._demands)

    @property
    def are_met(self) -> bool:
        """Whether all was typed; also when there is nothing to type."""
        asked = self.query(_Asked)
        return len(asked) == len(self._demands) and all(one.is_met for one in asked)

    async def ask_for(self, demands: Sequence[Demand]) -> None:
        """Ask for something else from now on; the same leaves what was typed."""
        if list(demands) != self._demands:
            self._demands = list(demands)
            await self.recompose()
            self.post_message(self.Changed())

    def focus_empty(self) -> bool:
        """Go to the first field that wants something; False when there is none."""
        for one in self.query(_Asked):
            if not one.is_met:
                one.go_to()
                return True
        return False

    def insist(self) -> bool:
        """As ``focus_empty`` for who wants to go on: each field says what is wrong with it."""
        for one in self.query(_Asked):
            if not one.is_met:
                one.find_fault()
        return self.focus_empty()

    @on(Input.Changed)
    def _on_typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed())

    @on(Input.Submitted)
    def _on_entered(self, event: Input.Submitted) -> None:
        """On to the next field; who presses enter in one that is wrong is told."""
        event.stop()
        if not self.insist():
            self.post_message(self.Entered())
