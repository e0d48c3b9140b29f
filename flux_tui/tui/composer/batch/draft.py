"""The draft of a batch: many events as one text."""

from __future__ import annotations

from dataclasses import dataclass

from flux_tui.tui.composer.delivering.delivery import Delivery
from flux_tui.tui.composer.draft import Draft


@dataclass
class BatchDraft(Draft):
    """Many events as typed, and what became of those that were sent last."""

    text: str = ""
    delivering: Delivery | None = None
    """The delivery whose events are still in the text: until it is settled, it must not change."""
    is_partial: bool = False
    """Whether the text is what was left of the last delivery."""
    as_table: bool = False
    """Whether it is edited as a table."""

    def edited(self) -> None:
        """It says something else now, also than what was left."""
        super().edited()
        self.is_partial = False

    @property
    def has_arrived(self) -> bool:
        """Whether all that it says is in the server's log: nothing was left."""
        return super().has_arrived and not self.is_partial
