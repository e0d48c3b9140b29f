"""What is left of a batch once it was sent: whatever did not arrive, as it was written."""

from __future__ import annotations

from collections.abc import Sequence

from flux_tui.tui.composer.batch.draft import BatchDraft
from flux_tui.tui.composer.batch.reading import Reading, write
from flux_tui.tui.composer.delivering.delivery import ARRIVED, Delivery


def remainder(reading: Reading, sent: Sequence[int], delivery: Delivery) -> str | None:
    """The text without the events that arrived; None when nothing is left.

    ``sent`` are the places in the text of the events that were delivered. Those that were held
    back, that failed, and of which nobody knows stay, each exactly as it was written.
    """
    steps = delivery.receipts.steps
    gone = {place for place, step in zip(sent, steps, strict=True) if step in ARRIVED}
    if len(gone) == len(reading.events):
        return None
    left = [event for place, event in enumerate(reading.events) if place not in gone]
    return write(left, reading.text, reading.form) if left else None


class Rest:
    """What a delivery leaves in its draft: all until it is settled, then what did not arrive, and
    less of that once it is found out that more did, unless the draft is another by then."""

    def __init__(
        self, draft: BatchDraft, delivery: Delivery, reading: Reading, sent: Sequence[int]
    ) -> None:
        self._draft = draft
        self._delivery = delivery
        self._reading = reading
        self._sent = sent
        self._arrived: int | None = None
        """How many events had arrived when the rest was left; None while nothing was."""

    def leave(self) -> None:
        """Something became of the delivery's events."""
        draft, delivery = self._draft, self._delivery
        if not delivery.is_settled or delivery.arrived == self._arrived:
            return
        is_another = draft.delivery is not delivery or draft.is_edited
        if self._arrived is not None and is_another:
            return
        draft.delivering, self._arrived = None, delivery.arrived
        left = remainder(self._reading, self._sent, delivery)
        draft.is_partial = left is not None
        if left is not None:
            draft.text = left
