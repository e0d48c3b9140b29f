"""The detail's last lines: where a value comes from, how regular its entity is, what is kept."""

from __future__ import annotations

from rich.text import Text
from textual.app import RenderResult
from textual.widget import Widget

from flux_tui.model.inline import interval_text, moment_text, rate_text
from flux_tui.model.json import Path
from flux_tui.model.printable import printable
from flux_tui.replica.record import EntityRecord
from flux_tui.tui.cells import cut_end, cut_middle
from flux_tui.tui.detail.rows import path_text
from flux_tui.tui.workspace import Workspace

FADED = 1 / 60
"""Changes per second below which a rate is the echo of a single change, and not said."""

DIFFERS = 1.25
"""How much longer than its entity's a property's interval must be to be worth a word."""


class Footer(Widget):
    """Two lines about the property under the cursor and its entity."""

    lines = ("", "")

    def say(self, provenance: str, regularity: str) -> None:
        """Show two lines of printable text."""
        if (provenance, regularity) != self.lines:
            self.lines = (provenance, regularity)
            self.refresh()

    def render(self) -> RenderResult:
        """Both lines, cut to the width."""
        width = self.size.width
        return Text("\n".join(cut_end(" " + line, width) for line in self.lines), no_wrap=True)


def provenance(record: EntityRecord, path: Path, workspace: Workspace) -> str:
    """Who set a property, when, and by which event."""
    name = str(path[0])
    trail = record.trail(name)
    parts = [printable(path_text(path), limit=60), *_silence(record, name, workspace)]
    if trail is not None and trail.source is not None:
        parts.append(f"set by {printable(trail.source, limit=40)}")
    parts.append(_when(record.stamp(name), workspace))
    if trail is not None and trail.event_id is not None:
        parts.append(f"event {cut_middle(printable(trail.event_id, limit=80), 13)}")
    return " · ".join(parts)


def regularity(record: EntityRecord, name: str, workspace: Workspace) -> str:
    """The rhythm of an entity's reports, its rate, and what of a property's past was dropped.

    What is so at this moment alone is no part of a picture that stands still.
    """
    cadence, history = workspace.learning.cadence, workspace.learning.history
    is_live = not workspace.view.picture.paused
    parts = []
    interval = cadence.interval_of(record.id)
    if interval is not None:
        silent = "◔ silent, " if is_live and cadence.is_silent(record.id) else ""
        parts.append(f"{silent}usually every {interval_text(interval)}")
    own = workspace.learning.property_rhythms.of(record, name)
    if own is not None and own.interval > DIFFERS * (interval or 0):
        shown = printable(name, limit=30)
        parts.append(f"{shown} usually changes every {interval_text(own.interval)}")
    rate = cadence.rate_of(record.id)
    if is_live and rate > FADED:
        parts.append(f"changes {rate_text(rate)}")
    reach = history.reach(record.id, name)
    if reach is not None and reach.kept < reach.seen:
        since = _when(reach.since, workspace)
        parts.append(f"history {reach.kept:,} of {reach.seen:,} values, since {since}")
    return " · ".join(parts)


def _silence(record: EntityRecord, name: str, workspace: Workspace) -> list[str]:
    """That a property is overdue by its own rhythm though its entity is not, and for how long."""
    own = workspace.learning.property_rhythms.of(record, name)
    if own is None or own.silent_for is None or workspace.view.picture.paused:
        return []
    usual, silent = interval_text(own.interval), interval_text(own.silent_for)
    return [f"◔ silent for {silent}, usually changes every {usual}"]


def _when(instant: int, workspace: Workspace) -> str:
    """The time of day; with its date when that is not today."""
    utc, today = workspace.options.utc, workspace.clock.now()
    whole, now = (moment_text(t, utc=utc) for t in (instant, today))
    return whole if whole[:10] != now[:10] else whole[11:]
