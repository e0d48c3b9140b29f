"""A copied command calls this program as it can be called."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from flux_tui.tui.copying.commands import Server, event_of, publish_command
from flux_tui.tui.copying.program import program
from flux_tui.tui.options import ExplorerOptions

SCRIPT = "#!/bin/sh\nprintf '%s\\0' \"$@\"\n"


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A shell whose path has no flux-tui, in a folder with an awkward name."""
    folder = tmp_path / "it's $HOME"
    folder.mkdir()
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(sys, "argv", ["-c"])
    monkeypatch.setattr(sys, "executable", str(folder / "python"))
    return folder


def installed(folder: Path) -> str:
    file = folder / "flux-tui"
    file.write_text(SCRIPT)
    file.chmod(0o755)
    return str(file)


def test_by_its_name_where_the_path_has_it(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(nowhere)
    monkeypatch.setenv("PATH", str(nowhere))
    assert program() == ("flux-tui",)


def test_else_by_the_file_that_runs_wherever_one_goes(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = installed(nowhere)
    monkeypatch.chdir(nowhere.parent)
    monkeypatch.setattr(sys, "argv", [os.path.relpath(file)])
    assert program() == (file,)


def test_else_by_the_one_beside_the_interpreter_or_by_the_interpreter(nowhere: Path) -> None:
    assert program() == (sys.executable, "-m", "flux_tui")
    file = installed(nowhere)
    assert program() == (file,)


def test_a_path_that_no_command_can_hold_is_not_given(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = nowhere / "\x1b]0;pwn\x07"
    folder.mkdir()
    monkeypatch.setattr(sys, "argv", [installed(folder)])
    monkeypatch.setattr(sys, "executable", str(folder / "python"))
    assert program() == ("flux-tui",)


def test_a_shell_finds_what_the_copied_command_calls(nowhere: Path) -> None:
    file = installed(nowhere)
    server = Server.of("http://flux.test:3000", ExplorerOptions(url="http://flux.test:3000"))
    command = publish_command(server, event_of("a", {"n": 1}, 1))
    assert shlex.split(command)[0] == file
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=True, timeout=20)
    assert done.stdout.decode().split("\0")[-3:] == ["a", '{"n":1}', ""]
