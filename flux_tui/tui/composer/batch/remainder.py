"""What is left of a batch once it was sent: whatever did not arrive, as it was written."""

from __future__ import annotations

from collections.abc import Sequence

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
