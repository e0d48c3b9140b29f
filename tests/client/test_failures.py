"""Whatever goes wrong is one sentence of the error tree that says where."""

from __future__ import annotations

import asyncio

import pytest

from flux_tui.client import FluxClient, Trouble
from flux_tui.client.trouble import trouble_of
from flux_tui.errors import (
    FluxTuiError,
    Nonsense,
    NotFound,
    RateLimited,
    Refused,
    TooLarge,
    Unreachable,
)
from flux_tui.model.event import setting
from flux_tui.protocol import paths
from tests import recordings
from tests.client.serving import Recorder, Talk, saying, serving, talking
from tests.ports import free_port

EVENT = setting("a", "me", "x", {"n": 1}, timestamp=1, event_id="e")
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
HTML = "<html><body>Hello</body></html>"


async def failing(url: str, *, patience: float = 5) -> FluxTuiError:
    """The failure of a publish, which is one sentence."""
    async with FluxClient(url, token="s3cret-token", timeout=patience) as client:
        with pytest.raises(FluxTuiError) as caught:
            await client.publish(EVENT)
    assert "\n" not in str(caught.value)
    assert "s3cret" not in str(caught.value) + repr(caught.value)
    return caught.value


async def refused_with(recorder: Recorder) -> FluxTuiError:
    async with serving(recorder) as url:
        return await failing(url)


# -- no answer -------------------------------------------------------------------------------------


async def test_nobody_listening_is_unreachable_and_nothing_was_sent() -> None:
    error = await failing(f"http://127.0.0.1:{free_port()}")
    assert isinstance(error, Unreachable)
    assert not error.sent
    assert "connection refused" in str(error)


async def test_an_unknown_host_is_named_as_such() -> None:
    error = await failing("http://no-such-host.invalid:3000")
    assert isinstance(error, Unreachable)
    assert "is not known" in str(error)
    assert not error.sent


async def test_plain_http_on_the_other_side_of_tls_is_unreachable() -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    async with talking(plain) as url:
        error = await failing(url.replace("http:", "https:"))
    assert isinstance(error, Unreachable)
    assert "plain http" in str(error)


async def test_a_server_that_accepts_and_says_nothing_may_have_got_it() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with talking(silent) as url:
        error = await failing(url, patience=0.2)
    assert isinstance(error, Unreachable)
    assert error.sent
    assert "in time" in str(error)


async def test_a_server_that_closes_without_an_answer_may_have_got_it() -> None:
    async with talking(saying()) as url:
        error = await failing(url)
    assert isinstance(error, Unreachable)
    assert error.sent


async def test_a_question_dropped_unanswered_is_asked_once_more_and_a_publish_never() -> None:
    connections = 0

    async def second_time(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        answer = saying() if connections == 1 else saying(OK, b"Content-Length: 2\r\n\r\n[]")
        await answer(reader, writer)

    async with talking(second_time) as url, FluxClient(url) as client:
        assert await client.request("GET", paths.ENTITIES) == b"[]"
    assert connections == 2
    connections = 0
    async with talking(second_time) as url:
        assert isinstance(await failing(url), Unreachable)
    assert connections == 1


@pytest.mark.parametrize("status", [502, 503, 504])
async def test_a_gateway_without_its_server_is_unreachable(status: int) -> None:
    for body, kind in [(HTML, "text/html"), ("upstream", "text/plain"), ("", None)]:
        error = await refused_with(Recorder(status, body, kind))
        assert isinstance(error, Unreachable)
        assert error.sent
        assert str(status) in str(error)


async def test_a_server_that_fails_does_not_refuse() -> None:
    error = await refused_with(Recorder(500, '{"error":"disk full"}'))
    assert isinstance(error, Refused)
    assert "fails: disk full; its own log says why" in str(error)
    assert trouble_of(error) is Trouble.FAILING


async def test_a_guard_in_words_of_its_own_is_answered_with_a_token() -> None:
    error = await refused_with(Recorder(401, '{"error":"who are you?"}'))
    assert "refused: who are you?; set FLUX_TOKEN" in str(error)
    assert trouble_of(error) is Trouble.REFUSED


# -- nonsense --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "recorder",
    [
        Recorder(200, HTML, "text/html"),
        Recorder(200, HTML, "application/json"),
        Recorder(404, HTML, "text/html"),
        Recorder(500, HTML, "text/html; charset=utf-8"),
        Recorder(200, '{"eventId":"e","str'),
        Recorder(200, '{"eventId":5,"stream":"a"}'),
        Recorder(200, "[]"),
        Recorder(200, b"\xff\xfe"),
        Recorder(200, ""),
        Recorder(200, "[" * 100_000),
        Recorder(200, "x" * 5_000_000, "application/octet-stream"),
        Recorder(400, '{"message":"no error here"}'),
        Recorder(301, "", None, {"location": "https://elsewhere.example/"}),
    ],
)
async def test_an_answer_that_is_not_flux_is_nonsense(recorder: Recorder) -> None:
    error = await refused_with(recorder)
    assert isinstance(error, Nonsense)
    assert trouble_of(error) is Trouble.NOT_UNDERSTOOD


