"""Drafts for tests of logs."""

from __future__ import annotations

from flux_tui.engine.door import line_of
from flux_tui.engine.log.event_log import Draft, EventLog
from flux_tui.model.event import setting
from flux_tui.model.json import Json


def draft(entity_id: str = "e", value: Json = 1, receipt: bytes | None = None) -> Draft:
    """A draft that sets ``n`` of an entity."""
    event = setting(
        "s", "test", entity_id, {"n": value}, timestamp=1, event_id=f"id-{entity_id}-{value}"[:40]
    )
    return Draft(event, line_of(event), receipt)


async def lines(log: EventLog, after: int = 0) -> list[bytes]:
    """All that a log holds after a sequence, page by page."""
    found: list[bytes] = []
    while entries := await log.read(after, 7):
        assert [entry.sequence for entry in entries] == list(
            range(after + 1, after + 1 + len(entries))
        )
        found += [entry.line for entry in entries]
        after = entries[-1].sequence
    return found
