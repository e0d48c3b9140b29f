"""Reports are packed once their entity has not reported for a while: most are replaced before."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, cast

from flux_tui.replica.record.places import STRIDE
from flux_tui.replica.record.report import Loose, Packed, pack

if TYPE_CHECKING:
    from flux_tui.replica.record.record import EntityRecord

WAITING = 4_096
"""Entities whose reports are not packed yet: about half a megabyte, and most of a flood."""

SLICE = 128
"""Entities packed at a time: about a tenth of a millisecond's work."""


class Packing:
    """Knows who reported lately, by events; each of them costs O(1)."""

    def __init__(self) -> None:
        self._waiting: dict[str, EntityRecord] = {}

    def put_off(self, record: EntityRecord) -> None:
        """Pack an entity's reports later, when it is the one that has waited longest."""
        waiting = self._waiting
        waiting.pop(record.id, None)
        waiting[record.id] = record
        if len(waiting) >= WAITING + SLICE:
            for entity_id in list(islice(waiting, SLICE)):
                _pack_all(waiting.pop(entity_id))


def _pack_all(record: EntityRecord) -> None:
    """Pack all reports of an entity; those that are one stay one."""
    facts = record.facts
    loose: Loose | None = None
    packed: Packed = 0
    for place in range(0, len(facts), STRIDE):
        report = facts[place]
        if type(report) is tuple:
            if report is not loose:
                loose = cast("Loose", report)
                packed = pack(loose)
            facts[place] = packed