@pytest.mark.parametrize("status", [401, 403])
async def test_a_page_that_asks_for_a_login_is_met_with_how_to_give_one(status: int) -> None:
    error = await refused_with(Recorder(status, HTML, "text/html"))
    assert "USER:PASSWORD@HOST" in str(error)


async def test_where_nothing_is_found_and_nothing_said_a_flux_is_doubted() -> None:
    error = await refused_with(Recorder(404, "", None))
    assert isinstance(error, NotFound)
    assert "is a Flux server there?" in str(error)
    assert trouble_of(error) is Trouble.NOT_UNDERSTOOD


@pytest.mark.parametrize(
    "talk",
    [
        saying(OK, b"Content-Length: 100\r\n\r\n", b'{"eventId":"e"'),
        saying(OK, b"Transfer-Encoding: chunked\r\n\r\n", b'20\r\n{"eventId"'),
        saying(OK, b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n", b"nope"),
        saying(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"),
        saying(b"HTTP/1.1 20x OK\r\n\r\n"),
    ],
    ids=["cut", "cut chunk", "broken gzip", "ssh", "broken status"],
)
async def test_an_answer_cut_short_or_not_of_http_is_nonsense(talk: Talk) -> None:
    async with talking(talk) as url:
        assert isinstance(await failing(url), Nonsense)


async def test_an_answer_that_is_cut_short_does_not_make_its_server_another() -> None:
    cut = saying(OK, b"Content-Length: 100\r\n\r\n", b'{"eventId":"e"')
    async with talking(cut) as url:
        assert trouble_of(await failing(url)) is Trouble.AWAY


@pytest.mark.parametrize("body", ["nope", "[1,", HTML])
async def test_what_is_passed_on_untyped_is_json_or_nonsense(body: str) -> None:
    async with serving(Recorder(200, body)) as url, FluxClient(url) as client:
        with pytest.raises(Nonsense):
            await client.request("GET", paths.ENTITIES)


async def test_a_value_of_a_million_characters_is_no_trouble() -> None:
    body = b'{"eventId":"' + b"x" * 1_000_000 + b'","stream":"a"}'
    async with serving(Recorder(200, body)) as url, FluxClient(url) as client:
        assert await client.request("GET", paths.ENTITIES) == body
        assert len((await client.publish(EVENT)).event_id) == 1_000_000


# -- refused ---------------------------------------------------------------------------------------


def recorded_refusals() -> list[tuple[int, str, str | None]]:
    """Every distinct refusal of the recordings: status, body, content type."""
    found: dict[tuple[int, str, str | None], None] = {}
    for line in [*recordings.lines("http"), *recordings.lines("http-auth")]:
        response = line["response"]
        body = recordings.body(response["body"])
        if response["status"] >= 400 and body is not None:
            found[response["status"], body.decode(), response["content_type"]] = None
    return list(found)


async def test_every_recorded_refusal_keeps_the_servers_own_words() -> None:
    recorder = Recorder()
    async with serving(recorder) as url:
        for status, body, kind in recorded_refusals():
            recorder.status, recorder.body, recorder.content_type = status, body, kind
            error = await failing(url)
            assert isinstance(error, Refused)
            assert error.status == status
            assert not body or error.reason in body.replace("\\", "") or error.reason[:20] in body


async def test_kinds_of_refusal_have_classes_of_their_own() -> None:
    assert isinstance(await refused_with(Recorder(404, '{"error":"Entity not found"}')), NotFound)
    assert isinstance(await refused_with(Recorder(413, '{"error":"payload too large"}')), TooLarge)
    limited = await refused_with(
        Recorder(429, '{"error":"rate limit exceeded"}', headers={"retry-after": "60"})
    )
    assert isinstance(limited, RateLimited)
    assert (limited.retry_after, limited.reason) == (60.0, "rate limit exceeded")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("soon", None), ("-5", None), ("", None)],
)
async def test_retry_after_may_be_a_date_or_make_no_sense(
    value: str, seconds: float | None
) -> None:
    recorder = Recorder(429, '{"error":"rate limit exceeded"}', headers={"retry-after": value})
    limited = await refused_with(recorder)
    assert isinstance(limited, RateLimited)
    assert limited.retry_after == seconds
