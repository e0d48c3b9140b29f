"""Ids that the engine gives."""

from __future__ import annotations

import uuid

from flux_tui.engine.event_ids import EventIds

NOW = 1_795_569_491_888


def test_an_id_is_a_uuid_of_version_7_that_tells_its_millisecond() -> None:
    ids = EventIds()
    for now in (NOW, NOW, NOW + 1, NOW - 5):
        text = ids.next(now)
        parsed = uuid.UUID(text)
        assert str(parsed) == text
        assert (parsed.version, parsed.variant) == (7, uuid.RFC_4122)
        assert parsed.int >> 80 == now


def test_no_two_are_the_same() -> None:
    ids = EventIds()
    assert len({ids.next(NOW + number // 1_000) for number in range(5_000)}) == 5_000


def test_all_the_randomness_is_used() -> None:
    ids = EventIds()
    seen = [uuid.UUID(ids.next(NOW)).int for _ in range(2_000)]
    ever, always = 0, -1
    for number in seen:
        ever, always = ever | number, always & number
    own = (1 << 62) - 1
    assert (ever & own, always & own) == (own, 0)
