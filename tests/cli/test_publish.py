from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Flux


def test_publishing_prints_the_servers_answer_and_changes_the_state(flux: Flux) -> None:
    done = flux("publish", "lab.sensors", "me", "publish-1", '{"temperature": 22.5, "on": true}')
    assert (done.code, done.err) == (0, "")
    assert done.json["stream"] == "lab.sensors"
    state = json.loads(flux.state("publish-1"))
    assert state["properties"] == {"temperature": 22.5, "on": True}


def test_the_event_keeps_the_id_and_the_timestamp_that_it_was_given(flux: Flux) -> None:
    event = ("publish", "lab", "me", "publish-2", '{"n": 1}', "--timestamp", "1700000000000")
    first = flux(*event, "--event-id", "given-id")
    again = flux(*event, "--event-id", "given-id")
    assert first.json["eventId"] == again.json["eventId"] == "given-id"
    assert again.json["duplicate"] is True


def test_waiting_says_how_long_it_took_until_the_event_was_seen(flux: Flux) -> None:
    done = flux("publish", "lab", "me", "publish-3", '{"n": 1}', "--wait")
    assert done.code == 0
    assert done.err.startswith("seen in the state after ")


def test_an_event_without_properties_is_accepted_and_said_to_be_ignored(flux: Flux) -> None:
    done = flux("publish", "lab", "me", "publish-4", "{}", "--wait")
    assert done.code == 0
    assert done.sentence.endswith("ignores it: the payload's properties are empty")
    assert not flux.is_there("publish-4")


@pytest.mark.parametrize(
    ("properties", "words"),
    [
        ("{", "PROPERTIES_JSON is not JSON"),
        ("[1]", "PROPERTIES_JSON must be a JSON object, not a list"),
        ('{"n": NaN}', "PROPERTIES_JSON is not JSON"),
    ],
)
def test_properties_that_are_no_json_object_are_a_usage_error_and_nothing_is_sent(
    flux: Flux, properties: str, words: str
) -> None:
    done = flux("publish", "lab", "me", "publish-5", properties)
    assert done.code == 2
    assert words in done.sentence
    assert not flux.is_there("publish-5")


def test_a_stream_that_the_server_refuses_is_told_in_its_own_words(flux: Flux) -> None:
    done = flux("publish", "Bad Stream", "me", "publish-6", '{"n": 1}')
    assert done.code == 4
    assert "must be lowercase with optional dots" in done.sentence
    assert done.out == b""


def test_a_read_only_run_sends_nothing(flux: Flux) -> None:
    done = flux("--read-only", "publish", "lab", "me", "publish-7", '{"n": 1}')
    assert done.code == 2
    assert done.sentence == "nothing was sent: --read-only is given"
    assert not flux.is_there("publish-7")
