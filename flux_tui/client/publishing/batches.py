"""Cutting many events into requests that the server takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from zlib import crc32

from flux_tui.client.body import encode
from flux_tui.client.publishing.receipt import Receipt
from flux_tui.protocol.events import write_event
from flux_tui.protocol.rules import MAX_BODY_BYTES, MAX_SINGLE_BYTES

LARGEST_BATCH = 500
"""Events in one request: enough for full speed, few enough to see progress."""

LANES = 4
"""Requests on their way at a time: enough to hide a server's distance, few enough to be kind."""

ENVELOPE = len(b'{"events":[]}')


def batches(receipts: Iterable[Receipt]) -> Iterator[list[Receipt]]:
    """The events in their order, in pieces of at most 2 MiB and 500 events.

    One that alone is larger than a single event may be gets a piece of its own: by its own
    request the server says so in its own words.
    """
    batch: list[Receipt] = []
    size = ENVELOPE
    for receipt in receipts:
        length = len(encode(write_event(receipt.event))) + 1
        alone = length > MAX_SINGLE_BYTES
        if batch and (alone or size + length > MAX_BODY_BYTES or len(batch) == LARGEST_BATCH):
            yield batch
            batch, size = [], ENVELOPE
        batch.append(receipt)
        size += length
        if alone:
            yield batch
            batch, size = [], ENVELOPE
    if batch:
        yield batch


def lanes(receipts: Sequence[Receipt]) -> list[list[list[Receipt]]]:
    """The batches of each lane; lanes are sent side by side, the batches of one in their order.

    All events of an entity are of one lane, so none overtakes another. What fits one request
    stays one, in its order.
    """
    whole = list(batches(receipts))
    if len(whole) <= 1:
        return [whole]
    parts: list[list[Receipt]] = [[] for _ in range(LANES)]
    for receipt in receipts:
        entity_id = (receipt.event.entity_id or "").encode("utf-8", "surrogatepass")
        parts[crc32(entity_id) % LANES].append(receipt)
    return [list(batches(part)) for part in parts if part]
