"""Asks in what form something is copied, and shows the text of it before it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from flux_tui.tui.copying.copyable import Copyable
from flux_tui.tui.copying.preview import Preview
from flux_tui.tui.explorer.chooser import Chooser, Offer
from flux_tui.tui.keys.naming import keys_of

Offers = Sequence[Offer[Copyable]]


@dataclass(frozen=True, slots=True)
class Subject:
    """Something to copy of, and how; what it offers is worked out when it is asked for."""

    label: str
    offers: Callable[[], Offers]


class CopyChooser(Chooser[Copyable]):
    """Offers the forms of one subject; ctrl+t goes on to the next."""

    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]  # noqa: RUF012

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "next_subject", "Of others", id="copy.target", priority=True),
        Binding("f7", "save", "Into a file", id="copy.save", priority=True),
    ]

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self._subjects = list(subjects)
        self._preview = Preview()
        self.into_file = False
        """Whether what is chosen goes into a file, and no clipboard."""
        super().__init__(self._heading, self._subjects[0].offers())

    @property
    def advice(self) -> str:
        """How to choose, and what else could be copied."""
        key = keys_of(self)
        said = key.say("{chooser.choose} copies, {copy.save} into a file")
        if len(self._subjects) < 2:
            return said
        return f"{said}, {key('copy.target')}: {self._subjects[1].label}"

    def beneath(self) -> Iterable[Widget]:
        """The text that would be copied."""
        yield self._preview

    def follow_highlight(self) -> None:
        """Show what is under the cursor."""
        offer = self.highlighted
        self._preview.show(() if offer is None else offer.value.lines())

    def action_next_subject(self) -> None:
        """Offer what can be copied of another subject."""
        self._subjects.append(self._subjects.pop(0))
        self.offer(self._heading, self._subjects[0].offers())

    def action_save(self) -> None:
        """Choose what is under the cursor for a file."""
        self.into_file = True
        self.action_choose()

    @property
    def _heading(self) -> str:
        return f"copy of {self._subjects[0].label}"
