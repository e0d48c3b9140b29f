"""Clients that send too much, too slowly or nonsense: each is answered, and the engine goes on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flux_tui.engine.http import app, connection, stream
from flux_tui.protocol import paths
from tests.contract.http_cases import Server
from tests.engine.running import LocalEngine, engine_process, local_engine
from tests.strategies import json_values


@pytest.fixture
async def served() -> AsyncIterator[LocalEngine]:
    async with local_engine() as running:
        yield running


async def answer(served: LocalEngine, *parts: bytes) -> bytes:
    """What comes back for bytes as they are, until the engine hangs up."""
    host, port = served.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
        return await asyncio.wait_for(reader.read(), 20)
    except ConnectionError:
        return b""
    finally:
        writer.close()


async def test_a_head_without_end_is_given_up(served: LocalEngine) -> None:
    head = b"GET /api/health HTTP/1.1\r\nHost: localhost\r\nX-Long: "
    got = await answer(served, head, *[b"x" * 16_384] * 40)
    assert got == b"" or got.startswith(b"HTTP/1.1 431 ")
    assert await alive(served)


async def alive(served: LocalEngine) -> bool:
    async with httpx.AsyncClient(base_url=served.url) as client:
        return (await client.get("/api/health")).status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"POST /api/events HTTP/1.1\r\nHost: loc",
        b"POST /api/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{",
    ],
    ids=["nothing", "half a head", "half a body"],
)
async def test_a_client_that_keeps_us_waiting_is_hung_up_on(
    served: LocalEngine, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(connection, "REQUEST_SECONDS", 0.0)
    got = await answer(served, sent)
    assert got == b"" or got.startswith(b"HTTP/1.1 408 ")
    assert served.engine.log.newest == 0


async def test_a_body_far_beyond_the_limit_is_not_read_to_its_end(served: LocalEngine) -> None:
    head = b"POST /api/events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    got = await answer(served, head, *[chunk] * 40)
    assert got == b"" or got.startswith(b"HTTP/1.1 413 ")
    assert await alive(served)


async def test_what_is_not_http_is_refused(served: LocalEngine) -> None:
    for nonsense in (b"\x00\xff\x00\xff\r\n\r\n", b"GET\r\n\r\n", b"GET /\xff HTTP/1.1\r\n\r\n"):
        assert (await answer(served, nonsense)).startswith(b"HTTP/1.1 400 ")
    assert await alive(served)


async def test_there_is_an_end_to_subscribers(
    served: LocalEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "MAX_SUBSCRIBERS", 0)
    monkeypatch.setattr(stream, "MAX_SUBSCRIBERS", 0)
    async with httpx.AsyncClient(base_url=served.url) as client:
        assert (await client.get(paths.STREAM)).status_code == 503


ALL_PATHS = [value for name, value in vars(paths).items() if name.isupper()]

requests = st.tuples(
    st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"]),
    st.sampled_from([*ALL_PATHS, "/api/state/entities/e", "/api/namespaces/n"]),
    st.dictionaries(
        st.sampled_from(["entity", "since", "limit", "after", "prefix", "namespace", "at"]),
        st.text(max_size=8) | st.integers().map(str),
        max_size=2,
    ),
    st.binary(max_size=40)
    | json_values.map(lambda value: json.dumps(value).encode())
    | st.fixed_dictionaries(
        {"stream": json_values | st.just("s"), "source": json_values | st.just("t")},
        optional={
            "payload": json_values,
            "timestamp": json_values,
            "eventId": json_values,
            "events": st.lists(json_values, max_size=2),
        },
    ).map(lambda value: json.dumps(value).encode()),
)


def test_whatever_is_asked_the_engine_answers_and_lives() -> None:
    with (
        engine_process() as engine,
        httpx.Client(base_url=engine.url, timeout=10) as client,
    ):

        @settings(max_examples=300)
        @given(requests)
        def ask(request: tuple[str, str, dict[str, str], bytes]) -> None:
            method, path, query, body = request
            headers = {"Content-Type": "application/json"}
            with client.stream(
                method, path, params=query, content=body, headers=headers
            ) as response:
                assert response.status_code < 500

        ask()
        assert client.get(paths.HEALTH).status_code == 200


def test_whatever_a_path_holds_the_engine_answers_and_lives() -> None:
    with engine_process() as engine:

        @settings(max_examples=200)
        @given(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=12))
        def ask(path: str) -> None:
            server = Server(engine.url)
            assert server.status("GET", f"/api/state/entities/{path}") < 500
            server.close()

        ask()
