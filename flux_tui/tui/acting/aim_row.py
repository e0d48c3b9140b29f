"""The line of a dialog that says what it acts on, and by which one key that is changed."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from flux_tui.tui.acting.aims import Aim
from flux_tui.tui.choice import Choice
from flux_tui.tui.keys.naming import keys_of


class AimRow(Choice):
    """One of several aims; where there is only one, it is just named."""

    can_focus = True

    def __init__(self, aims: Sequence[Aim], binding_id: str) -> None:
        """``binding_id`` names the action of the dialog that goes on to the next aim."""
        super().__init__([aim.label for aim in aims], id="aim")
        self._aims = list(aims)
        self._labels = [aim.label for aim in aims]
        self._binding_id = binding_id
        self.can_focus = len(aims) > 1

    @property
    def aim(self) -> Aim:
        """The chosen one."""
        return self._aims[self.index]

    def follow(self) -> None:
        """Name those that there are by now: for who decides by the name alone."""
        labels = [aim.label_now() if aim.label_now else aim.label for aim in self._aims]
        if labels != self._labels:
            self._labels = labels
            self.refresh()

    def render(self) -> Content:
        """The aim, and the key that goes on to the next."""
        if len(self._aims) < 2:
            return Content(f"  {self._labels[0]}")
        hint = (f"   {keys_of(self)(self._binding_id)} changes that", "dim")
        return Content.assemble(f"‹ {self._labels[self.index]} ›", hint)
