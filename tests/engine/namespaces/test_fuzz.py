"""Any ``Authorization`` with any id: never a 5xx, never a write without the right to it."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flux_tui.protocol import paths
from tests.engine.namespaces.worlds import ADMIN_TOKEN, bearer, event
from tests.engine.running import engine_process
from tests.strategies import json_values

many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@dataclass
class Target:
    """An engine with two namespaces, asked over bare sockets."""

    client: httpx.Client
    lab: str
    other: str

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no answer may hold."""
        return self.lab, self.other, ADMIN_TOKEN

    def ask(self, method: str, path: str, authorization: bytes | None, body: bytes) -> int:
        """The status of a request; its answer is looked through for secrets."""
        head = b"" if authorization is None else b"Authorization: %b\r\n" % authorization
        request = (
            f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        ).encode()
        url = self.client.base_url
        with socket.create_connection((url.host, url.port or 80), timeout=20) as connection:
            connection.sendall(b"%b%b\r\n%b" % (request, head, body))
            answer = b"".join(iter(lambda: connection.recv(65_536), b""))
        assert answer.startswith(b"HTTP/1.1 "), answer
        assert not any(secret.encode() in answer for secret in self.secrets)
        return int(answer[9:12])

    def world(self) -> Any:
        """Whatever a write could change."""
        sequence = self.client.get(paths.HEALTH).json()["sequence"]
        others = (paths.CONFIG, paths.namespace("lab"), paths.namespace("other"))
        return [sequence, *(self.client.get(path).text for path in others)]


@pytest.fixture(scope="module")
def target() -> Iterator[Target]:
    with engine_process("--auth", env={"FLUX_ADMIN_TOKEN": ADMIN_TOKEN}) as engine:
        with httpx.Client(base_url=engine.url) as client:
            admin = bearer(ADMIN_TOKEN)
            tokens = [
                client.post(paths.NAMESPACES, json={"name": name}, headers=admin).json()["token"]
                for name in ("lab", "other")
            ]
            client.put(paths.CONFIG, json={"rate_limit_enabled": False}, headers=admin)
            yield Target(client, *tokens)
        assert engine.stop() == 0


_CONTROLS = bytes([*range(32), 127])
"""What no header may hold: HTTP's parser refuses it before anybody looks at the token."""


def authorizations(*tokens: str) -> st.SearchStrategy[bytes | None]:
    """Headers that hold a token, nearly hold one, or hold anything."""
    token = st.sampled_from(tokens)
    pieces = st.tuples(token, st.integers(0, 64), st.integers(0, 64))
    cut = pieces.map(lambda piece: piece[0][piece[1] : piece[2]])
    text = token | cut | token.map(str.upper) | token.map(lambda one: f"{one} {one}")
    scheme = st.sampled_from(["Bearer ", "bearer ", "BEARER  ", "Basic ", "Bearer", ""])
    near = st.builds(lambda before, after: (before + after).encode(), scheme, text)
    anything = st.binary(max_size=80).map(lambda raw: raw.translate(None, _CONTROLS))
    return st.none() | near | anything


ids = (
    st.sampled_from(["lab/a", "other/a", "a", "lab/", "/a", "lab/a/b", "LAB/a", "nobody/a", ""])
    | st.text(max_size=10)
    | st.text(max_size=10).map(lambda text: f"lab/{text}")
)

bodies = st.binary(max_size=40) | json_values.map(lambda value: json.dumps(value).encode())


def has(authorization: bytes | None, token: str) -> bool:
    """Whether a header carries a token, as RFC 6750 has it."""
    scheme, _, rest = (authorization or b"").strip(b" \t").partition(b" ")
    return scheme.lower() == b"bearer" and rest.strip(b" \t") == token.encode()


def owned(entity_id: Any) -> bool:
    """Whether an id is one of ``lab``'s."""
    return (
        isinstance(entity_id, str)
        and entity_id.startswith("lab/")
        and entity_id.count("/") == 1
        and len(entity_id) > 4
    )


