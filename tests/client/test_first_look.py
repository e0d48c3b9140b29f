"""The first look brings the state, or fails quietly and leaves it to the session."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest

from flux_tui.client import FluxClient, first_look
from flux_tui.client.first_look import FirstLook
from flux_tui.errors import FluxTuiError, Nonsense, Unreachable
from flux_tui.model.entity import Entity
from tests.client.serving import Asked, Recorder, saying, serving, talking

UPDATED = "2026-11-25T01:18:11.890704815+00:00"
STATE = b'[{"id":"a","properties":{"n":1},"lastUpdated":"' + UPDATED.encode() + b'"}]'


class Server(Recorder):
    """Answers everything with the same."""

    def __init__(
        self, body: bytes = STATE, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__()
        self.answer = (status, {"content-type": "application/json", **(headers or {})}, body)

    def reply(self, asked: Asked) -> tuple[int, Mapping[str, str], bytes]:
        return self.answer


async def look(server: Server) -> list[Entity]:
    """What a first look at the server brings."""
    taken: list[Entity] = []
    async with serving(server) as url, FluxClient(url, token="secret") as client:
        await FirstLook(client).snapshot(taken.extend)
    return taken


async def test_it_brings_the_state_and_its_place_in_the_log() -> None:
    server = Server(headers={"Flux-Sequence": "7", "Flux-Log": "abc"})
    taken: list[Entity] = []
    async with serving(server) as url, FluxClient(url, token="secret") as client:
        head = await FirstLook(client, {"prefix": "a b"}).snapshot(taken.extend)
    assert (head.sequence, head.log) == (7, "abc")
    assert [(entity.id, entity.properties) for entity in taken] == [("a", {"n": 1})]
    assert server.asked[0].path == "/api/state/entities?prefix=a%20b"
    assert server.asked[0].headers["authorization"] == "Bearer secret"


@pytest.mark.parametrize("status", [302, 401, 404, 500, 503])
async def test_an_answer_that_is_no_success_is_left_to_the_session(status: int) -> None:
    server = Server(status=status, headers={"Location": "http://127.0.0.1:1/elsewhere"})
    with pytest.raises(Unreachable):
        await look(server)
    assert len(server.asked) == 1


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b"[{]", STATE[:40]])
async def test_what_is_no_state_is_nonsense(body: bytes) -> None:
    with pytest.raises(Nonsense):
        await look(Server(body))


async def test_an_answer_that_breaks_off_is_left_to_the_session() -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n"
    async with talking(saying(head, STATE)) as url, FluxClient(url) as client:
        with pytest.raises(Unreachable):
            await FirstLook(client).snapshot(lambda _: None)


async def test_a_server_that_does_not_answer_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(first_look, "LONGEST_WAIT", 0.05)

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with talking(silent) as url, FluxClient(url) as client:
        with pytest.raises(Unreachable):
            await FirstLook(client).snapshot(lambda _: None)


async def test_nobody_there_is_found_at_once() -> None:
    async with FluxClient("http://127.0.0.1:1") as client:
        with pytest.raises(FluxTuiError):
            await FirstLook(client).snapshot(lambda _: None)


async def test_a_proxy_for_everything_is_not_gone_past(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1")
    server = Server()
    with pytest.raises(Unreachable):
        await look(server)
    assert server.asked == []
