"""A command may print a token: what it says, and what it fails of."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from flux_tui.config import (
    Flags,
    resolve,
)
from flux_tui.config.token_command import run_token_command_aside
from flux_tui.errors import UsageError
from tests.config.files import written


def test_a_command_can_print_the_token(tmp_path: Path) -> None:
    text = "[profiles.lab]\ntoken_command = \"printf '%s\\\\nmore' secret\"\n"
    assert resolve(Flags(profile="lab"), written(tmp_path, text)).token == "secret"


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("false", "failed with exit code 1"),
        ("true", "printed nothing"),
        ("nothing-of-this-name", "cannot be started"),
        ("'", "cannot be read"),
        ("", "cannot be read: it is empty"),
    ],
)
def test_a_token_command_that_fails_is_one_sentence(
    tmp_path: Path, command: str, words: str
) -> None:
    environment = written(tmp_path, f'[profiles.lab]\ntoken_command = "{command}"\n')
    with pytest.raises(UsageError, match=f"token_command of profile 'lab' {words}"):
        resolve(Flags(profile="lab"), environment)


def test_a_token_command_that_has_no_terminal_prints_the_token_all_the_same() -> None:
    command = "sh -c 'read x </dev/tty || echo secret'"
    assert run_token_command_aside("lab", command, Event()) == "secret"


def test_what_a_token_command_complained_of_is_said_where_nobody_could_see_it() -> None:
    with pytest.raises(UsageError, match="exit code 3: no key; if it has to ask at the terminal"):
        run_token_command_aside("lab", "sh -c 'echo no key >&2; exit 3'", Event())


def test_a_token_command_that_nobody_waits_for_ends(tmp_path: Path) -> None:
    unwanted = Event()
    unwanted.set()
    with pytest.raises(UsageError, match="was not waited for"):
        run_token_command_aside("lab", "sleep 60", unwanted)
