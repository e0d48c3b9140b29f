"""Many events made ready portion by portion: the next one while the last is kept and sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator, Sequence
from itertools import islice

from flux_tui.client.publishing.batches import Batch, LaneCut, fits_one
from flux_tui.client.publishing.publication import Publication
from flux_tui.client.publishing.written import Ready, length_of
from flux_tui.client.turns import Turns

PORTION = 1_000
"""Events that are kept together before any of them is sent: few, so that the server soon has some,
and enough that writing to the disk takes no longer than the rest."""

Keep = Callable[[Sequence[Ready]], Awaitable[None]]
"""Keeps events before they are sent, those of one publication in their order."""


async def requests(
    publication: Publication, ready: Iterable[Ready], keep: Keep, go_first: Callable[[], None]
) -> AsyncGenerator[tuple[int, Batch], None]:
    """One request after another, each with its lane, once its events are kept.

    What fits one request stays one, in its order. ``go_first`` is called before each slice of work.
    """
    made, cut = iter(ready), LaneCut()
    making = asyncio.create_task(_make(made, go_first))
    try:
        while portion := await making:
            making = asyncio.create_task(_make(made, go_first))
            first = publication.add(portion)
            await keep(portion)
            lengths = [length_of(text) for _, text in portion]
            if len(publication.events) == len(portion) and fits_one(lengths):
                yield 0, list(range(len(portion)))
                return
            for place, ((event, _), length) in enumerate(zip(portion, lengths, strict=True), first):
                lane, batch = cut.add(event, (place, length))
                if batch:
                    yield lane, batch
        for lane, batch in cut.rest():
            yield lane, batch
    finally:
        making.cancel()


async def _make(ready: Iterator[Ready], go_first: Callable[[], None]) -> list[Ready]:
    """Make the next portion ready, in slices; none where no more events are left."""
    made, turns = list[Ready](), Turns()
    go_first()
    for one in islice(ready, PORTION):
        made.append(one)
        if turns.over:
            go_first()
            await turns.nap()
    return made
