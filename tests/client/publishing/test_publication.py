"""When events of a publication were accepted and seen, whichever of their tries it was by."""

from __future__ import annotations

from flux_tui.client.publishing.publication import Publication
from flux_tui.client.publishing.receipt import Step
from flux_tui.model.event import setting
from tests.client.clocks import StillClock


def test_what_an_earlier_try_had_seen_has_taken_no_time_and_not_less() -> None:
    clock = StillClock()
    publication = Publication([setting("s", "me", "a", {"n": 1})], (), clock)
    publication.step([0], Step.SENT)
    clock.pass_(1)
    publication.seen([0])
    publication.step([0], Step.WAITING)
    clock.pass_(6)
    publication.step([0], Step.SENT)
    clock.pass_(0.5)
    publication.accept([0])
    (receipt,) = publication.receipts
    assert (receipt.step, receipt.accepted_ms) == (Step.MATERIALISED, 500)
    assert receipt.materialised_ms == 0
