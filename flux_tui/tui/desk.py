"""The desk of one world: what a person has begun there. It outlasts the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flux_tui.client.sent.ledger import Ledger
    from flux_tui.tui.composer.delivering.delivery import Delivery
    from flux_tui.tui.composer.drafts import Drafts
    from flux_tui.tui.draft_keeping.keeping import DraftKeeping
    from flux_tui.tui.repeating.repetitions import Repetitions


class Desk:
    """Drafts, deliveries that are on their way, the ledger; each made when it is first wanted."""

    def __init__(self) -> None:
        self.drafts: Drafts | None = None
        self.keeping: DraftKeeping | None = None
        self.sent: Ledger | None = None
        self.deliveries: list[Delivery] = []
        self.repetitions: Repetitions | None = None

    def take(self, delivery: Delivery) -> None:
        """A delivery begins."""
        self.deliveries = [begun for begun in self.deliveries if not begun.is_done]
        self.deliveries.append(delivery)

    @property
    def unsettled(self) -> int:
        """Events on their way of which it is not known whether they arrived."""
        return sum(delivery.unsettled for delivery in self.deliveries)

    @property
    def repeating(self) -> int:
        """How many things are being published again and again."""
        return 0 if self.repetitions is None else len(self.repetitions.running)

    @property
    def goes_on(self) -> bool:
        """Whether leaving would end something that is being published."""
        return bool(self.repeating or self.unsettled)

    def leave(self) -> None:
        """Nobody comes back to it in this run: what was begun is on the disk, for another one."""
        if self.keeping is not None:
            self.keeping.close(self.drafts)
            self.keeping.end()
