"""Many events made ready portion by portion: the next one while the last is kept and sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator

from flux_tui.client.publishing.batches import Batch, LaneCut, fits_one
from flux_tui.client.publishing.publication import Publication
from flux_tui.client.publishing.written import Ready, length_of
from flux_tui.client.turns import Turns
from flux_tui.model.event import Event

FIRST_PORTION = 2_400
"""Events, or a step more, that are kept together before any of them is sent, the first time: few,
so that the server soon has some, and enough for the first request of each lane."""

PORTION = 4_000
"""The same from then on: many, since the disk is waited for once for each."""

Keep = Callable[[Ready], Awaitable[None]]
"""Keeps events before they are sent, those of one publication in their order."""


async def requests(
    publication: Publication, ready: Iterable[Ready], keep: Keep, go_first: Callable[[], None]
) -> AsyncGenerator[tuple[int, Batch], None]:
    """One request after another, each with its lane, once its events are kept.

    What fits one request stays one, in its order. ``go_first`` is called before each slice of work.
    """
    made, cut = iter(ready), LaneCut()
    portion = await _make(made, FIRST_PORTION, go_first)
    while portion.events:
        first = publication.add(portion)
        making = asyncio.create_task(_make(made, PORTION, go_first))
        try:
            await keep(portion)
            lengths = [length_of(text) for text in portion.texts]
            if len(publication.events) == len(lengths) and fits_one(lengths):
                yield 0, list(range(len(lengths)))
                return
            for lane, batch in cut.add(portion.events, lengths, first):
                yield lane, batch
            portion = await making
        finally:
            making.cancel()
            await asyncio.gather(making, return_exceptions=True)  # nobody is to make any more then
    for lane, batch in cut.rest():
        yield lane, batch


async def _make(ready: Iterator[Ready], number: int, go_first: Callable[[], None]) -> Ready:
    """Make the next portion of so many events ready, in slices; an empty one: none are left."""
    events, texts, turns = list[Event](), list[str](), Turns()
    go_first()
    for some in ready:
        events += some.events
        texts += some.texts
        if len(events) >= number:
            break
        if turns.over:
            go_first()
            await turns.nap()
    return Ready(events, texts)
