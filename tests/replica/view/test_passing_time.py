"""Nobody's answer changes by time alone without being suspected of it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.instant import NS
from flux_tui.replica.query import BareContext, parse
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.record.plans import Plans
from flux_tui.replica.view.passing_time import TURN, suspects_of

QUERIES = ["@age>2s", "@age<=3s", "not @age>1s a=1", "@age<5s or @age>6s", "@age>=4s @age<7s"]


@given(
    st.lists(st.tuples(st.integers(0, 20 * NS), st.integers(0, 20 * NS)), max_size=8),
    st.sampled_from(QUERIES),
    st.integers(0, 20 * NS),
    st.integers(0, 20 * NS),
)
def test_an_answer_that_turns_between_two_instants_is_of_a_suspect(
    changes: list[tuple[int, int]], text: str, before: int, now: int
) -> None:
    records = []
    for number, (base, changed) in enumerate(changes):
        record = EntityRecord(f"e-{number}", {"a": number % 2}, base)
        record.changed = changed
        records.append(record)
    query = parse(text)
    suspects = suspects_of(query)
    assert suspects is not None
    suspected = suspects.between(records, before, now)
    context = BareContext(before)
    for record in records:
        turned = query.matches(record, context) != query.matches(record, replace(context, now=now))
        assert not turned or record.id in suspected


def test_rates_are_asked_of_those_that_were_heard_of() -> None:
    heard, unheard = EntityRecord("heard", {}, 1), EntityRecord("unheard", {}, 1)
    Plans().place(heard, "n")
    suspects = suspects_of(parse("@rate>5"))
    assert suspects is not None
    assert suspects.between([heard, unheard], 10, 20) == ["heard"]


def test_of_silence_nobody_is_suspected_because_who_is_silent_is_known() -> None:
    suspects = suspects_of(parse("@stale"))
    assert suspects is not None
    heard = EntityRecord("heard", {}, 1)
    Plans().place(heard, "n")
    assert suspects.between([heard], 10, 20) == []


def test_in_a_large_world_everybody_has_a_turn() -> None:
    records = [EntityRecord(f"e-{number}", {}, 1) for number in range(2 * TURN + 5)]
    suspects = suspects_of(parse("@new"))
    assert suspects is not None
    turns = [suspects.between(records, 10, 20) for _ in range(4)]
    assert max(map(len, turns)) == TURN
    assert {entity_id for turn in turns[:3] for entity_id in turn} == {r.id for r in records}
    assert turns[3] == turns[0]


def test_a_query_that_reads_no_clock_suspects_nobody() -> None:
    assert suspects_of(parse("temp>=30 or lab/*")) is None
