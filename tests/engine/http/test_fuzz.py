"""Arbitrary bytes and arbitrary JSON against every path and over the WebSocket.

Each is answered with no 5xx and no traceback, and an engine that starts on what was let in has the
same world.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.sync.client import ClientConnection, connect

from flux_tui.model.json import Json
from flux_tui.protocol import paths
from tests.engine.running import engine_process
from tests.strategies import json_values

PATHS = sorted(value for name, value in vars(paths).items() if name.isupper())
NAMED = [f"{path}/" for path in (paths.ENTITIES, paths.CONNECTORS, paths.NAMESPACES)]
"""Behind these anything may stand."""

METHODS = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "get", "B?D"]
PARAMETERS = ["entity", "since", "limit", "after", "prefix", "namespace", "at", "x"]
HEADERS = [
    "Accept",
    "Authorization",
    "Connection",
    "Content-Type",
    "Expect",
    "Flux-Log",
    "If-None-Match",
    "Last-Event-ID",
    "Origin",
    "Upgrade",
]

few = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def json_text(values: st.SearchStrategy[Any]) -> st.SearchStrategy[bytes]:
    return values.map(lambda value: json.dumps(value).encode())


events = st.fixed_dictionaries(
    {},
    optional={
        "eventId": json_values | st.text(),
        "stream": json_values | st.sampled_from(["s", "a.b"]),
        "source": json_values | st.text(),
        "timestamp": json_values | st.integers(1),
        "key": json_values | st.text(),
        "payload": json_values
        | st.fixed_dictionaries(
            {"entity_id": st.text(max_size=4) | json_values},
            optional={
                "properties": json_values | st.dictionaries(st.text(max_size=3), json_values)
            },
        ),
    },
)
"""Events that often are ones."""

wishes = st.fixed_dictionaries(
    {},
    optional={
        "events": st.lists(events, max_size=3) | json_values,
        "entity_ids": st.lists(st.text(max_size=3), max_size=3) | json_values,
        "prefix": st.text(max_size=1) | json_values,
        "namespace": st.text(max_size=2) | json_values,
        "body_size_limit_single_bytes": json_values,
        "rate_limit_enabled": json_values,
    },
)
"""What the other paths take, now and then."""

bodies = (
    st.binary(max_size=60)
    | json_text(json_values)
    | json_text(events)
    | json_text(wishes)
    | st.integers(1, 300).map(lambda depth: b"[" * depth)
    | st.sampled_from([b"1e999", b"-0", b"9" * 400, b'"\\ud800"', b"\xef\xbb\xbf{}", b"NaN"])
)

values = (
    st.binary(max_size=12)
    | st.integers().map(lambda number: str(number).encode())
    | st.datetimes().map(lambda moment: f"{moment.isoformat()}Z".encode())
    | st.sampled_from([b"*", b"0", b"1", b"application/json", b"application/x-ndjson"])
    | st.sampled_from([b"websocket", b"Upgrade", b"close", b"100-continue", b"Bearer x"])
)

queries = st.binary(max_size=12).map(quote_from_bytes) | st.lists(
    st.tuples(st.sampled_from(PARAMETERS), values.map(quote_from_bytes)), max_size=3
).map(lambda pairs: "&".join(f"{name}={value}" for name, value in pairs))


def lines(headers: Mapping[str, bytes]) -> bytes:
    return b"".join(
        b"%b: %b\r\n" % (name.encode(), value.replace(b"\r", b"").replace(b"\n", b""))
        for name, value in headers.items()
    )


heads = st.dictionaries(st.sampled_from(HEADERS), values, max_size=3).map(lines)


class Target:
    """An engine that is asked over bare sockets."""

    def __init__(self, url: str) -> None:
        host, port = url.removeprefix("http://").split(":")
        self._address = host, int(port)

    def status(self, request: bytes) -> int:
        """The status that an engine answers to some bytes."""
        with socket.create_connection(self._address, timeout=20) as connection:
            connection.sendall(request)
            answer = b""
            while b"\r\n" not in answer:
                part = connection.recv(4_096)
                assert part, (request, answer)
                answer += part
        assert answer.startswith(b"HTTP/1.1 "), answer
        return int(answer[9:12])


def ask(target: Target, path: str) -> None:
    """One of the paths, asked in every way."""

    @few
    @given(st.sampled_from(METHODS), queries, heads, bodies)
    def anything(method: str, query: str, head: bytes, body: bytes) -> None:
        request = b"%b %b?%b HTTP/1.1\r\nHost: localhost\r\n%bContent-Length: %d\r\n\r\n%b"
        parts = method.encode(), path.encode(), query.encode(), head, len(body), body
        assert target.status(request % parts) < 500

    anything()


def ask_below(target: Target, path: str) -> None:
    """What is named below a path, and bytes that hardly are a request."""

    @few
    @given(st.sampled_from(["GET", "DELETE"]), st.binary(max_size=20), st.booleans())
    def any_name(method: str, name: bytes, escaped: bool) -> None:
        segment = quote_from_bytes(name, safe="").encode() if escaped else name
        request = b"%b %b%b HTTP/1.1\r\nHost: localhost\r\n\r\n\r\n"
        assert target.status(request % (method.encode(), path.encode(), segment)) < 500

    any_name()


def publish_what_may_be_an_event(url: str) -> None:
    """Let in or refused with Flux's own words in Flux's own shape."""
    with httpx.Client(base_url=url) as client:

        @few
        @given(json_text(events) | json_text(wishes) | bodies)
        def any_event(body: bytes) -> None:
            for path in (paths.EVENTS, paths.BATCH):
                answer = client.post(path, content=body)
                if answer.status_code != 200:
                    assert answer.status_code == 400
                    assert answer.headers["content-type"] == "application/json"
                    assert [*answer.json()] == ["error"]
                    assert isinstance(answer.json()["error"], str)

        any_event()


def publish_oddities(url: str) -> None:
    """Any id and any values, which the state then holds."""
    with httpx.Client(base_url=url) as client:

        @few
        @given(
            st.text(max_size=6),
            st.dictionaries(st.text(max_size=3), json_values, min_size=1, max_size=3),
        )
        def any_entity(entity_id: str, properties: dict[str, Any]) -> None:
            payload: Json = {"entity_id": entity_id, "properties": properties}
            event = {"stream": "s", "source": "t", "payload": payload}
            assert client.post(paths.EVENTS, json=event).status_code == 200

        any_entity()


def send_frames(url: str) -> None:
    """Whole messages, after which the connection still tells of deletions."""
    with httpx.Client(base_url=url) as client:

        @few
        @given(
            st.lists(
                st.text(max_size=40)
                | st.binary(max_size=40)
                | json_text(json_values).map(bytes.decode)
                | st.fixed_dictionaries(
                    {"type": st.sampled_from(["subscribe", "unsubscribe"]) | json_values},
                    optional={"entity_id": st.text(max_size=3) | json_values},
                ).map(json.dumps),
                max_size=5,
            )
        )
        def any_messages(messages: list[str | bytes]) -> None:
            with connect(url.replace("http", "ws") + paths.WEBSOCKET) as connection:
                for message in messages:
                    connection.send(message)
                payload: Json = {"entity_id": "marker", "properties": {"n": 1}}
                event = {"stream": "s", "source": "t", "payload": payload}
                client.post(paths.EVENTS, json=event).raise_for_status()
                client.delete(paths.entity("marker")).raise_for_status()
                assert tells_of_the_marker(connection)

        any_messages()


def tells_of_the_marker(connection: ClientConnection) -> bool:
    while True:
        frame = json.loads(connection.recv(20))
        if frame["type"] == "entity_deleted" and frame["entity_id"] == "marker":
            return True


def send_bytes(target: Target) -> None:
    """Bytes in place of frames: the connection ends, and nothing else."""
    handshake = (
        b"GET /api/ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )

    @few
    @given(st.binary(min_size=1, max_size=40))
    def any_bytes(frames: bytes) -> None:
        assert target.status(handshake + frames) == 101

    any_bytes()


def world(url: str) -> list[Any]:
    listed: list[Any] = httpx.get(f"{url}{paths.ENTITIES}").json()
    return sorted(listed, key=lambda entity: str(entity["id"]))


def test_whatever_is_sent_the_engine_answers_goes_on_and_starts_again(tmp_path: Path) -> None:
    data, log = tmp_path / "data", tmp_path / "log"
    attempts: list[Callable[[Target], None]] = [
        *(lambda target, path=path: ask(target, path) for path in [*PATHS, "/", "/api/other"]),
        *(lambda target, path=path: ask_below(target, path) for path in [*NAMED, "/", ""]),
        send_bytes,
    ]
    with engine_process("--log-file", str(log), "--log-level", "error", data=data) as engine:
        for attempt in attempts:
            attempt(Target(engine.url))
            assert httpx.get(f"{engine.url}{paths.HEALTH}").json()["status"] == "ok"
        size = 1_000_000
        limit = {"body_size_limit_single_bytes": size, "body_size_limit_batch_bytes": size}
        httpx.put(f"{engine.url}{paths.CONFIG}", json=limit).raise_for_status()
        send_frames(engine.url)
        publish_what_may_be_an_event(engine.url)
        publish_oddities(engine.url)
        before = world(engine.url)
        assert engine.stop() == 0
    assert "Traceback" not in log.read_text()
    assert len(before) > 10
    with engine_process(data=data) as engine:
        assert world(engine.url) == before
