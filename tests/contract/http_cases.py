"""The recorded HTTP cases: what was asked, what came, and what of it must come again."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.recordings import body, lines

_SIZED_EVENT = re.compile(r"event for entity (\S+) whose property a is (\d+) times 'x'")
_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_STATE_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}\+00:00")
_NAMESPACE_ID = re.compile(r"ns_[a-z0-9]{8}")
_POSITION = re.compile(r" at line \d+ column \d+$")

PARSERS_WORDS = {"error": "<the words of a JSON parser>"}
"""A recorded refusal that ends in a position: what it says is the parser's, not Flux's."""


@dataclass(frozen=True)
class Answer:
    """Status, content type, and a body reduced to what every run has in common."""

    status: int
    content_type: str | None
    content: Any


@dataclass(frozen=True)
class Case:
    """One request of the recording and the answer that a real Flux gave."""

    name: str
    method: str
    path: str
    headers: dict[str, str]
    content: bytes
    recorded: Answer


def cases(recording: str) -> Iterator[Case]:
    """The cases of a recording, in order."""
    for line in lines(recording):
        asked, came = line["request"], line["response"]
        content = body(came["body"])
        yield Case(
            line["name"],
            asked["method"],
            asked["path"],
            asked["headers"],
            _request_body(line["name"], asked.get("body")),
            Answer(
                came["status"],
                came["content_type"],
                came["body"]["sha_len"] if content is None else normal(came, content),
            ),
        )


def _request_body(name: str, recorded: dict[str, Any] | None) -> bytes:
    content = body(recorded)
    if content is not None:
        return content
    assert recorded is not None
    if "sha_len" in recorded:
        content = _event("wire-" + "x" * 4995, n=1)
        assert len(content) == recorded["sha_len"], name
        return content
    recipe = recorded["generator"]
    sized = _SIZED_EVENT.fullmatch(recipe)
    if sized is not None:
        return _event(sized[1], a="x" * int(sized[2]))
    if recipe.startswith("1,000 events"):
        return _batch([_event(f"wire-k{number}", n=number) for number in range(1000)])
    assert recipe == "2,200 events of 1,000 bytes each"
    return _batch([_event(f"wire-big{number}", a="x" * 900) for number in range(2200)])


def _event(entity_id: str, **properties: object) -> bytes:
    event = {
        "stream": "wire",
        "source": "probe",
        "timestamp": 1795569491888,
        "payload": {"entity_id": entity_id, "properties": properties},
    }
    return json.dumps(event).encode()


def _batch(events: list[bytes]) -> bytes:
    return b'{"events": [' + b", ".join(events) + b"]}"


def normal(head: dict[str, Any], content: bytes) -> Any:
    """A body without what differs from run to run: ids, stamps, positions, a list's order."""
    if head["content_type"] != "application/json":
        return _without_details(content.decode())
    if not content:
        return ""
    return _normal_json(json.loads(content))


def _without_details(text: str) -> str:
    """Plain text's kind: what stands before the parser's own words."""
    return text.partition(": ")[0]


def _normal_json(value: Any) -> Any:
    if isinstance(value, list):
        items = [_normal_json(item) for item in value]
        is_state = all(isinstance(item, dict) and "lastUpdated" in item for item in items)
        return sorted(items, key=lambda item: str(item["id"])) if is_state else items
    if not isinstance(value, dict):
        return value
    if set(value) == {"error"} and _POSITION.search(str(value["error"])):
        return PARSERS_WORDS
    return {key: _normal_field(key, item) for key, item in value.items()}


def _normal_field(key: str, value: Any) -> Any:
    if key == "eventId" and isinstance(value, str) and _UUID7.fullmatch(value):
        return "<uuid7>" if not value.startswith("0190aaaa") else value
    if key == "namespaceId":
        assert _NAMESPACE_ID.fullmatch(value), value
        return "<namespace id>"
    if key == "token":
        return "<token>"
    if key in ("lastUpdated", "createdAt"):
        assert _STATE_STAMP.fullmatch(value), value
        return "<stamp>"
    if key in ("__deleted_at__", "timestamp") and value != 1795569491888 and value > 10**12:
        return "<now>"
    return _normal_json(value)


class Server:
    """One server, asked with paths exactly as they are given."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        assert parts.hostname is not None
        self._connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def status(self, method: str, path: str) -> int:
        """The status of a request without a body."""
        self._connection.putrequest(method, path, skip_accept_encoding=True)
        self._connection.endheaders()
        response = self._connection.getresponse()
        response.read()
        return response.status

    def ask(self, case: Case) -> Answer:
        """The answer to a case's request."""
        return self.ask_raw(case)[0]

    def ask_raw(self, case: Case) -> tuple[Answer, bytes]:
        """The answer to a case's request, and its body as it came."""
        self._connection.putrequest(case.method, case.path, skip_accept_encoding=True)
        for name, value in case.headers.items():
            self._connection.putheader(name, value)
        if case.content or case.method in ("POST", "PUT"):
            self._connection.putheader("Content-Length", str(len(case.content)))
        self._connection.endheaders(case.content or None)
        response = self._connection.getresponse()
        content = response.read()
        content_type = response.getheader("Content-Type")
        large = isinstance(case.recorded.content, int)
        reduced = len(content) if large else normal({"content_type": content_type}, content)
        return Answer(response.status, content_type, reduced), content
