"""A dialog about entities: which, what it means, what has to be typed, and the button."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from flux_tui.client.turns import Turns
from flux_tui.tui.acting.aim_row import AimRow
from flux_tui.tui.acting.aims import Aim
from flux_tui.tui.acting.id_list import IdList
from flux_tui.tui.choice import Choice
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.question.demands import Demands
from flux_tui.tui.sparing_screen import SparingModal
from flux_tui.tui.workspace import Workspace

ANOTHER_WORLD = (
    "Nothing was done: by now another world answers at this address, and this was meant for the "
    "one before. {decision.leave} leaves."
)
"""What is said instead; with places for keys."""


class Decision(SparingModal[None]):
    """Shows exactly which entities are meant. A subclass says what is done to them."""

    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012

    ADVICE = "{decision.do} does it, {decision.leave} leaves"
    """What stands under it; with places for keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", id="decision.leave"),
        Binding("ctrl+s", "do", "Do it", id="decision.do", priority=True),
        Binding("ctrl+t", "next_aim", "Others", show=False, id="decision.target", priority=True),
        Binding("right", "app.focus_next", "Next", show=False, id="decision.next"),
        Binding("left", "app.focus_previous", "Before", show=False, id="decision.previous"),
        Binding("ctrl+c", "app.say_how_to_leave", show=False, id="decision.interrupt"),
    ]

    def __init__(self, workspace: Workspace, title: str, aims: Sequence[Aim] = ()) -> None:
        super().__init__()
        self.workspace = workspace
        self._title = title
        self.aims = AimRow(aims, "decision.target") if aims else None
        self.summary = Static(id="summary")
        self.ids = IdList()
        self.meaning = Static(id="meaning")
        self.demands = Demands()
        self._is_finished = False
        self._replaced = workspace.session.status.replaced
        self.do = Button(Content(""), "primary", id="do", compact=True)
        self._cancel = Button(Content("Cancel"), id="cancel", compact=True)

    def compose(self) -> ComposeResult:
        """From what is meant to the button that does it."""
        with Vertical(id="decision") as box:
            box.border_title = Content(self._title)
            box.border_subtitle = Content(keys_of(self).say(self.ADVICE))
            if self.aims is not None:
                yield self.aims
            yield self.summary
            yield self.listing
            yield self.meaning
            yield self.demands
            with Horizontal(id="answers"):
                yield self.do
                yield self._cancel

    # -- for subclasses ------------------------------------------------------------------------

    @property
    def listing(self) -> Widget:
        """What is meant, one a line."""
        return self.ids

    @property
    def is_ready(self) -> bool:
        """Whether there is anything to decide."""
        return True

    async def aim_changed(self) -> None:
        """Other entities are meant."""

    def decided(self) -> None:
        """The button was pressed, and all was typed that had to be."""
        raise NotImplementedError

    def call_it(self, label: str) -> None:
        """What pressing the button does; printable text."""
        self.do.label = Content(label)
        self.do.refresh(layout=True)

    def say(self, text: str, *, problem: bool = False) -> None:
        """What it means, or what became of it; printable text."""
        self.meaning.update(Content.styled(text, "$text-error") if problem else Content(text))

    def offer_answer(self, *, harmless: bool) -> None:
        """Have the cursor where something is to be typed, else on a button.

        On the one that does it only where that harms nobody: who presses enter twice in a hurry
        has not read what is asked.
        """
        if not self.demands.focus_empty():
            (self.do if harmless else self._cancel).focus()

    def finish(self) -> None:
        """There is no more to decide: close, once nothing lies above."""
        self._is_finished = True
        if self.is_active:
            self.dismiss()

    async def count_groups(self, ids: Sequence[str]) -> Counter[str]:
        """The groups of some entities, counted in slices."""
        counted: Counter[str] = Counter()
        turns = Turns()
        for entity_id in ids:
            counted[self.workspace.view.group_of(entity_id)] += 1
            await turns.give()
        return counted

    # -- what a person does --------------------------------------------------------------------

    def action_next_aim(self) -> None:
        """Mean the next of what is offered."""
        if self.aims is not None and self.aims.can_focus and not self.aims.disabled:
            self.aims.action_step(1)

    def action_do(self) -> None:
        """Do it, once all was typed that has to be; else say at its field what has to."""
        if not self.demands.insist():
            self._on_decided()

    def action_leave(self) -> None:
        """Close; what has begun goes on."""
        self.finish()

    @on(events.ScreenResume)
    def _on_uncovered(self) -> None:
        if self._is_finished and self.is_active:
            self.dismiss()

    @on(Choice.Chosen)
    async def _on_aim(self, event: Choice.Chosen) -> None:
        event.stop()
        await self.aim_changed()

    @on(Demands.Changed)
    def follow_typing(self) -> None:
        """The button works once all was typed."""
        self.do.disabled = not (self.is_ready and self.demands.are_met)

    @on(Demands.Entered)
    @on(Button.Pressed, "#do")
    def _on_decided(self) -> None:
        if not self.demands.are_met or self.do.disabled:
            return
        if self.workspace.session.status.replaced != self._replaced:
            self.say(keys_of(self).say(ANOTHER_WORLD), problem=True)
            return
        self.decided()

    @on(Button.Pressed, "#cancel")
    def _on_cancelled(self) -> None:
        self.action_leave()
