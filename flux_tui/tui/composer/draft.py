"""What all drafts have: where their events get their ids, and what became of what they said."""

from __future__ import annotations

from dataclasses import dataclass, field

from flux_tui.client.sent.entry import Note
from flux_tui.client.templates.filled import Filled
from flux_tui.tui.composer.delivering.delivery import Delivery
from flux_tui.tui.composer.delivering.outbox import Outbox


@dataclass
class Draft:
    """Something to be published, as typed."""

    outbox: Outbox
    delivery: Delivery | None = None
    """What was sent of it last, while somebody may want to read what became of that."""
    is_edited: bool = False
    """Whether it says something else than what is being delivered."""
    is_open: bool = False
    """Whether a screen shows it."""
    was_put_back: bool = False
    """Whether an earlier explorer left it: it, or a part of it, may have been sent when that was
    killed."""
    note: Note = field(default_factory=Note)
    """What the ledger keeps beside it when it is sent: its origin, and what is secret in it."""
    filled: Filled | None = None
    """The template that it was made of; whether it still says that shows its text."""

    def edited(self) -> None:
        """It says something else now: what became of what it said before has been read."""
        self.is_edited = True
        if self.delivery is not None and self.delivery.is_done:
            self.delivery = None

    @property
    def has_arrived(self) -> bool:
        """Whether all that it says is in the server's log."""
        return self.delivery is not None and self.delivery.has_arrived and not self.is_edited
