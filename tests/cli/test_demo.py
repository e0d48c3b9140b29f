from __future__ import annotations

import pytest

from tests.cli.conftest import Flux
from tests.cli.elsewhere import absent


def test_the_scenarios_are_listed(flux: Flux) -> None:
    done = flux("demo", "--list")
    assert done.code == 0
    assert [line.split()[0] for line in done.out.decode().splitlines()] == ["campus", "host"]
    assert b'{"scenario":"campus",' in flux("demo", "--list", "--json").out


def test_without_a_terminal_it_says_what_to_do_instead(flux: Flux) -> None:
    done = flux("demo")
    assert (done.code, done.out) == (2, b"")
    assert "add --headless" in done.sentence


@pytest.mark.parametrize(
    "options", [("nowhere",), ("--speed", "0"), ("--speed", "fast"), ("--seconds", "-1")]
)
def test_what_cannot_be_played_is_a_usage_error(flux: Flux, options: tuple[str, ...]) -> None:
    done = flux("demo", "--headless", *options)
    assert (done.code, done.out) == (2, b"")
    assert done.sentence


def test_a_server_that_is_not_there_cannot_be_played_to(flux: Flux) -> None:
    assert flux("demo", "--headless", "--url", absent()).code == 3


def test_a_read_only_run_plays_nothing(flux: Flux) -> None:
    assert flux("--read-only", "demo", "--headless", "--url", flux.url).code == 2
