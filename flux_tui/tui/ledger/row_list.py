"""A list over pages of the ledger, with a cursor: only what is seen is brought and painted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, Generic

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message

from flux_tui.tui.cursor_list import CursorList, cursor_keys
from flux_tui.tui.ledger.pages import Pages, Row

PARTS = ("dim", "warning", "failing", "success", "focus", "bar")
"""The component classes, as they are called in the styles of a row."""

Part = tuple[str, str]
"""A text, and the part of the styles that it is in; empty for none."""


class RowList(CursorList, Generic[Row]):
    """``load`` brings rows by their keys, ``paint`` says what stands in a row of some width."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"ledger--{part}" for part in PARTS}

    BINDINGS: ClassVar[list[BindingType]] = [
        *cursor_keys("ledger"),
        Binding("enter", "open", "Open", id="ledger.open"),
    ]

    class Moved(Message):
        """Another row is under the cursor, or it is known now."""

        def __init__(self, of: RowList[Row]) -> None:
            super().__init__()
            self.of = of

    class Opened(Message):
        """A person wants to see more of the row under the cursor."""

        def __init__(self, of: RowList[Row]) -> None:
            super().__init__()
            self.of = of

    def __init__(
        self,
        load: Callable[[Sequence[int]], Awaitable[Sequence[Row | None]]],
        paint: Callable[[Row, int], list[Part]],
        *,
        id: str,  # noqa: A002
    ) -> None:
        super().__init__("ledger", PARTS, id=id)
        self._pages = Pages(load)
        self._painter = paint
        self._wanted: set[int] = set()

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._pages.keys)

    @property
    def key(self) -> int | None:
        """The key of the row under the cursor."""
        keys = self._pages.keys
        return keys[self._cursor] if self._cursor < len(keys) else None

    @property
    def row(self) -> Row | None:
        """The row under the cursor, once it is known."""
        return self._pages.row(self._cursor)

    def show(self, keys: Sequence[int], *, anew: bool = True) -> None:
        """Show these rows; the cursor stays on its row where it is among them, else on the first.

        On the first line it stays there: who looks at the newest wants to see the newest.
        """
        held = self.key if self._cursor else None
        self._cursor = keys.index(held) if held is not None and held in keys else 0
        self._pages.show(keys, anew=anew)
        self._wanted.clear()
        self.virtual_size = Size(self.size.width, len(keys))
        self._bring()
        self.repaint_all()
        if self._cursor == 0:
            self.scroll_to(y=0, animate=False)
        if not keys:
            self.post_message(self.Moved(self))

    def segments_of(self, line: int) -> list[Segment]:
        """One row, or a sign that it is on its way."""
        if line >= len(self._pages.keys):
            return []
        row = self._pages.row(line)
        if row is None:
            self._bring()
        looks = self.looks
        # the last cell is the scrollbar's
        parts = [(" …", "dim")] if row is None else self._painter(row, self.size.width - 2)
        behind = looks["focus"] if self.has_focus and line == self._cursor else Style()
        bar = "▌" if line == self._cursor else " "
        segments = [Segment(bar, looks["bar"] + behind)]
        return segments + [
            Segment(text, behind + looks[part] if part else behind) for text, part in parts
        ]

    def on_resize(self) -> None:
        """Another width cuts elsewhere."""
        self.virtual_size = Size(self.size.width, len(self._pages.keys))
        self._bring()
        self.repaint_all()

    # -- what a person does --------------------------------------------------------------------

    def action_open(self) -> None:
        """See more of what is under the cursor."""
        if self.row is not None:
            self.post_message(self.Opened(self))

    def on_click(self, click: events.Click) -> None:
        """A click moves the cursor, a second one opens."""
        position = click.get_content_offset(self)
        if position is None or position.y + self.scroll_offset.y >= len(self._pages.keys):
            return
        self.move_to(position.y + self.scroll_offset.y)
        if click.chain > 1:
            self.action_open()

    def move_to(self, line: int) -> None:
        """Put the cursor on a row, have it brought, and tell of that."""
        super().move_to(line)
        self._bring()
        self.post_message(self.Moved(self))

    # -- bringing rows -------------------------------------------------------------------------

    def _bring(self) -> None:
        """Have what is seen, and what is under the cursor, brought."""
        top = self.scroll_offset.y
        seen = self._pages.missing(range(top, top + max(1, self.size.height)))
        missing = {*seen, *self._pages.missing(range(self._cursor, self._cursor + 1))}
        for page in missing - self._wanted:
            self._wanted.add(page)
            self.run_worker(self._bring_page(page), group="pages")

    async def _bring_page(self, page: int) -> None:
        await self._pages.bring(page)
        self._wanted.discard(page)
        self.repaint_all()
        self.post_message(self.Moved(self))
