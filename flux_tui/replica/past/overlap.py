"""Joining a page of events to those that are known already, by what both have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flux_tui.model.event import Event


class Joint(NamedTuple):
    """What a page brings: the events before all that are known, and those after."""

    older: Sequence[Event]
    newer: Sequence[Event]


def join(known: Sequence[Event], page: Sequence[Event]) -> Joint | None:
    """Lay a page over the known events, both oldest first; None when they have nothing in common.

    The same event stands in both when its id and all else is equal: an id alone may be used twice
    (``http.jsonl``: history/duplicates kept). Where they fit in several ways the widest counts.
    """
    if not known or not page:
        return None
    for place in _places(known[0], page):
        if _agree(known, page[place:]):
            return Joint(page[:place], page[place + len(known) :])
    for place in _places(page[0], known):
        if _agree(known[place:], page):
            return Joint((), page[len(known) - place :])
    return None


def _places(event: Event, events: Sequence[Event]) -> list[int]:
    return [place for place, other in enumerate(events) if other.event_id == event.event_id]


def _agree(events: Sequence[Event], others: Sequence[Event]) -> bool:
    """Whether the shorter is the beginning of the longer."""
    return all(event == other for event, other in zip(events, others, strict=False))
