"""What is said of a batch follows its text: as if every text were judged anew."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.change import PropertySet
from flux_tui.model.entity import Entity
from flux_tui.replica.world import World
from flux_tui.tui.composer.batch.judge import BatchJudge
from flux_tui.tui.composer.batch.judgement import BatchJudgement, advice
from flux_tui.tui.json_editor.text_change import TextEdit

events = st.builds(
    lambda entity, value, stream: json.dumps(
        {
            "stream": stream,
            "source": "me",
            "payload": {"entity_id": entity, "properties": {"n": value}},
        }
    ),
    st.sampled_from("ab"),
    st.sampled_from([1, 2, "1"]),
    st.sampled_from(["s", "Bad"]),
)
batches = st.lists(events, max_size=5).map(lambda given: "[" + ",\n".join(given) + "]")


def judge() -> BatchJudge:
    world = World()
    world.load([Entity("a", {"n": 1}, 0)])
    return BatchJudge(world, lambda: None)


def said(judgement: BatchJudgement) -> tuple[object, ...]:
    return judgement.forecasts, judgement.counts, judgement.size, judgement.requests


@given(st.lists(batches, min_size=2, max_size=4), st.lists(st.booleans(), min_size=4, max_size=4))
async def test_a_changed_batch_is_judged_as_it_would_be_anew(
    texts: list[str], at_once: list[bool]
) -> None:
    following = judge()
    for text, is_at_once in zip(texts, at_once, strict=False):
        if is_at_once:
            following.follow_at_once(text)
            found = following.judgement
            assert found.counts == Counter(forecast.verdict for forecast in found.forecasts)
            assert all(found.counts.values())
        await following.follow(text)
        anew = judge()
        await anew.follow(text)
        assert said(following.judgement) == said(anew.judgement)


async def test_a_mistake_hides_what_follows_only_until_it_is_mended() -> None:
    many = [json.dumps({"stream": "s", "source": "x", "payload": {}}) for _ in range(2000)]
    text = "[" + ",\n".join(many) + "]"
    following = judge()
    await following.follow(text)
    bracket = text.index("{", 5000)
    await following.follow(TextEdit(bracket, bracket + 1, "").apply(text))
    assert len(following.judgement.reading.events) < 2000
    assert not following.knows(text)
    assert following.follow_at_once(text), "nothing of what was hidden is read again"
    assert len(following.judgement.reading.events) == 2000


async def test_a_judgement_that_was_given_up_is_still_to_be_made() -> None:
    world = World()
    world.load([Entity("a", {"n": 1}, 0)])
    following = BatchJudge(world, lambda: None)
    event = {"stream": "s", "source": "x", "payload": {"entity_id": "a", "properties": {"n": 2}}}
    text = "\n".join([json.dumps(event)] * 2000)
    await following.follow(text)
    world.apply(PropertySet("a", "n", 2, 1))
    anew = asyncio.create_task(following.judge_anew())
    await asyncio.sleep(0)
    anew.cancel()
    with suppress(asyncio.CancelledError):
        await anew
    assert following.is_outdated(text)
    await following.judge_anew()
    assert not following.is_outdated(text)
    following.close()


@pytest.mark.parametrize(
    ("streams", "words"),
    [
        (["Bad"], "1 event: 1 refused; it stays here unsent"),
        (["Bad", "Bad"], "2 events: 2 refused; all stay here unsent"),
        (["s", "Bad"], "2 events: 1 changing, 1 refused; 1 stays here unsent"),
        (["s", "Bad", "Bad"], "3 events: 1 changing, 2 refused; 2 stay here unsent"),
    ],
)
async def test_how_many_events_stay_is_said_whatever_else_goes(
    streams: list[str], words: str
) -> None:
    following = judge()
    payload = {"entity_id": "a", "properties": {"n": 2}}
    lines = [json.dumps({"stream": s, "source": "me", "payload": payload}) for s in streams]
    await following.follow("\n".join(lines))
    assert words in advice(following.judgement).plain
