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
        steps, first, repeated = history.steps, history.first, StepKind.REPEATED
        numbered = enumerate(steps, first)
        shown = [n for n, step in numbered if self.repeats or step[1] is not repeated]
        for word in self.text.casefold().split():
            wanted = word.removeprefix("@")
            by = {source for source in history.sources if wanted in source.casefold()}
            of = {name for name in history.names if wanted in name.casefold()}
            if word.startswith("@"):
                of.clear()
            shown = [
                n for n in shown if (step := steps[n - first])[2] in of or step[0].source in by
            ]
        return shown
