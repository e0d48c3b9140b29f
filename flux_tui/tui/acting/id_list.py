"""A list of ids to be looked through: it costs what is seen of it, however long it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Size

from flux_tui.model.inline import name_text
from flux_tui.tui.cells import cut_middle
from flux_tui.tui.painted_list import PaintedList

WIDEST = 1_000
"""Characters of an id that are looked at for a line."""

LEAST, MOST = 2, 10
"""Lines that are in sight at once."""

BESIDES = 15
"""Lines of a small terminal that the rest of a dialog takes."""


class IdList(PaintedList):
    """Ids, a line each, in the order given."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "scroll_down", "Down", show=False, id="ids.down"),
        Binding("up,k", "scroll_up", "Up", show=False, id="ids.up"),
        Binding("home,g", "scroll_home", "First", show=False, id="ids.first"),
        Binding("end,G", "scroll_end", "Last", show=False, id="ids.last"),
    ]

    def __init__(self) -> None:
        super().__init__("id-list", (), id="ids")
        self._ids: Sequence[str] = ()

    def show(self, ids: Sequence[str]) -> None:
        """Show these from the first on."""
        self._ids = ids
        self.virtual_size = Size(self.size.width, len(ids))
        room = max(LEAST, min(MOST, self.app.size.height - BESIDES))
        self.styles.height = max(1, min(room, len(ids)))
        self.scroll_to(y=0, animate=False)
        self.repaint_all()

    def segments_of(self, line: int) -> list[Segment]:
        """One id, cut in its middle where it is long."""
        if line >= len(self._ids):
            return []
        name = name_text(self._ids[line], WIDEST)
        return [Segment(" " + cut_middle(name, max(1, self.size.width - 2)))]

    def on_resize(self) -> None:
        """Another width cuts elsewhere."""
        self.virtual_size = Size(self.size.width, len(self._ids))
        self.repaint_all()
