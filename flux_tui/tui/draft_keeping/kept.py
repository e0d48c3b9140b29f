"""What is kept of drafts, and drafts made of it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from flux_tui.model.json import Json
from flux_tui.tui.composer.delivering.outbox import Tried
from flux_tui.tui.composer.drafts import MOST_EDITS, Drafts, Origin
from flux_tui.tui.composer.event.draft import EventDraft, Mode
from flux_tui.tui.composer.rows import PropertyRow


class KeptEvent(NamedTuple):
    """One event draft at one moment; cheap to make, and to compare with the one before."""

    stream: str
    source: str
    entity_id: str
    timestamp: str
    mode: Mode
    rows: tuple[PropertyRow, ...]
    json: str
    base: Mapping[str, Json] | None
    sends_all: bool
    began_as: tuple[str, str, str] | None
    tried: tuple[Tried, ...]
    environment: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class KeptDrafts:
    """All that is written of an explorer's drafts, at one moment."""

    event: KeptEvent | None = None
    batch: str = ""
    tried: Sequence[Tried] = ()
    edits: dict[Origin, KeptEvent] = field(default_factory=dict)
    environment: frozenset[str] = frozenset()
    """Variables whose placeholders stand in the batch."""
    left_by: frozenset[str] | None = frozenset()
    """The processes that had them: of what these had begun to send when they ended, they may not
    know. None: an earlier version did not say."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep."""
        return self.event is None and not self.batch.strip() and not self.edits


def put_back(kept: KeptDrafts, now_ms: Callable[[], int]) -> Drafts:
    """Drafts that say what was kept."""
    drafts = Drafts(now_ms)
    drafts.left_by = kept.left_by
    if kept.event is not None:
        _restore(kept.event, drafts.event)
    drafts.batch.text = kept.batch
    drafts.batch.was_put_back = bool(kept.batch.strip())
    drafts.batch.outbox.take_back(kept.tried)
    drafts.batch.note.environment = kept.environment
    for origin, event in kept.edits.items():
        draft = drafts.new_event()
        _restore(event, draft)
        drafts.keep(origin, draft)
    return drafts


def _restore(kept: KeptEvent, draft: EventDraft) -> None:
    draft.stream, draft.source, draft.entity_id = kept.stream, kept.source, kept.entity_id
    draft.timestamp, draft.mode = kept.timestamp, kept.mode
    draft.rows, draft.json = list(kept.rows), kept.json
    draft.base, draft.sends_all, draft.began_as = kept.base, kept.sends_all, kept.began_as
    draft.outbox.take_back(kept.tried)
    draft.was_put_back = True
    draft.note.environment = kept.environment


def put_together(found: Sequence[KeptDrafts]) -> tuple[KeptDrafts, list[KeptDrafts]]:
    """What several explorers left, as one explorer can have it; and what is left over of each.

    The first comes first. There is one new event, one batch, and one draft of an origin.
    """
    whole, left = KeptDrafts(), []
    for drafts in found:
        takes_batch = not whole.batch.strip()
        edits = {**whole.edits}
        left_edits = {}
        for origin, edit in drafts.edits.items():
            if edits.get(origin, edit) == edit and len(edits) < MOST_EDITS:
                edits[origin] = edit
            else:
                left_edits[origin] = edit
        whole = KeptDrafts(
            whole.event or drafts.event,
            drafts.batch if takes_batch else whole.batch,
            drafts.tried if takes_batch else whole.tried,
            edits,
            drafts.environment if takes_batch else whole.environment,
            _together(whole.left_by, drafts.left_by),
        )
        left.append(
            KeptDrafts(
                drafts.event if drafts.event != whole.event else None,
                drafts.batch if drafts.batch != whole.batch else "",
                () if takes_batch else drafts.tried,
                left_edits,
                frozenset() if takes_batch else drafts.environment,
                drafts.left_by,
            )
        )
    return whole, left


def _together(some: frozenset[str] | None, others: frozenset[str] | None) -> frozenset[str] | None:
    return None if some is None or others is None else some | others
