"""What is said of events says, too, how much it leaves out."""

from __future__ import annotations

from flux_tui.client import Receipt, Step
from flux_tui.model.entity import Entity
from flux_tui.model.event import setting
from flux_tui.model.json import JsonObject
from flux_tui.replica.world import World
from flux_tui.tui.composer.batch.judgement import BatchJudgement, advice, judge_steps
from flux_tui.tui.composer.batch.outlook import forecast_text
from flux_tui.tui.composer.batch.reading import MOST_SLIPS, read_whole
from flux_tui.tui.composer.delivering.outbox import Outbox
from flux_tui.tui.composer.delivering.times import Times, Took
from flux_tui.tui.composer.preflight import Preflight
from flux_tui.tui.composer.wording import (
    MOST_SAID,
    receipt_text,
    receipts_line,
    summary,
    times_text,
)


def test_of_many_properties_some_are_named_and_the_others_counted() -> None:
    some: JsonObject = {f"p{n}": n for n in range(MOST_SAID)}
    preflight = Preflight(World())
    assert summary(preflight.judge(setting("s", "me", "a", some))).endswith("p7=7")
    many: JsonObject = {**some, "q": 1, "r": 2}
    assert summary(preflight.judge(setting("s", "me", "b", many))).endswith("p7=7  and 2 more")
    other: JsonObject = dict.fromkeys(many, 0.5)
    assert summary(preflight.judge(setting("s", "me", "b", other))).endswith("0.5  and 2 more")


def test_a_property_that_comes_to_an_entity_is_told_with_its_value() -> None:
    world = World()
    world.load([Entity("lamp", {"power": 1}, 0)])
    event = setting("s", "me", "lamp", {"power": 2, "place": "hall"})
    assert summary(Preflight(world).judge(event)) == "power 1 → 2  place new → hall"


def test_of_mistakes_that_were_not_looked_for_to_the_end_the_number_is_the_least() -> None:
    some = BatchJudgement(read_whole("{]\n" * 3))
    assert advice(some).plain.endswith(", and 2 more")
    many = BatchJudgement(read_whole("{]\n" * (MOST_SLIPS + 20)))
    assert advice(many).plain.endswith(", and 99 more at least")


def test_a_time_is_told_as_exactly_as_anybody_wants_it() -> None:
    times = Times(Took(900, 3.24, 1296.4), Took(900, 11_296, 61_000))
    said = "accepted after 3.2 ms (99 %: 1,296 ms), in the state after 11.3 s (99 %: 61.0 s)"
    assert times_text(times) == said


def test_a_feed_that_was_quicker_than_the_answer_is_said_to_have_been() -> None:
    event = setting("s", "me", "a", {"p": 1})
    early = Receipt(0, event, Step.MATERIALISED, accepted_ms=20, materialised_ms=16)
    said = "accepted after 20 ms · in the state after 16 ms, before the answer came"
    assert receipt_text(early) == said
    assert receipt_text(early, after="") == "accepted 20 ms · in the state 16 ms, before that"
    later = Receipt(0, event, Step.MATERIALISED, accepted_ms=16, materialised_ms=20)
    assert receipt_text(later) == "accepted after 16 ms · in the state after 20 ms"
    said = "accepted after 20 ms, in the state after 16 ms, before the answer came"
    assert times_text(Times(Took(2, 20, 20), Took(2, 16, 30))) == said


def test_of_the_failed_those_that_never_left_are_told_apart() -> None:
    counts = {Step.FAILED: 2_600, Step.UNKNOWN: 400}
    said = "✗ 3,000 events: 400 of unknown outcome, 2,600 not sent"
    assert receipts_line(counts, unsent=2_600).plain == said
    said = "✗ 3,000 events: 100 failed, 400 of unknown outcome, 2,500 not sent"
    assert receipts_line(counts, unsent=2_500).plain == said
    assert receipts_line({Step.FAILED: 2}, unsent=2).plain == "✗ 2 events: 2 not sent"


def test_of_a_name_that_is_there_twice_it_is_said_that_the_last_counts() -> None:
    start = '{"stream": "s", "source": "me", "payload": {"entity_id": "a", "properties": '
    text = f'{start}{{"n": 1, "\u202en": 2, "n": 3}}}}}}\n{start}{{"n": 1}}}}}}'
    judgement = BatchJudgement(read_whole(text))
    for _ in judge_steps(judgement, World()):
        pass
    first, second = (forecast_text(judgement, Outbox(lambda: 1), place) for place in (0, 1))
    assert first.endswith("(named twice, the last counts: n)")
    assert "twice" not in second
    assert advice(judgement).plain == "! 2 events: 1 new, 1 changing, 1 with a name twice"
