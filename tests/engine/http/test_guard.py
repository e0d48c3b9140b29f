"""Who is let in, and who is not."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from flux_tui.engine.listening import listen
from flux_tui.engine.settings import Access, ServeSettings
from flux_tui.errors import ServeError, UsageError
from tests.engine.running import local_engine

Ask: TypeAlias = Callable[..., Awaitable[int]]

EVENT = '{"stream":"s","source":"t","payload":{"entity_id":"e","properties":{"n":1}}}'


@contextlib.asynccontextmanager
async def asking(access: Access = Access()) -> AsyncIterator[Ask]:  # noqa: B008 - frozen
    """A function that asks one engine and answers the status."""
    async with (
        local_engine(access=access) as served,
        httpx.AsyncClient(base_url=served.url) as client,
    ):

        async def ask(method: str = "POST", path: str = "/api/events", **headers: str) -> int:
            before = served.engine.log.newest
            answer = await client.request(method, path, content=EVENT, headers=headers)
            if answer.status_code in (401, 403):
                assert list(answer.json()) == ["error"]
                assert served.engine.log.newest == before
            return answer.status_code

        yield ask


async def test_the_engines_own_names_are_let_in_and_no_others() -> None:
    async with asking() as ask:
        for host in ("localhost", "localhost:3000", "127.0.0.1", "LOCALHOST:80"):
            assert await ask(host=host) == 200
        for host in (
            "evil.example",
            "evil.example:3000",
            "localhost.evil.example",
            "127.0.0.2",
            "localhost@x",
            "",
        ):
            assert await ask(host=host) == 403


async def test_a_name_that_was_allowed_is_let_in() -> None:
    async with asking(Access(hosts=frozenset({"flux.lab"}))) as ask:
        assert await ask(host="flux.lab:3000") == 200
        assert await ask(host="other.lab:3000") == 403


async def test_another_sites_page_cannot_read_or_write() -> None:
    async with asking() as ask:
        for origin in ("https://evil.example", "null", "http://127.0.0.1.evil.org"):
            assert await ask(origin=origin) == 403
            assert await ask("GET", "/api/state/entities", origin=origin) == 403
            assert await ask("OPTIONS", origin=origin) == 403


async def test_a_page_of_this_machine_is_let_in_and_told_so() -> None:
    origin = "http://localhost:5173"
    async with local_engine() as served, httpx.AsyncClient(base_url=served.url) as client:
        wish = {"origin": origin, "access-control-request-headers": "content-type"}
        asked = await client.options("/api/events", headers=wish)
        assert asked.headers["access-control-allow-origin"] == origin
        assert asked.headers["access-control-allow-headers"] == "content-type"
        done = await client.post("/api/events", content=EVENT, headers={"origin": origin})
        assert (done.status_code, done.headers["access-control-allow-origin"]) == (200, origin)


async def test_an_origin_that_was_allowed_is_let_in() -> None:
    async with asking(Access(origins=frozenset({"https://app.example"}))) as ask:
        assert await ask(origin="https://app.example") == 200
        assert await ask(origin="https://app.example:444") == 403
    async with asking(Access(origins=frozenset({"*"}))) as ask:
        assert await ask(origin="https://any.example") == 200


async def test_another_sites_page_gets_no_websocket() -> None:
    async with local_engine() as served:
        with pytest.raises(InvalidStatus, match="403"):
            await connect(
                served.url.replace("http", "ws") + "/api/ws",
                additional_headers={"Origin": "https://evil.example"},
            )


TOKEN = Access(token="s3cret")
BEARER = "Bearer s3cret"


async def test_with_a_token_every_write_needs_it_and_reads_stay_open() -> None:
    async with asking(TOKEN) as ask:
        assert await ask() == 401
        assert await ask(authorization="Basic abc") == 401
        assert await ask(authorization="Bearer wrong") == 403
        assert await ask(authorization="Bearer s3cret") == 200
        assert await ask(authorization="bearer s3cret") == 200
        assert await ask("DELETE", "/api/state/entities/e") == 401
        assert await ask("PUT", "/api/admin/config") == 401
        assert await ask("GET", "/api/state/entities") == 200


async def test_reads_can_be_protected_too() -> None:
    async with asking(Access(token="s3cret", protect_reads=True)) as ask:
        assert await ask("GET", "/api/state/entities") == 401
        assert await ask("GET", "/api/state/entities", authorization=BEARER) == 200


async def test_protected_reads_cover_the_websocket() -> None:
    async with local_engine(access=Access(token="s3cret", protect_reads=True)) as served:
        url = served.url.replace("http", "ws") + "/api/ws"
        with pytest.raises(InvalidStatus, match="401"):
            await connect(url)
        async with connect(url, additional_headers={"Authorization": BEARER}):
            pass


async def test_the_configuration_needs_the_administrators_token_where_there_is_one() -> None:
    form = {"content-type": "application/json"}
    async with asking(Access(admin_token="boss")) as ask:
        assert await ask("PUT", "/api/admin/config", authorization="Bearer nope", **form) == 401
        assert await ask("PUT", "/api/admin/config", authorization="Bearer boss", **form) == 200
        assert await ask() == 200


def test_tokens_are_never_shown() -> None:
    shown = repr(ServeSettings(access=Access(token="s3cret", admin_token="boss")))
    assert "s3cret" not in shown
    assert "boss" not in shown


def test_an_open_address_needs_a_token_or_the_word_insecure() -> None:
    with pytest.raises(UsageError, match="--token"):
        listen(ServeSettings(host="0.0.0.0", port=0))
    for settings in (
        ServeSettings(host="0.0.0.0", port=0, insecure=True),
        ServeSettings(host="0.0.0.0", port=0, access=TOKEN),
        ServeSettings(host="::1", port=0),
        ServeSettings(host="localhost", port=0),
    ):
        listen(settings).close()


def test_an_address_that_cannot_be_had_is_named() -> None:
    with listen(ServeSettings(port=0)) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServeError, match=rf"port {port} .*--port"):
            listen(ServeSettings(port=port)).close()
    with pytest.raises(ServeError, match=r"no address nowhere\.invalid"):
        listen(ServeSettings(host="nowhere.invalid"))
