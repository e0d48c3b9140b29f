"""The status bar: one line that says where this is and what the screen is worth."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.app import RenderResult
from textual.widget import Widget

from flux_tui.client import Phase, SessionStatus
from flux_tui.model.printable import printable
from flux_tui.tui.cells import cut_end, cut_middle, sparkline, width_of
from flux_tui.tui.status_bar.rate import EventRate
from flux_tui.tui.status_bar.wording import worth
from flux_tui.tui.workspace import Workspace

LOOKS = {
    Phase.CONNECTING: "doubtful",
    Phase.LOADING: "doubtful",
    Phase.LIVE: "live",
    Phase.CATCHING_UP: "doubtful",
    Phase.STALE: "lost",
    Phase.OFFLINE: "lost",
}
"""How each phase looks."""


class StatusBar(Widget):
    """Where, by which feed, how true, how many, how fast; the least important goes first."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"status-bar--{part}" for part in ("name", "live", "doubtful", "lost", "dim")
    }

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(id="status")
        self._workspace = workspace
        self._status = workspace.session.status
        self._rate = EventRate()
        self._shown = ""

    def take(self, status: SessionStatus) -> None:
        """Show a new status."""
        self._status = status
        self._rate.take(status.metrics)
        self.refresh_times()

    def refresh_times(self) -> None:
        """Repaint if the line reads otherwise now."""
        line = self._line()
        if line.plain != self._shown:
            self.refresh()

    def render(self) -> RenderResult:
        """One line."""
        line = self._line()
        self._shown = line.plain
        return line

    def _line(self) -> Text:
        width = self.size.width
        status = self._status
        phase = "doubtful" if status.mute else LOOKS[status.phase]
        local = self._workspace.clock.now()
        said = worth(status, local, utc=self._workspace.options.utc)
        left = [(" flux-tui   ", "name"), (said, phase)]
        right = self._figures()
        room = width - sum(width_of(text) for text, _ in left) - 6
        while right and sum(width_of(text) for text in right) > room:
            right.pop()
        room -= sum(width_of(text) for text in right)
        middle = cut_middle(self._place(), room) if room >= 12 else ""
        line = Text(no_wrap=True, overflow="crop")
        for text, part in left:
            line.append(text, self._style(part))
        free = width - line.cell_len - width_of(middle) - sum(map(width_of, right)) - 1
        gap = max(1, free // 2 if right else free)
        line.append(" " * gap + middle, self._style("dim"))
        line.append(" " * max(1, free - gap) + "".join(right))
        if status.problem and status.phase in (Phase.OFFLINE, Phase.STALE) and width >= 60:
            return self._with_problem(line, said, status.problem, width)
        return line

    def _with_problem(self, line: Text, said: str, problem: str, width: int) -> Text:
        """While something is wrong, what is wrong is worth more than the figures."""
        head = line[: width_of(" flux-tui   ") + len(said)]
        text = cut_end(printable(problem, limit=400), width - head.cell_len - 5)
        return head + Text(f" · {text}", self._style("dim"), no_wrap=True)

    def _place(self) -> str:
        options, status = self._workspace.options, self._status
        feed = str(status.feed) if status.feed else ""
        parts = (options.profile or "", self._workspace.client.url, feed)
        words = [printable(part, limit=300) for part in parts if part]
        if options.read_only:
            words.append("read-only")
        return "  ".join(words)

    def _figures(self) -> list[str]:
        """From the most to the least important."""
        total = len(self._workspace.world)
        figures = [f"{total:,} {'entity' if total == 1 else 'entities'}"]
        rate = self._rate.now
        if rate is not None:
            figures.append(
                f"   {rate:,.0f} ev/s" if rate >= 10 or rate == 0 else f"   {rate:.1f} ev/s"
            )
            figures.append(" " + sparkline(self._rate.lately))
        return figures

    def _style(self, part: str) -> Style:
        return self.get_component_rich_style(f"status-bar--{part}", partial=True)
