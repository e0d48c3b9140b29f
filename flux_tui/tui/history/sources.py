"""From a source to the entities that it sets."""

from __future__ import annotations

from textual.app import App
from textual.message import Message

from flux_tui.client import FeedKind, SessionStatus
from flux_tui.model.printable import printable
from flux_tui.tui.filter_bar.filter_bar import FilterBar


class SourceAsked(Message):
    """A person wants to see the entities that a source sets."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source


def filter_by(source: str, status: SessionStatus, bar: FilterBar, app: App[None]) -> bool:
    """Filter by a source; false, with the reason said, where the feed does not tell sources."""
    if status.feed not in (FeedKind.SSE, None):
        shown = printable(source, limit=60)
        said = f"Which entities {shown} sets cannot be known: this feed does not tell sources"
        app.notify(said, markup=False, severity="warning")
        return False
    from flux_tui.replica.query import literals

    bar.set(f"@source={literals.write_scalar(source)}")
    return True
