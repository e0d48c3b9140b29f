from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Flux
from tests.cli.elsewhere import absent, threaded
from tests.client.serving import Recorder
from tests.engine.running import environment


def profile(path: Path, text: str) -> None:
    (path / "config.toml").write_text(text)


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_the_server_can_be_named_before_and_after_the_command(
    flux: Flux, monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    monkeypatch.setenv("FLUX_URL", absent())
    given = ("--url", flux.url)
    arguments = (*given, "health") if before else ("health", *given)
    assert flux(*arguments).code == 0


def test_what_stands_nearer_to_the_commands_words_counts(flux: Flux) -> None:
    assert flux("--url", absent(), "health", "--url", flux.url).code == 0


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_a_profile_names_the_server_and_its_token(
    flux: Flux, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, before: bool
) -> None:
    monkeypatch.delenv("FLUX_URL")
    recorder = Recorder(body='{"connectors": []}')
    with threaded(recorder.talk) as url:
        profile(tmp_path, f'[profiles.lab]\nurl = "{url}/base/"\ntoken = "secret"\n')
        given = ("--profile", "lab")
        done = flux(*given, "connectors") if before else flux("connectors", *given)
    assert done.code == 0
    assert recorder.asked[0].path == "/base/api/connectors"
    assert recorder.asked[0].headers["authorization"] == "Bearer secret"


def test_a_profiles_token_goes_to_no_other_server(flux: Flux, tmp_path: Path) -> None:
    profile(tmp_path, '[profiles.lab]\nurl = "http://elsewhere.example"\ntoken = "secret"\n')
    recorder = Recorder(body='{"connectors": []}')
    with threaded(recorder.talk) as url:
        flux("connectors", "--profile", "lab", "--url", url)
    assert "authorization" not in recorder.asked[0].headers


def test_a_read_only_profile_lets_nothing_be_written(flux: Flux, tmp_path: Path) -> None:
    profile(tmp_path, "[profiles.lab]\nread_only = true\n")
    done = flux("delete", "x", "--profile", "lab")
    assert done.code == 2
    assert done.sentence == "nothing was sent: profile lab is read-only"


def test_a_profile_that_is_not_there_is_a_usage_error_that_names_the_others(
    flux: Flux, tmp_path: Path
) -> None:
    profile(tmp_path, "[profiles.lab]\n[profiles.home]\n")
    done = flux("health", "--profile", "nowhere")
    assert done.code == 2
    assert done.sentence.endswith("config.toml: it has home, lab")


def test_the_log_file_holds_what_happened_and_no_token(
    flux: Flux, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FLUX_TOKEN", "very-secret")
    log = tmp_path / "log"
    flux("health", "--log-file", str(log))
    flux("get", "nobody", "--log-file", str(log))
    text = log.read_text()
    assert f"server {flux.url}" in text
    assert "NotFound" in text
    assert "very-secret" not in text


def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flux_tui", *arguments]
    return subprocess.run(
        command, check=False, env=environment(more), capture_output=True, text=True
    )


def test_the_version_is_shown() -> None:
    done = run("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("flux-tui 0.")


def test_the_help_names_every_command() -> None:
    done = run("--help")
    assert done.returncode == 0
    for name in ("demo", "serve", "publish", "batch", "get", "list", "delete", "admin-config"):
        assert f"\n  {name} " in done.stdout


@pytest.mark.parametrize("group", [(), ("namespaces",)], ids=["all", "namespaces"])
def test_what_the_help_says_of_a_command_is_whole(group: tuple[str, ...]) -> None:
    commands = run(*group, "--help").stdout.partition("Commands:")[2]
    assert commands
    assert "..." not in commands


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-"])
def test_with_a_standard_stream_closed_a_command_does_its_work(flux: Flux, closed: str) -> None:
    name = f"options-closed-{ord(closed[0])}-{len(closed)}"
    command = f'"$0" -m flux_tui publish lab me {name} \'{{"n": 1}}\' {closed}'
    done = subprocess.run(
        ["sh", "-c", command, sys.executable],
        check=False,
        env=environment({"FLUX_URL": flux.url}),
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert flux.is_there(name)


ITS_PROGRAM = """
import subprocess, sys
from flux_tui.cli.output import open_what_is_closed
open_what_is_closed()
looks = "import os; [os.fstat(number) for number in range(3)]"
sys.exit(subprocess.call([sys.executable, "-c", looks]))
"""
"""Something that runs a program, which needs its three streams."""


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-"])
def test_a_program_that_is_run_has_its_standard_streams_though_one_was_closed(closed: str) -> None:
    command = f'"$0" -c "$1" {closed}'
    done = subprocess.run(["sh", "-c", command, sys.executable, ITS_PROGRAM], check=False)
    assert done.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has it alone")
def test_where_there_is_no_room_for_the_answer_that_is_said(flux: Flux) -> None:
    flux("publish", "lab", "me", "options-full", '{"n": 1}')
    command = [sys.executable, "-m", "flux_tui", "get", "options-full"]
    environ = environment({"FLUX_URL": flux.url})
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            command, check=False, env=environ, stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 1
    assert done.stderr.startswith("flux-tui: what is to be written cannot be (No space left")
    assert done.stderr.count("\n") == 1


def test_the_explorer_without_a_terminal_says_what_to_do_instead() -> None:
    done = run()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("flux-tui: the explorer needs a terminal")
    assert "flux-tui list" in done.stderr


def test_a_reader_that_goes_away_ends_a_listing_quietly(flux: Flux) -> None:
    pad = "x" * 500_000
    flux("publish", "lab", "me", "options-1", f'{{"pad": "{pad}"}}')
    command = [sys.executable, "-m", "flux_tui", "list", "--prefix", "options-1"]
    with subprocess.Popen(
        command,
        env=environment({"FLUX_URL": flux.url}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(20) == 0


def test_getting_an_entity_loads_neither_the_explorer_nor_the_engine(flux: Flux) -> None:
    flux("publish", "lab", "me", "options-2", '{"n": 1}')
    program = (
        "import sys; from flux_tui.cli.main import main; code = main(['get', 'options-2']);"
        "print(*sorted(sys.modules), file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        env=environment({"FLUX_URL": flux.url}),
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, flux.state("options-2").decode() + "\n")
    loaded = set(done.stderr.split())
    assert "flux_tui.client.flux_client" in loaded
    heavy = {"textual", "flux_tui.engine", "flux_tui.tui", "websockets", "rich", "pydantic"}
    assert loaded & heavy == set()