def test_events_are_written_by_their_owner_alone(target: Target) -> None:
    @many
    @given(authorizations(target.lab, target.other, ADMIN_TOKEN), ids | json_values)
    def publish(authorization: bytes | None, entity_id: Any) -> None:
        before = target.world()
        body = json.dumps(event(entity_id)).encode()
        status = target.ask("POST", paths.EVENTS, authorization, body)
        may = (has(authorization, target.lab) and owned(entity_id)) or (
            has(authorization, target.other) and entity_id == "other/a"
        )
        assert status == 200 if may else status in (400, 401, 403)
        assert (target.world() != before) == may

    publish()


def test_batches_are_written_by_their_owner_alone(target: Target) -> None:
    @many
    @given(authorizations(target.lab), st.lists(ids, min_size=1, max_size=4))
    def publish(authorization: bytes | None, entity_ids: list[str]) -> None:
        before = target.world()[0]
        body = json.dumps({"events": [event(entity_id) for entity_id in entity_ids]}).encode()
        assert target.ask("POST", paths.BATCH, authorization, body) == 200
        written = sum(map(owned, entity_ids)) if has(authorization, target.lab) else 0
        assert target.world()[0] == before + written

    publish()


def test_what_is_deleted_was_the_owners(target: Target) -> None:
    wishes = (
        st.lists(ids, max_size=3).map(lambda chosen: {"entity_ids": chosen})
        | st.sampled_from([{"prefix": ""}, {"prefix": "l"}, {"namespace": "other"}])
        | json_values
    )
    kept = "other/kept"
    body = json.dumps(event(kept)).encode()
    assert target.ask("POST", paths.EVENTS, f"Bearer {target.other}".encode(), body) == 200

    @many
    @given(authorizations(target.lab, ADMIN_TOKEN), wishes, ids)
    def delete(authorization: bytes | None, wish: Any, entity_id: str) -> None:
        before = target.world()
        raw = json.dumps(wish).encode()
        statuses = [target.ask("POST", paths.DELETE, authorization, raw)]
        if entity_id:
            path = paths.entity(entity_id)
            statuses.append(target.ask("DELETE", path, authorization, b""))
        assert all(status < 500 for status in statuses)
        assert target.client.get(paths.entity(kept)).status_code == 200
        if not has(authorization, target.lab):
            assert target.world() == before

    delete()


def test_only_the_administrator_changes_anything_else(target: Target) -> None:
    @many
    @given(
        authorizations(target.lab, ADMIN_TOKEN),
        st.sampled_from(
            [
                ("POST", paths.NAMESPACES),
                ("DELETE", paths.namespace("lab")),
                ("DELETE", paths.namespace("nobody")),
                ("PUT", paths.CONFIG),
                ("GET", paths.CONNECTORS),
            ]
        ),
        bodies,
    )
    def administer(authorization: bytes | None, asked: tuple[str, str], body: bytes) -> None:
        if has(authorization, ADMIN_TOKEN):
            return
        before = target.world()
        status = target.ask(*asked, authorization, body)
        reads = asked[0] == "GET" and has(authorization, target.lab)
        assert status == 200 if reads else status in (401, 403)
        assert target.world() == before

    administer()


def test_any_body_and_any_path_are_answered(target: Target) -> None:
    paths_and_methods: list[tuple[str, str]] = [
        (method, path)
        for method in ("GET", "POST", "PUT", "DELETE")
        for path in (paths.EVENTS, paths.BATCH, paths.DELETE, paths.NAMESPACES, paths.CONFIG)
    ]
    right = f"Bearer {target.lab}".encode()

    @many
    @given(st.sampled_from(paths_and_methods), bodies)
    def ask(asked: tuple[str, str], body: bytes) -> None:
        assert target.ask(*asked, right, body) < 500

    ask()
