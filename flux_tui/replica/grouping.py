"""Which group an entity belongs to, by the shape of its id."""

from __future__ import annotations

UNGROUPED = ""
"""The group of ids that have none of the separators."""


def group_of(entity_id: str) -> str:
    """What stands before the first ``/``, else the first ``:``, else the first ``-``.

    ``lab/temp-1`` is of ``lab``, ``cpu:0`` of ``cpu``, ``sensor-03`` of ``sensor``.
    """
    for separator in "/:-":
        head, found, _ = entity_id.partition(separator)
        if found and head:
            return head
    return UNGROUPED
