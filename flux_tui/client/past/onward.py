"""Reading on right behind a page, where the server tells how: the embedded engine does."""

from __future__ import annotations

from collections.abc import Sequence

from flux_tui.client.past.page import Page
from flux_tui.model.event import Event
from flux_tui.replica.past.overlap import join


class Onward:
    """Knows how to ask for what comes right behind the newest known event."""

    def __init__(self) -> None:
        self._last: Page | None = None

    @property
    def known(self) -> bool:
        """Whether it does."""
        return self._last is not None

    def reach(self, page: Page) -> None:
        """All that this page holds is known; when it is not full, it ends with the newest."""
        if not page.is_full and page.follow is not None:
            self._last = page

    async def next_page(self) -> Page | None:
        """What comes behind; None when that is of another log."""
        last = self._last
        if last is None or last.follow is None:
            return None
        page = await last.follow()
        return page if page.log == last.log and page.follow is not None else None

    def step(self, page: Page) -> None:
        """What came behind is known now, too."""
        self._last = page


async def read_on(page: Page, known: Sequence[Event], most: int) -> tuple[list[Event], Page] | None:
    """All events from a full page up to the first of ``known``, or to the present without any.

    Also the last page that was read. None where the server does not tell how, or when there are
    more than ``most``.
    """
    events = list(page.events)
    while page.is_full:
        if page.follow is None or len(events) > most:
            return None
        page = await page.follow()
        joint = join(known, page.events)
        if joint is not None:
            return [*events, *joint.older], page
        events += page.events
    return None if known else (events, page)
