"""What was deleted can be undone, the last first, as much of it as is kept."""

from __future__ import annotations

import pytest

from flux_tui.replica.record import EntityRecord
from flux_tui.tui.deleting import ledger
from flux_tui.tui.deleting.ledger import Ledger


def records(*ids: str) -> dict[str, EntityRecord]:
    return {entity_id: EntityRecord(entity_id, {"n": 1}, 0) for entity_id in ids}


def test_the_last_deletion_is_undone_first_and_what_is_settled_is_forgotten() -> None:
    kept = Ledger()
    kept.take(1, records("a"))
    kept.take(2, records("b", "c"))
    last = kept.last
    assert last is not None
    assert (last.at, list(last.records)) == (2, ["b", "c"])
    kept.settle(last, {"b"})
    assert kept.last is last
    assert list(last.records) == ["c"]
    kept.settle(last, {"c"})
    first = kept.last
    assert first is not None
    assert first.at == 1
    kept.settle(first, {"a"})
    assert kept.last is None


def test_a_deletion_of_nothing_is_not_kept() -> None:
    kept = Ledger()
    kept.take(1, {})
    assert kept.last is None


def test_the_oldest_are_forgotten_first_and_the_last_never(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "MOST_ENTITIES", 3)
    kept = Ledger()
    for at, ids in enumerate([("a", "b"), ("c", "d"), ("e", "f", "g", "h")]):
        kept.take(at, records(*ids))
    last = kept.last
    assert last is not None
    assert list(last.records) == ["e", "f", "g", "h"]
    kept.settle(last, set(last.records))
    assert kept.last is None
