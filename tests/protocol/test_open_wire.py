"""The wire is open to newer servers: what is unknown survives; what is broken is refused."""

from __future__ import annotations

from itertools import islice
from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.errors import Malformed
from flux_tui.model.change import EntityDeleted, EventApplied, Metrics, PropertySet
from flux_tui.model.event import Event
from flux_tui.model.instant import format_rfc3339
from flux_tui.model.json import Json, same
from flux_tui.protocol.answers import BatchAnswer, PublishAnswer
from flux_tui.protocol.events import new_event_id, new_event_ids, read_event, write_event
from flux_tui.protocol.frames import UnknownFrame, read_frame, write_frame
from flux_tui.protocol.json_text import decode, encode
from flux_tui.protocol.paths import entity
from flux_tui.protocol.stream import read_log_entry
from tests.strategies import json_values

names = st.text(max_size=10)
instants = st.integers(0, 2**62)
events = st.builds(
    Event,
    stream=names,
    source=names,
    payload=st.dictionaries(names, json_values, max_size=3),
    timestamp=st.none() | st.integers(-(2**63), 2**63 - 1),
    event_id=st.none() | names,
    key=st.none() | names,
    schema=st.none() | names,
)
frames = st.one_of(
    st.builds(PropertySet, names, names, json_values, instants, st.none(), st.none()),
    st.builds(EntityDeleted, names, instants, st.none(), st.none()),
    st.builds(
        Metrics,
        at=instants,
        entities=st.integers(0),
        events=st.integers(0),
        rate=st.floats(0, 1e9),
        connections=st.integers(0),
        publishers=st.integers(0),
    ),
)


@given(events)
def test_events_survive_the_wire(event: Event) -> None:
    assert same(write_event(read_event(decode(encode(write_event(event))))), write_event(event))


@given(frames)
def test_frames_survive_the_wire(frame: PropertySet | EntityDeleted | Metrics) -> None:
    assert read_frame(encode(write_frame(frame))) == frame


@given(st.integers(1), instants, events)
def test_log_entries_survive_the_wire(sequence: int, received: int, event: Event) -> None:
    written = write_event(event)
    line: Json = {"sequence": sequence, "received": format_rfc3339(received), "event": written}
    assert read_log_entry(encode(line)) == EventApplied(sequence, received, event)


def test_unknown_fields_survive() -> None:
    raw: Json = {"eventId": "e", "stream": "s", "shard": 7}
    assert PublishAnswer.read(raw).model_dump(by_alias=True)["shard"] == 7


@pytest.mark.parametrize("text", ['{"type":"snapshot_offer","n":1}', '{"n":1}', "[1]", "5"])
def test_frames_of_unknown_types_survive(text: str) -> None:
    assert read_frame(text) == UnknownFrame(decode(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"type":"state_update"}',
        '{"type":"state_update","entity_id":5,"property":"p","value":1,"timestamp":"2026-01-01T00:00:00Z"}',
        '{"type":"entity_deleted","entity_id":"a","timestamp":"yesterday"}',
    ],
)
def test_broken_frames_of_known_types_are_refused(text: str) -> None:
    with pytest.raises(Malformed):
        read_frame(text)


def test_types_are_not_coerced() -> None:
    with pytest.raises(Malformed, match="successful"):
        BatchAnswer.read({"successful": "1", "failed": 0, "results": []})


def test_a_refusal_names_the_missing_field() -> None:
    with pytest.raises(Malformed, match="missing field `stream`"):
        PublishAnswer.read({"eventId": "e"})


@given(st.integers(0, 2**48 - 1))
def test_event_ids_are_uuids_of_version_7_in_order_of_time(now: int) -> None:
    event_id = new_event_id(now)
    assert (event_id[14], event_id[19] in "89ab", len(event_id)) == ("7", True, 36)
    assert int(event_id.replace("-", "")[:12], 16) == now


def test_event_ids_differ_within_a_millisecond() -> None:
    assert len({new_event_id(5) for _ in range(1000)}) == 1000


@given(st.integers(0, 2**48 - 1), st.integers(1, 200))
def test_ids_made_together_are_versioned_of_their_time_and_in_order(
    now: int, together: int
) -> None:
    made = list(islice(new_event_ids(now, together), 300))
    assert made == sorted(set(made))
    for one in map(UUID, made):
        assert (one.version, one.variant, one.int >> 80) == (7, RFC_4122, now)


@pytest.mark.parametrize(
    ("entity_id", "path"),
    [
        ("a/b", "a%2Fb"),
        ("100%", "100%25"),
        ("..", "%2E%2E"),
        (".", "%2E"),
        ("a/../b", "a%2F..%2Fb"),
        ("?a=b#c", "%3Fa%3Db%23c"),
        ("\x00", "%00"),
    ],
)
def test_ids_are_escaped_whole(entity_id: str, path: str) -> None:
    assert entity(entity_id) == f"/api/state/entities/{path}"
