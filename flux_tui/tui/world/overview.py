"""The World screen's head: the server's figures over time, and what the picture is worth."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rich.text import Text
from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from flux_tui.client import SessionStatus
from flux_tui.model.change import Metrics
from flux_tui.model.inline import clock_text, size_text
from flux_tui.replica.figures import Figures
from flux_tui.tui.cells import cut_end, fit, fit_right, sparkline, trend
from flux_tui.tui.workspace import Workspace

NAME, VALUE = 13, 11
"""Cells of a figure's name and of its value."""

SHORTEST, LONGEST = 10, 300
"""Cells of a line over time: less says nothing, more there is not."""

FIGURES: tuple[tuple[str, Callable[[Metrics], int]], ...] = (
    ("entities", lambda metrics: metrics.entities),
    ("publishers", lambda metrics: metrics.publishers),
    ("connections", lambda metrics: metrics.connections),
)
"""What the server counts of itself, beside its events."""


class Overview(Widget):
    """Text that is worked out anew each second."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(id="overview")
        self._workspace = workspace
        self._shown = ""
        self.server = ""
        """What is known of the server itself, in printable words."""

    def on_mount(self) -> None:
        """Name it."""
        self.border_title = Content("Server")

    def update(self) -> None:
        """Bring it up to date; paint it if it reads otherwise."""
        text = self._text(self.size.width)
        if text != self._shown:
            self._shown = text
            self.refresh()

    def on_resize(self) -> None:
        """Another width has room for other lines."""
        self.update()

    def render(self) -> RenderResult:
        """All lines."""
        return Text(self._shown, no_wrap=True)

    def _text(self, width: int) -> str:
        figures = self._workspace.learning.figures
        lines = [*figure_lines(figures, width), "", *self._worth()]
        return "\n".join(cut_end(" " + line, width) for line in lines)

    def _worth(self) -> Iterator[str]:
        workspace = self._workspace
        status, history = workspace.session.status, workspace.learning.history
        yield self.server or "the server has not said what it is"
        yield trust_line(status, utc=workspace.options.utc)
        gone = history.dropped
        dropped = (
            f", {gone:,} older or deleted {'one' if gone == 1 else 'ones'} gone" if gone else ""
        )
        budget = size_text(workspace.options.history_bytes)
        yield (
            f"history: {history.kept:,} values in {size_text(history.used)} of {budget}{dropped}"
        )


def figure_lines(figures: Figures, width: int) -> Iterator[str]:
    """A line a figure: its name, its value now, and its way there."""
    last, room = figures.last, min(LONGEST, width - NAME - VALUE - 4)
    if last is None:
        yield "the server has sent no figures yet"
        return
    rate, rates = figures.rate, figures.rates[-max(0, room) :]
    pace = "" if rate is None else f"{rate:,.1f}"
    yield _line("events/s", pace, sparkline(rates) if room >= SHORTEST else "")
    yield _line("events", f"{last.events:,}", "")
    for name, figure in FIGURES:
        series = figures.series(figure)[-max(0, room) :]
        yield _line(name, f"{figure(last):,}", trend(series) if room >= SHORTEST else "")


def trust_line(status: SessionStatus, *, utc: bool) -> str:
    """By which feed the picture is kept, and what had to be mended in it."""
    healed = "nothing had to be healed"
    if status.healed:
        differences = "difference" if status.healed == 1 else "differences"
        healed = f"{status.healed:,} {differences} found by audits and healed"
        if status.healed_at is not None:
            healed += f", last at {clock_text(status.healed_at, utc=utc)[:-2]}"
    connections = "connection" if status.losses == 1 else "connections"
    losses = f" · {status.losses:,} {connections} lost" if status.losses else ""
    other = ""
    if status.replaced is not None:
        other = f" · another world since {clock_text(status.replaced, utc=utc)[:-2]}"
    return f"followed by {status.feed or 'nothing yet'}{other} · {healed}{losses}"


def _line(name: str, value: str, course: str) -> str:
    return f"{fit(name, NAME)}{fit_right(value, VALUE)}  {course}".rstrip()
