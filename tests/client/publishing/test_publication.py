"""When events of a publication were accepted and seen, whichever of their tries it was by."""

from __future__ import annotations

from flux_tui.client.publishing.publication import Publication
from flux_tui.client.publishing.receipt import Step
from flux_tui.errors import Nonsense, Unreachable
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


def test_what_found_no_server_was_not_sent_what_was_refused_was() -> None:
    events = [setting("s", "me", name, {"n": 1}) for name in "abc"]
    publication = Publication(events, (), StillClock())
    publication.step([0, 1], Step.SENT)
    publication.fail([0], Nonsense("no"))
    assert publication.receipts.unsent == 0
    publication.fail([1], Unreachable("cannot reach it", sent=False))
    publication.step(publication.waiting, Step.FAILED, "not sent, since it is away")
    assert [receipt.step for receipt in publication.receipts] == [Step.FAILED] * 3
    assert publication.receipts.unsent == 2
