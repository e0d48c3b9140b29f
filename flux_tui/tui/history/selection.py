"""Which steps of a history are shown."""

from __future__ import annotations

from dataclasses import dataclass

from flux_tui.replica.past.entity_history import EntityHistory
from flux_tui.replica.past.steps import StepKind


@dataclass(frozen=True, slots=True)
class Selection:
    """Steps whose property or source holds every word of ``text``, in any case.

    A word that begins with ``@`` is looked for in sources alone. Reports of a value that did not
    change are shown only with ``repeats``.
    """

    text: str = ""
    repeats: bool = False

    def numbers(self, history: EntityHistory) -> list[int]:
        """The numbers of the steps, oldest first; costs a look at each step for each word."""
        steps, repeated = history.steps, StepKind.REPEATED
        numbered = enumerate(steps, history.first)
        shown = [n for n, step in numbered if self.repeats or step[1] is not repeated]
        words = self.text.casefold().split()
        if not words:
            return shown
        names = {step.name: step.name.casefold() for step in steps}
        sources = {e.source: e.source.casefold() for e in history.events}
        for word in words:
            wanted = word.removeprefix("@")
            by = {source for source, folded in sources.items() if wanted in folded}
            of = {name for name, folded in names.items() if name and wanted in folded}
            if word.startswith("@"):
                of = set()
            first = history.first
            shown = [
                n for n in shown if (step := steps[n - first]).name in of or step.event.source in by
            ]
        return shown
