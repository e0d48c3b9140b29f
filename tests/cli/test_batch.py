from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.cli.batch import MOST_EVENTS, encoded, split
from flux_tui.cli.given_events import parse_events
from flux_tui.errors import UsageError
from flux_tui.protocol.rules import MAX_BODY_BYTES
from tests.cli.conftest import Flux


def event(entity_id: str, **more: Any) -> dict[str, Any]:
    payload = {"entity_id": entity_id, "properties": {"n": 1}}
    return {"stream": "lab", "source": "me", "payload": payload, **more}


def lines(*entity_ids: str) -> str:
    return "\n".join(json.dumps(event(entity_id)) for entity_id in entity_ids)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([event("batch-a"), event("batch-b")]),
        json.dumps({"events": [event("batch-a"), event("batch-b")]}),
        lines("batch-a", "batch-b"),
        "\n" + lines("batch-a", "batch-b") + "\n\n",
    ],
    ids=["array", "object", "lines", "lines with blank ones"],
)
def test_a_batch_is_read_from_each_of_its_forms_inline_from_a_file_and_from_a_pipe(
    flux: Flux, text: str, tmp_path: Path
) -> None:
    path = tmp_path / "events"
    path.write_text(text)
    piped = flux("batch", "-", stdin=text.encode())
    for done in (flux("batch", text), flux("batch", f"@{path}"), piped):
        assert (done.code, done.err) == (0, "")
        assert (done.json["successful"], done.json["failed"]) == (2, 0)
    assert flux.is_there("batch-b")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_is_read_in_whichever_encoding_its_editor_wrote_it(
    flux: Flux, tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "events"
    path.write_bytes(lines("encoded-ä", "encoded-b").replace("\n", "\r\n").encode(encoding))
    for done in (flux("batch", f"@{path}"), flux("batch", "-", stdin=path.read_bytes())):
        assert done.code == 0
        assert done.json["successful"] == 2
    assert flux.is_there("encoded-b")


def test_of_a_file_that_is_no_text_the_place_is_told_and_nothing_is_sent(
    flux: Flux, tmp_path: Path
) -> None:
    (tmp_path / "events").write_bytes(lines("no-text").encode() + b"\n\xff")
    done = flux("batch", f"@{tmp_path}/events")
    assert done.code == 2
    assert "line 2, column 1 cannot be read; nothing was sent" in done.sentence
    assert not flux.is_there("no-text")


def test_a_separator_of_unicode_within_a_line_is_data() -> None:
    text = lines("a\u2028b").replace("\\u2028", "\u2028") + "\n" + lines("c")
    assert [e["payload"]["entity_id"] for e in parse_events(text, "test")] == ["a\u2028b", "c"]  # type: ignore[call-overload,index]


def test_what_was_given_is_kept_and_what_is_missing_is_filled_in() -> None:
    given_event = event("a", eventId="own", timestamp=5, extra=[1])
    own, other = parse_events(json.dumps([given_event, event("b")]), "test")
    assert own == given_event
    assert isinstance(other["eventId"], str)
    assert isinstance(other["timestamp"], int)


def test_an_event_that_breaks_a_rule_fails_alone_and_the_answer_is_no(flux: Flux) -> None:
    done = flux("batch", json.dumps([event("batch-c"), event("batch-d", stream="BAD")]))
    assert done.code == 1
    assert (done.json["successful"], done.json["failed"]) == (1, 1)
    assert done.sentence == "1 of 2 events failed; see the answer"
    assert flux.is_there("batch-c")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[1]", "event 1 of EVENTS_JSON is none (a number, not a JSON object)"),
        ('[{"stream": "lab", "source": "me"}]', "missing field `payload`"),
        ("[", "EVENTS_JSON is not JSON"),
        ("[]", "EVENTS_JSON holds no events"),
        ('"text"', "must hold an array of events, not text"),
        (lines("batch-e") + "\nnonsense", "line 2 of EVENTS_JSON is not JSON"),
        ("@/nowhere/at/all", "cannot read /nowhere/at/all"),
    ],
)
def test_a_batch_that_is_not_of_the_form_is_a_usage_error_and_nothing_is_sent(
    flux: Flux, text: str, words: str
) -> None:
    done = flux("batch", text)
    assert done.code == 2
    assert words in done.sentence
    assert not flux.is_there("batch-e")


def test_what_is_too_much_for_one_request_is_split_and_answered_as_one(flux: Flux) -> None:
    pad = "x" * 900_000
    events = [event(f"batch-big-{n}", key=pad) for n in range(5)]
    done = flux("batch", "-", stdin=json.dumps(events).encode())
    assert done.code == 0
    assert done.json["successful"] == len(done.json["results"]) == 5


@given(st.lists(st.binary(max_size=300_000), max_size=20))
def test_splitting_keeps_every_event_in_order_and_each_request_within_the_limit(
    bodies: list[bytes],
) -> None:
    chunks = list(split(bodies))
    assert [body for chunk in chunks for body in chunk] == bodies
    assert all(len(b'{"events":[' + b",".join(chunk) + b"]}") <= MAX_BODY_BYTES for chunk in chunks)


def test_reading_nothing_is_said_to_hold_nothing() -> None:
    for text in ("", " \n"):
        with pytest.raises(UsageError, match="standard input holds no events; nothing was sent"):
            parse_events(text, "standard input")


def test_half_a_surrogate_pair_is_escaped_and_all_else_stays_as_it_is() -> None:
    assert encoded({"name": "\udc80"}) == b'{"name":"\\udc80"}'
    assert encoded({"name": "é"}) == '{"name":"é"}'.encode()


def test_many_requests_are_answered_as_one_in_the_order_of_the_file(
    flux: Flux, tmp_path: Path
) -> None:
    path = tmp_path / "events"
    ids = [f"many-{number}" for number in range(2 * MOST_EVENTS + 3)]
    path.write_text("\n".join(json.dumps(event("batch-many", eventId=each)) for each in ids))
    done = flux("batch", f"@{path}")
    assert (done.code, done.json["successful"]) == (0, len(ids))
    assert [result["eventId"] for result in done.json["results"]] == ids
