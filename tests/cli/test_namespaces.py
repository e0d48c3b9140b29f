"""``flux-tui namespaces``, and what other commands say on a server that has them."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import Flux
from tests.cli.elsewhere import threaded
from tests.client.serving import Recorder
from tests.engine.running import engine_process
from tests.terminal.terminal import Terminal, usual_environment

ADMIN_TOKEN = "the-administrators"


@pytest.fixture(scope="module")
def auth_url() -> Iterator[str]:
    with engine_process("--auth", env={"FLUX_ADMIN_TOKEN": ADMIN_TOKEN}) as engine:
        yield engine.url


@pytest.fixture
def auth(flux: Flux, auth_url: str, monkeypatch: pytest.MonkeyPatch) -> Flux:
    """The command line of an administrator whose server has authentication on."""
    monkeypatch.setenv("FLUX_URL", auth_url)
    monkeypatch.setenv("FLUX_ADMIN_TOKEN", ADMIN_TOKEN)
    return flux


def test_a_namespace_is_registered_written_shown_and_deleted(
    auth: Flux, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = auth("namespaces", "register", "lab")
    assert (done.code, done.err, list(done.json)) == (0, "", ["namespaceId", "name", "token"])
    monkeypatch.setenv("FLUX_TOKEN", done.json["token"])
    assert auth("publish", "s", "me", "lab/a", '{"n": 1}').code == 0

    shown = auth("namespaces", "show", "lab")
    assert (shown.code, shown.json["name"], shown.json["entityCount"]) == (0, "lab", 1)
    assert done.json["token"].encode() not in shown.out

    gone = auth("namespaces", "delete", "lab")
    assert (gone.code, gone.out, gone.err) == (0, b"", "")
    assert auth("publish", "s", "me", "lab/a", '{"n": 1}').code == 4
    assert auth("namespaces", "show", "lab").code == 1
    assert auth("namespaces", "delete", "lab").code == 1


@pytest.mark.parametrize("name", ["ab", "UPPER", "a b", "x" * 33, "", "\x1b[2J"])
def test_a_name_that_is_none_is_refused(auth: Flux, name: str) -> None:
    done = auth("namespaces", "register", name)
    assert (done.code, done.out) == (4, b"")
    assert "\x1b" not in done.sentence


def test_a_name_that_is_taken_is_refused(auth: Flux) -> None:
    assert auth("namespaces", "register", "taken").code == 0
    done = auth("namespaces", "register", "taken")
    assert (done.code, "already exists" in done.sentence) == (4, True)


@pytest.mark.parametrize("name", [".", "..", "nope", "a/b", "?x"])
def test_what_nobody_registered_is_not_found(auth: Flux, name: str) -> None:
    done = auth("namespaces", "show", name)
    assert (done.code, "Namespace not found" in done.sentence) == (1, True)
    assert auth("namespaces", "delete", name).code == 1


def test_no_name_is_a_usage_error(auth: Flux) -> None:
    assert auth("namespaces", "show", "").code == 2
    assert auth("namespaces", "delete", "").code == 2
    assert auth("namespaces").code == 2
    assert auth("namespaces", "list").code == 2


def test_only_the_administrator_registers_and_deletes(
    auth: Flux, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert auth("namespaces", "register", "mine").code == 0
    for token in (None, "another"):
        monkeypatch.delenv("FLUX_ADMIN_TOKEN", raising=False)
        if token is not None:
            monkeypatch.setenv("FLUX_ADMIN_TOKEN", token)
        for arguments in (("register", "other"), ("delete", "mine")):
            done = auth("namespaces", *arguments)
            assert (done.code, "set FLUX_ADMIN_TOKEN" in done.sentence) == (4, True)
    assert auth("namespaces", "show", "mine").code == 0


def test_without_authentication_it_is_said_that_there_are_none(flux: Flux) -> None:
    for command, code in (("register", 4), ("show", 1), ("delete", 1)):
        done = flux("namespaces", command, "lab")
        assert (done.code, done.out) == (code, b"")
        assert "auth disabled" in done.sentence
        assert "--auth" in done.sentence


def test_a_write_without_right_says_what_to_do(auth: Flux, monkeypatch: pytest.MonkeyPatch) -> None:
    auth("namespaces", "register", "home")
    done = auth("publish", "s", "me", "home/a", '{"n": 1}')
    assert (done.code, "set FLUX_TOKEN" in done.sentence) == (4, True)
    monkeypatch.setenv("FLUX_TOKEN", "wrong")
    done = auth("publish", "s", "me", "home/a", '{"n": 1}')
    assert (done.code, "to that of home" in done.sentence) == (4, True)
    done = auth("publish", "s", "me", "away/a", '{"n": 1}')
    assert (done.code, "namespaces register away" in done.sentence) == (4, True)


def test_the_token_is_data_and_never_logged(auth: Flux, tmp_path: Path) -> None:
    log = tmp_path / "log"
    done = auth("--log-file", str(log), "namespaces", "register", "logged")
    assert done.json["token"] not in log.read_text()
    assert ADMIN_TOKEN not in log.read_text()


def test_an_answer_without_a_token_is_nonsense(auth: Flux) -> None:
    with threaded(Recorder(body='{"name": "lab"}').talk) as url:
        assert auth("namespaces", "register", "lab", "--url", url).code == 5


def test_what_is_read_only_registers_and_deletes_nothing(auth: Flux) -> None:
    for command in ("register", "delete"):
        assert auth("--read-only", "namespaces", command, "lab").code == 2


def test_the_administrators_token_goes_where_it_is_needed_alone(
    auth: Flux, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLUX_TOKEN", "writer")
    recorder = Recorder(body='{"name": "lab", "token": "t"}')
    with threaded(recorder.talk) as url:
        for command in ("register", "show", "delete"):
            auth("--url", url, "namespaces", command, "lab")
    tokens = [asked.headers["authorization"] for asked in recorder.asked]
    assert tokens == [f"Bearer {ADMIN_TOKEN}", "Bearer writer", f"Bearer {ADMIN_TOKEN}"]


@asynccontextmanager
async def on_a_terminal(url: str, *arguments: str, columns: int = 80) -> AsyncIterator[Terminal]:
    command = [sys.executable, "-m", "flux_tui", "namespaces", *arguments]
    environment = usual_environment(FLUX_URL=url, FLUX_ADMIN_TOKEN=ADMIN_TOKEN)
    async with Terminal(command, environment=environment, columns=columns) as terminal:
        yield terminal


async def test_on_a_terminal_the_token_is_shown_whole_however_narrow(auth_url: str) -> None:
    async with on_a_terminal(auth_url, "register", "narrow", columns=40) as terminal:
        assert await terminal.ends() == 0
        written = bytes(terminal.output).decode()
    (line,) = (line for line in written.splitlines() if line.startswith("token"))
    assert len(line.split()[1]) == 64
    assert "not shown again" in " ".join(written.split())


async def test_on_a_terminal_a_deletion_is_asked_about(auth_url: str) -> None:
    url = f"{auth_url}/api/namespaces"
    headers = {"Authorization": f"Bearer {ADMIN_TOKEN}"}
    async with httpx.AsyncClient(headers=headers) as client:
        (await client.post(url, json={"name": "asked"})).raise_for_status()
        async with on_a_terminal(auth_url, "delete", "asked") as terminal:
            await terminal.shows("delete namespace 'asked' at", "[y/N]")
            terminal.press("n", "enter")
            await terminal.shows("nothing was deleted")
            assert await terminal.ends() == 1
        assert (await client.get(f"{url}/asked")).status_code == 200
        async with on_a_terminal(auth_url, "delete", "asked", "--yes") as terminal:
            await terminal.shows("no longer registered")
            assert await terminal.ends() == 0
        assert (await client.get(f"{url}/asked")).status_code == 404


async def test_on_a_terminal_nobody_is_asked_about_what_is_not_there(auth_url: str) -> None:
    async with on_a_terminal(auth_url, "delete", "nobody") as terminal:
        assert await terminal.ends() == 1
        assert "[y/N]" not in bytes(terminal.output).decode()
