"""Every message that a real Flux was recorded to send is read, and nothing of it is lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from flux_tui.errors import Malformed
from flux_tui.model.change import EntityDeleted, Metrics, PropertySet
from flux_tui.model.instant import parse_rfc3339
from flux_tui.protocol import answers
from flux_tui.protocol.events import read_event
from flux_tui.protocol.frames import UnknownFrame, read_frame, write_frame
from flux_tui.protocol.json_text import decode
from flux_tui.protocol.rules import ignored_because, violation_of
from flux_tui.protocol.wire_model import WireModel
from tests import recordings

CASES = recordings.lines("http") + recordings.lines("http-auth")

MESSAGES: list[tuple[str, str, type[WireModel]]] = [
    ("POST", "/api/events", answers.PublishAnswer),
    ("POST", "/api/events/batch", answers.BatchAnswer),
    ("GET", "/api/state/entities/", answers.EntityRecord),
    ("DELETE", "/api/state/entities/", answers.DeleteAnswer),
    ("POST", "/api/state/entities/delete", answers.BatchDeleteAnswer),
    ("GET", "/api/admin/config", answers.AdminConfig),
    ("PUT", "/api/admin/config", answers.AdminConfig),
    ("GET", "/api/connectors", answers.Connectors),
    ("POST", "/api/namespaces", answers.RegisteredNamespace),
    ("GET", "/api/namespaces/", answers.NamespaceInfo),
]
"""Which answer belongs to which request; a path that ends in ``/`` has a name after it."""


def answered(case: dict[str, Any]) -> Any:
    text = recordings.body(case["response"]["body"])
    assert text is not None
    return decode(text)


def is_whole_json(case: dict[str, Any]) -> bool:
    response = case["response"]
    return response["content_type"] == "application/json" and bool(response["body"].get("text"))


def message_of(case: dict[str, Any]) -> type[WireModel] | None:
    path = case["request"]["path"].partition("?")[0]
    for method, prefix, message in MESSAGES:
        fits = path.startswith(prefix) if prefix.endswith("/") else path == prefix
        if case["request"]["method"] == method and fits:
            return message
    return None


def by_name(cases: list[dict[str, Any]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


@by_name([c for c in CASES if is_whole_json(c) and c["response"]["status"] >= 400])
def test_every_refusal_in_json_says_why(case: dict[str, Any]) -> None:
    assert answered(case)["error"]


@by_name([c for c in CASES if is_whole_json(c) and c["response"]["status"] < 300 and message_of(c)])
def test_every_answer_is_read_and_written_back_as_it_was(case: dict[str, Any]) -> None:
    message = message_of(case)
    assert message is not None
    raw = answered(case)
    again = message.read(raw).model_dump(by_alias=True, exclude_unset=True)
    for name in ("lastUpdated", "createdAt"):
        if name in raw:
            assert again.pop(name) == parse_rfc3339(raw.pop(name))
    assert again == raw


@by_name([c for c in CASES if is_whole_json(c) and isinstance(answered(c), list)])
def test_every_list_holds_entities_or_events(case: dict[str, Any]) -> None:
    for item in answered(case):
        if "eventId" in item:
            assert read_event(item).event_id == item["eventId"]
        else:
            assert answers.EntityRecord.read(item).to_entity().id == item["id"]


def single_publishes() -> list[dict[str, Any]]:
    """Publishes with authentication off whose body the recording has whole and small enough."""
    return [
        case
        for case in recordings.lines("http")
        if case["request"]["method"] == "POST"
        and case["request"]["path"] == "/api/events"
        and recordings.body(case["request"]["body"]) is not None
    ]


@by_name(single_publishes())
def test_the_rules_say_of_each_publish_what_flux_said(case: dict[str, Any]) -> None:
    text = recordings.body(case["request"]["body"])
    assert text is not None
    if case["name"] == "publish/timestamp missing":
        assert read_event(decode(text)).timestamp is None
        return
    try:
        violation = violation_of(read_event(decode(text)))
        words = violation.message if violation else None
    except Malformed as malformed:
        words = str(malformed)
    assert (words is None) == (case["response"]["status"] == 200)
    if words is not None and "line 1 column" not in answered(case)["error"]:
        assert words == answered(case)["error"]


def test_what_flux_ignores_is_predicted() -> None:
    cases = {case["name"]: case for case in recordings.lines("http")}
    reasons = {}
    for name in ("empty object", "no entity_id", "numeric entity_id", "no properties"):
        reasons[name] = ignored(cases[f"publish/payload {name}"])
    reasons["array"] = ignored(cases["publish/payload properties array"])
    reasons["empty"] = ignored(cases["publish/payload properties empty"])
    reasons["extra"] = ignored(cases["publish/payload extra keys"])
    assert reasons == {
        "empty object": "the payload has no entity_id",
        "no entity_id": "the payload has no entity_id",
        "numeric entity_id": "the payload's entity_id is not text",
        "no properties": "the payload has no properties",
        "array": "the payload's properties are not an object",
        "empty": "the payload's properties are empty",
        "extra": None,
    }


def ignored(case: dict[str, Any]) -> str | None:
    return ignored_because(read_event(decode(recordings.body(case["request"]["body"]) or b"")))


@pytest.mark.parametrize("name", ["ws", "live", "churn", "lossy"])
def test_every_frame_is_read_and_written_back_as_it_was(name: str) -> None:
    kinds = set()
    for line in recordings.lines(name):
        if "received" not in line:
            continue
        frame = read_frame(json.dumps(line["received"]))
        assert not isinstance(frame, UnknownFrame)
        kinds.add(type(frame))
        again, raw = write_frame(frame), dict(line["received"])
        assert parse_rfc3339(str(again.pop("timestamp"))) == parse_rfc3339(raw.pop("timestamp"))
        assert again == raw
    assert kinds == {PropertySet, EntityDeleted, Metrics}
