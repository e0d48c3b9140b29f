"""Each refusal of a real server that was recorded is foretold, in the server's own words."""

from __future__ import annotations

import json

import pytest

from flux_tui.replica.world import World
from flux_tui.tui.composer.batch_judgement import BatchJudgement, judge_batch
from flux_tui.tui.composer.batch_reading import Reading
from tests.recordings import lines

GIVEN = {"publish/timestamp missing", "publish/body a bare array"}
"""What the composer makes right: it gives the time, and sends a list as a batch."""

REFUSED = {
    line["name"]: (line["request"]["body"]["text"], line["response"]["body"]["text"])
    for line in lines("http")
    if line["name"].startswith("publish/")
    and line["response"]["status"] == 400
    and line["request"]["body"].get("text")
    and line["name"] not in GIVEN
}


@pytest.mark.parametrize("name", REFUSED)
async def test_what_a_server_refused_is_held_back_with_its_words(name: str) -> None:
    text, answer = REFUSED[name]
    judgement = BatchJudgement(Reading(text))
    await judge_batch(judgement, World())
    assert judgement.reading.slips or judgement.held_back == 1
    words = json.loads(answer)["error"]
    if " at line " not in words and not judgement.reading.slips:
        assert judgement.forecasts[0].reason == words
