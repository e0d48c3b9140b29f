"""Two entities side by side, live, with what differs marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from flux_tui.model.inline import name_text
from flux_tui.replica.comparison import MOST, Difference, compare
from flux_tui.replica.outcome import Outcome, concerning
from flux_tui.tui.cells import cut_middle
from flux_tui.tui.compare.table import CompareTable
from flux_tui.tui.frame import FrameBudget
from flux_tui.tui.key_bar.key_bar import KeyBar
from flux_tui.tui.sparing_screen import SparingModal
from flux_tui.tui.status_bar.status_bar import StatusBar
from flux_tui.tui.workspace import Workspace

TICK = 1.0
"""Seconds between two looks at what the screen is worth."""

BUDGET = 0.2
"""Seconds between two comparisons while the two change all the time: one takes its time."""


class CompareScreen(SparingModal[None]):
    """Shows what two entities say of each place; closes with nothing."""

    CSS_PATH = "compare.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,equals_sign,q", "dismiss", "Back", id="compare.back"),
        Binding("d", "differences", "Differences alone", id="compare.differences"),
        Binding("x", "swap", "Swap", id="compare.swap", tooltip="Show them the other way round"),
        Binding("question_mark", "app.help", "Help", id="app.help"),
    ]

    def __init__(self, workspace: Workspace, left: str, right: str) -> None:
        super().__init__()
        self._session = workspace.session
        self._status = StatusBar(workspace)
        self._picture = workspace.view.picture
        self._ids = (left, right)
        self._differences_alone = False
        self._frames = FrameBudget(self, self._show, BUDGET)
        self._endings = [
            workspace.world.observe(self._on_outcomes),
            workspace.session.observe(self._status.take),
        ]
        self._table = CompareTable()
        self._box = Vertical(self._table, id="comparison")

    def compose(self) -> ComposeResult:
        """What it is worth, the rows and the keys."""
        yield self._status
        yield self._box
        yield KeyBar()

    def on_mount(self) -> None:
        """Compare at once."""
        self.set_focus(self._table)
        self.set_interval(TICK, lambda: self._status.take(self._session.status))
        self._show()

    def on_unmount(self) -> None:
        """Hear no more of the world."""
        for end in self._endings:
            end()
        self._frames.close()

    def action_differences(self) -> None:
        """Show what differs alone, or everything."""
        self._differences_alone = not self._differences_alone
        self._table.scroll_home(animate=False)
        self._show()

    def action_swap(self) -> None:
        """The other way round."""
        self._ids = (self._ids[1], self._ids[0])
        self._show()

    def _on_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        if any(concerning(one, outcomes) for one in self._ids):
            self._frames.request()

    def _show(self) -> None:
        records = [self._picture.get(one) for one in self._ids]
        left, right = ({} if record is None else record.properties for record in records)
        rows = compare(left, right)
        differing = [row for row in rows if row.difference is not Difference.NONE]
        heads = [
            name_text(one, 200) + (" (deleted)" if record is None else "")
            for one, record in zip(self._ids, records, strict=True)
        ]
        self._table.show(differing if self._differences_alone else rows, *heads)
        names = " and ".join(cut_middle(name_text(one, 200), 40) for one in self._ids)
        count = f"{len(differing):,} of {len(rows):,} differ" if differing else "nothing differs"
        self._box.border_title = Content(f"{names} ── {count}")
        more = f"the first {MOST:,} places" if len(rows) == MOST else ""
        self._box.border_subtitle = Content(
            "differences alone" if self._differences_alone else more
        )


def open_comparison(app: App[None], workspace: Workspace) -> None:
    """Compare the two that are marked, or the one that is and the focused one."""
    view = workspace.view
    two = list(view.marks)
    focus = view.focus.entity if view.focus is not None else None
    if len(two) == 1 and focus is not None and focus not in two:
        two.append(focus)
    if len(two) == 2:
        app.push_screen(CompareScreen(workspace, *two))
    else:
        marked = f"{len(two):,} are marked" if len(two) > 2 else "mark them with space"
        app.notify(f"two entities can be compared: {marked}", markup=False)
