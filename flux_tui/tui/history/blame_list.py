"""Blame: for each property, which event set the value that it has now."""

from __future__ import annotations

from collections.abc import Mapping

from rich.segment import Segment
from rich.style import Style

from flux_tui.model.inline import moment_text, name_text, value_text
from flux_tui.model.json import Json, same
from flux_tui.model.printable import printable
from flux_tui.replica.past.entity_history import Blame, EntityHistory
from flux_tui.replica.past.steps import Step
from flux_tui.tui.cells import fit, fit_middle
from flux_tui.tui.detail.rows import quoted_if_doubtful
from flux_tui.tui.history.columns import GAP, TIME
from flux_tui.tui.history.event_list import EventList
from flux_tui.tui.history.wording import short_time
from flux_tui.tui.workspace import Workspace

EVENT = 13
"""Cells of an event's id, cut in the middle."""


class BlameList(EventList):
    """The entity's properties by name: value, source, time, event."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(id="history-blame")
        self._utc = workspace.options.utc
        self._clock = workspace.clock
        self._properties: dict[str, Json] = {}
        self._names: list[str] = []
        self._blame: Mapping[str, Blame] = {}

    @property
    def count(self) -> int:
        """A line a property."""
        return len(self._names)

    def step_at(self, line: int) -> Step | None:
        """The step that set it."""
        blame = self._blame.get(self._names[line])
        return None if blame is None else blame.step

    def show(self, properties: Mapping[str, Json], history: EntityHistory) -> None:
        """Show who is to blame for the present values."""
        self._properties = dict(properties)
        self._names = sorted(properties)
        self._blame = history.blame(properties)
        self.show_all()

    def header(self, width: int) -> str:
        """The columns' titles in so many cells."""
        name, value, source, event = _widths(width)
        parts = [fit("property", name), fit("value", value), fit("source", source)]
        parts += [fit("since", TIME + 1), fit("event", event)]
        return " " + GAP.join(part for part in parts if part)

    def segments_of(self, line: int) -> list[Segment]:
        """One property."""
        if line >= self.count:
            return []
        name = self._names[line]
        focused = self.has_focus and line == self._cursor
        back = self.looks["focus"] if focused else Style.null()
        dim = self.looks["dim"] + back
        widths = _widths(self.size.width)
        value = self._properties[name]
        shown = quoted_if_doubtful(value) if isinstance(value, str) else value_text(value, 200)
        segments = [
            Segment("▌" if focused else " ", self.looks["bar"] + back),
            Segment(fit_middle(name_text(name, 200), widths[0]) + GAP, back),
            Segment(fit(shown, widths[1]) + GAP, back),
        ]
        blame = self._blame.get(name)
        rest = sum(widths[2:]) + TIME + 1 + len(GAP) * (2 if widths[3] else 1)
        if blame is None:
            return [*segments, Segment(fit("not in what is known", rest), dim)]
        if not same(blame.step.value, value):
            said = "set since by an event that is not known yet"
            return [*segments, Segment(fit(said, rest), self.looks["warning"] + back)]
        return [*segments, Segment(self._told(blame.step, blame.certain), dim)]

    def _told(self, step: Step, certain: bool) -> str:
        """Who, when, by which event; a value may be older than the oldest event that gave it."""
        _, _, source, event = _widths(self.size.width)
        today = moment_text(self._clock.now(), utc=self._utc)[:10]
        time = short_time(step.event, today, utc=self._utc)
        parts = [
            fit_middle(printable(step.event.source, limit=200), source),
            fit(time if certain else f"≤{time}", TIME + 1),
            fit_middle(printable(step.event.event_id or "", limit=200), event),
        ]
        return GAP.join(part for part in parts if part)


def _widths(width: int) -> tuple[int, int, int, int]:
    """Property, value, source, event; the event's id stands where there is room."""
    left = max(0, width - 2 - 3 * len(GAP) - TIME - 1)
    event = EVENT if left > 50 else 0
    left -= event + len(GAP) if event else 0
    name, source = min(24, left // 3), min(20, left // 3)
    return name, max(0, left - name - source), source, event
