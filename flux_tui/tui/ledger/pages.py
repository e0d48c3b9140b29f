"""Rows of a long list, brought page by page when they come in sight; few of them are kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Row = TypeVar("Row")

PAGE = 100
"""Rows that are brought at once."""

MOST_PAGES = 12
"""Pages that are kept: what lies about the visible part."""


class Pages(Generic[Row]):
    """Rows by their line; ``load`` brings those of some keys, in their order."""

    def __init__(self, load: Callable[[Sequence[int]], Awaitable[Sequence[Row | None]]]) -> None:
        self._load = load
        self._pages: OrderedDict[int, Sequence[Row | None]] = OrderedDict()
        self._known: dict[int, Row] = {}
        self.keys: Sequence[int] = ()

    def show(self, keys: Sequence[int], *, anew: bool) -> None:
        """Show the rows of these keys; unless ``anew`` those that are known stand in meanwhile."""
        self._known = {} if anew else self._rows()
        self.keys = keys
        self._pages.clear()

    def row(self, line: int) -> Row | None:
        """A row, if it is there already."""
        page = self._pages.get(line // PAGE)
        if page is not None:
            return page[line % PAGE] if line % PAGE < len(page) else None
        return self._known.get(self.keys[line]) if line < len(self.keys) else None

    def missing(self, lines: range) -> list[int]:
        """The pages that have to be brought before these lines can be shown."""
        last = min(lines.stop, len(self.keys))
        wanted = range(lines.start // PAGE, (last + PAGE - 1) // PAGE)
        return [page for page in wanted if page not in self._pages]

    def _rows(self) -> dict[int, Row]:
        """All that are known, by their keys."""
        return {
            self.keys[page * PAGE + place]: row
            for page, rows in self._pages.items()
            for place, row in enumerate(rows)
            if row is not None
        }

    async def bring(self, page: int) -> None:
        """Bring a page, unless other rows are shown meanwhile."""
        keys = self.keys
        rows = await self._load(keys[page * PAGE : (page + 1) * PAGE])
        if keys is self.keys:
            self._pages[page] = rows
            while len(self._pages) > MOST_PAGES:
                self._pages.popitem(last=False)
