"""The status bar: one line that says where this is and what the screen is worth."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from flux_tui.client import Phase, SessionStatus
from flux_tui.model.printable import printable
from flux_tui.tui.badge import BLOCK, color_of
from flux_tui.tui.cells import cut_end, cut_middle, sparkline, width_of
from flux_tui.tui.layers import Looks
from flux_tui.tui.status_bar.wording import counted, worth
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

PARTS = ("name", "live", "doubtful", "lost", "dim")
"""The component classes, as they are called in the styles of the line."""

NAME = " flux-tui   "

LONGEST_PROFILE, LEAST_PROFILE = 20, 6
"""Cells of a profile's name, and those that it keeps where there is no room."""

LATELY = 10
"""How many rates the sparkline shows: one every 2 s."""

FOR_FIGURES = 16
"""Columns that are left to the number of entities beside what is being repeated."""

WITH_NAME = 60
"""Columns from which there is room for the name."""


class StatusBar(Widget):
    """Where, by which feed, how true, how many, how fast; the least important goes first."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"status-bar--{part}" for part in PARTS}

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(id="status")
        self._workspace = workspace
        self._status = workspace.session.status
        self._looks = Looks(self, "status-bar", PARTS)
        self._color = color_of(workspace.options.color)
        self._shown: list[tuple[str, str]] = []

    def take(self, status: SessionStatus) -> None:
        """Show a new status."""
        self._status = status
        self.refresh_times()

    def refresh_times(self) -> None:
        """Repaint if the line reads otherwise now."""
        line = self._line()
        if line != self._shown:
            self._shown = line
            self.refresh()

    def on_resize(self) -> None:
        """Another width has room for other words."""
        self.refresh_times()

    def notify_style_update(self) -> None:
        """The theme changed."""
        super().notify_style_update()
        self._looks.forget()

    def render_line(self, y: int) -> Strip:
        """The line."""
        parts = {**self._looks.parts, "profile": self._profile_style()}
        segments = [Segment(text, parts.get(part)) for text, part in self._shown]
        return self._looks.line(segments, self.size.width)

    def _profile_style(self) -> Style:
        """The profile's own colour; where it has none, production's is that of errors."""
        if self._color is not None:
            return Style(color=self._color.rich_color)
        return self._looks.parts["lost" if self._workspace.options.production else "dim"]

    def _line(self) -> list[tuple[str, str]]:
        """Texts that stand one after the other, each with its part, which is empty for none."""
        width = self.size.width
        status = self._status
        phase = "doubtful" if status.mute else LOOKS[status.phase]
        said, name = self._beginning(width)
        used = width_of(name) + width_of(said)
        badge = self._badge(width - used - self._least_repeating)
        used += sum(width_of(text) for text, _ in badge)
        repeating = self._repeating(width - used - 4)
        left = [(name, "name"), (said, phase), *badge, *repeating]
        used += sum(width_of(text) for text, _ in repeating)
        middle, right = self._fitting(width - used - 4)
        free = width - used - width_of(middle) - width_of(right) - 1
        gap = max(2, free // 2)
        return [*left, (" " * gap + middle, "dim"), (" " * max(1, free - gap) + right, "")]

    def _beginning(self, width: int) -> tuple[str, str]:
        """What the screen is worth, and the name before it: what of both leaves room for all that
        stays, whatever has to go."""
        now, utc = self._workspace.clock.now(), self._workspace.options.utc
        badge = sum(width_of(text) for text, _ in self._badge(0))
        room = width - badge - self._least_repeating
        said = worth(self._status, now, utc=utc)
        if width_of(said) + 1 > room:
            said = worth(self._status, now, utc=utc, brief=True)
        has_name = width >= WITH_NAME and width_of(NAME + said) <= room
        return said, NAME if has_name else " "

    def _badge(self, room: int) -> list[tuple[str, str]]:
        """The profile in its colour, and that it is production: it stays, whatever has to go."""
        options = self._workspace.options
        if options.profile is None:
            return []
        grave = "PRODUCTION " if options.production else ""
        longest = min(LONGEST_PROFILE, room - width_of(f"  {BLOCK}{grave}"))
        name = cut_end(printable(options.profile, limit=40), max(LEAST_PROFILE, longest))
        words = (f"{grave}{name}", "lost" if grave else "name")
        return [("  ", ""), (BLOCK, "profile"), words]

    @property
    def _least_repeating(self) -> int:
        """Columns that what is being repeated takes at least."""
        repetitions = self._workspace.desk.repetitions
        texts = [] if repetitions is None else repetitions.badge()
        return width_of(f"  {texts[-1]}") if texts else 0

    def _repeating(self, room: int) -> list[tuple[str, str]]:
        """What is being published again and again, and how to stop it: it stays, too."""
        repetitions = self._workspace.desk.repetitions
        texts = [] if repetitions is None else repetitions.badge()
        fitting = [text for text in texts if width_of(text) <= room - FOR_FIGURES]
        return [("  ", ""), (fitting[0] if fitting else texts[-1], "doubtful")] if texts else []

    def _fitting(self, room: int) -> tuple[str, str]:
        """The place and the figures, as much of both as ``room`` cells take.

        How many entities there are comes first, then where they are, then how fast they change;
        where not even that has room, the list's title says it.
        """
        figures = self._figures()
        if width_of(figures[0]) > room:
            return "", ""
        right = figures[0]
        middle = ""
        for place in self._places():
            if width_of(place) + width_of(right) + 2 <= room:
                middle = place
                break
        for figure in figures[1:]:
            if width_of(middle) + width_of(right + figure) + 2 > room:
                break
            right += figure
        return middle, right

    def _places(self) -> list[str]:
        """Where this is, from the fullest wording to the shortest."""
        options, url = self._workspace.options, printable(self._workspace.client.url, limit=300)
        feed = str(self._status.feed or "")
        mode = "read-only" if options.read_only else ""
        host = url.partition("://")[2]
        scope = "" if options.scope.is_whole else f"scope {printable(str(options.scope), limit=60)}"
        wordings = (
            (url, scope, feed, mode),
            (host, scope, feed, mode),
            (host, scope, mode),
            (cut_middle(host, 24), scope, mode),
            (scope, mode),
            (cut_middle(scope, 24), mode),
            (mode,),
        )
        return ["  ".join(word for word in words if word) for words in wordings]

    def _figures(self) -> list[str]:
        """From the most to the least important."""
        texts = [counted(len(self._workspace.world), self._status, "entity", "entities")]
        rate = self._workspace.learning.figures.rate
        if rate is not None and self._status.phase not in (Phase.OFFLINE, Phase.STALE):
            pace = f"{rate:,.0f}" if rate >= 10 or rate == 0 else f"{rate:.1f}"
            lately = self._workspace.learning.figures.rates[-LATELY:]
            texts += [f"   {pace} ev/s", " " + sparkline(lately)]
        return texts
