from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest

from flux_tui.cli import state
from tests.cli.conftest import Flux
from tests.cli.elsewhere import absent, threaded
from tests.client.serving import Recorder, Talk, read_request, saying

HTML = Recorder(body="<html>welcome</html>", content_type="text/html").talk
NOT_FOUND_HTML = Recorder(status=404, body="<html>", content_type="text/html").talk
OTHER_JSON = Recorder(body="42").talk
EMPTY = Recorder(body="").talk
SILENT_CLOSE = saying()
HEAD = (
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n"
    b"content-length: %d\r\n\r\n"
)
MID_ANSWER = saying(HEAD % 99, b"{")
NO_HTTP = saying(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")

COMMANDS = [
    ("get", "x"),
    ("list",),
    ("publish", "lab", "me", "x", '{"n": 1}'),
    ("batch", '[{"stream": "lab", "source": "me", "payload": {}}]'),
    ("delete", "x"),
    ("batch-delete", '{"prefix": "x"}'),
    ("health",),
    ("connectors",),
    ("admin-config",),
    ("admin-config", "{}"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_an_absent_server_is_unreachable(flux: Flux, command: tuple[str, ...]) -> None:
    done = flux(*command, "--url", absent())
    assert (done.code, done.out) == (3, b"")
    assert "is the server running?" in done.sentence


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    "talk",
    [HTML, OTHER_JSON, EMPTY, MID_ANSWER, NO_HTTP],
    ids=["html", "other json", "nothing", "closing in its answer", "no http"],
)
def test_an_answer_that_is_not_fluxs_makes_no_sense(
    flux: Flux, command: tuple[str, ...], talk: Talk
) -> None:
    with threaded(talk) as url:
        done = flux(*command, "--url", url)
    assert (done.code, done.out) == (5, b"")
    assert url in done.sentence


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_server_that_closes_without_an_answer_is_unreachable(
    flux: Flux, command: tuple[str, ...]
) -> None:
    with threaded(SILENT_CLOSE) as url:
        done = flux(*command, "--url", url)
    assert (done.code, done.out) == (3, b"")
    assert "without an answer" in done.sentence


def test_a_page_of_html_is_not_taken_for_an_entity_that_is_not_there(flux: Flux) -> None:
    with threaded(NOT_FOUND_HTML) as url:
        assert flux("get", "x", "--url", url).code == 5


@pytest.mark.parametrize(
    "url", ["ht!tp", "localhost:3000", "ftp://x", "http://", "http://x:99999", "http://[::1"]
)
def test_a_malformed_url_is_a_usage_error(flux: Flux, url: str) -> None:
    done = flux("get", "x", "--url", url)
    assert (done.code, done.out) == (2, b"")
    assert "http://HOST:PORT" in done.sentence


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("gte", "x"),
        ("get",),
        ("get", "a", "b"),
        ("get", "x", "--nonsense"),
        ("publish", "lab", "me", "x", "{}", "--timestamp", "soon"),
        ("--url",),
        ("get", "x", "--log-file", "/nowhere/at/all"),
        ("get", "x", "--ca-file", "/nowhere/at/all"),
        ("--feed", "pigeon", "list"),
        (),
    ],
    ids=" ".join,
)
def test_a_wrong_command_line_is_one_sentence_and_a_usage_error(
    flux: Flux, arguments: tuple[str, ...]
) -> None:
    done = flux(*arguments)
    assert (done.code, done.out) == (2, b"")
    assert done.sentence


@pytest.mark.parametrize("command", [(), ("demo",)], ids=" ".join)
def test_a_query_with_a_mistake_opens_no_explorer_and_says_where_it_is(
    flux: Flux, command: tuple[str, ...]
) -> None:
    done = flux("--where", "temp>2 a=", *command)
    assert (done.code, done.out) == (2, b"")
    assert done.sentence.startswith("The query cannot be read at column 10: expected a value")


def test_a_typo_is_answered_by_what_is_near(flux: Flux) -> None:
    assert "did you mean delete" in flux("delte", "x").sentence


def test_a_refusal_cannot_drive_the_terminal(flux: Flux) -> None:
    recorder = Recorder(status=400, body='{"error": "\\u001b[31mred\\u202e\\nmore"}')
    with threaded(recorder.talk) as url:
        done = flux("publish", "lab", "me", "x", '{"n": 1}', "--url", url)
    assert done.code == 4
    assert "␛[31mred" in done.sentence
    assert "\x1b" not in done.err
    assert "\u202e" not in done.err


HEALTH = (
    b'{"status":"ok","engine":"flux-tui","version":"1","log":"memory","log_id":"l",'
    b'"sequence":1,"entities":1,"uptime_seconds":1.0}'
)
ACCEPTED = b'{"eventId": "1", "stream": "lab"}'


class Forgetful:
    """Takes the first publish without an answer; ``health`` says whether it is the engine."""

    def __init__(self, health: bytes) -> None:
        self.bodies: list[bytes] = []
        self._health = health

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await read_request(reader)
        if request.method == "GET":
            writer.write(self._health)
        else:
            self.bodies.append(request.body)
            if len(self.bodies) == 1:
                return
            writer.write(HEAD % len(ACCEPTED) + ACCEPTED)
        await writer.drain()


def test_the_engine_is_asked_again_under_the_same_id_when_its_answer_got_lost(flux: Flux) -> None:
    engine = Forgetful(HEAD % len(HEALTH) + HEALTH)
    with threaded(engine.talk) as url:
        done = flux("publish", "lab", "me", "x", '{"n": 1}', "--url", url)
    assert (done.code, done.out) == (0, ACCEPTED + b"\n")
    assert len(engine.bodies) == 2
    assert engine.bodies[0] == engine.bodies[1]
    assert json.loads(engine.bodies[0])["eventId"]


def test_a_real_flux_would_apply_it_twice_and_is_not_asked_again(flux: Flux) -> None:
    real = Forgetful(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n")
    with threaded(real.talk) as url:
        done = flux("publish", "lab", "me", "x", '{"n": 1}', "--url", url)
    assert (done.code, done.out) == (3, b"")
    assert len(real.bodies) == 1


@pytest.mark.parametrize("with_log", [False, True], ids=["without a log", "with a log"])
def test_an_error_of_our_own_is_one_sentence_and_its_traceback_is_in_the_log(
    flux: Flux, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, with_log: bool
) -> None:
    def fail(*arguments: object) -> None:
        raise KeyError("surprise secret-token")

    monkeypatch.setattr(state, "read_object", fail)
    monkeypatch.setenv("FLUX_TOKEN", "secret-token")
    flux("publish", "lab", "me", "failures-1", '{"n": 1}')
    log = tmp_path / "log"
    done = flux("get", "failures-1", *(("--log-file", str(log)) if with_log else ()))
    assert done.code == 70
    assert "did not expect" in done.sentence
    assert ("report it with the log file" if with_log else "--log-file FILE") in done.sentence
    assert "secret-token" not in done.err
    if with_log:
        text = log.read_text()
        assert "Traceback" in text
        assert re.search(r"KeyError: 'surprise <hidden>'", text)
        assert "secret-token" not in text
