from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.cli.conftest import Flux
from tests.terminal.terminal import Terminal, usual_environment


@pytest.fixture(autouse=True)
def victims(flux: Flux) -> None:
    for name in ("delete-a", "delete-b", "delete/c"):
        flux("publish", "lab", "me", name, '{"n": 1}')


def test_without_a_terminal_an_entity_is_deleted_at_once(flux: Flux) -> None:
    done = flux("delete", "delete-a")
    assert (done.code, done.err) == (0, "")
    assert done.json["entity_id"] == "delete-a"
    assert not flux.is_there("delete-a")


def test_many_are_deleted_by_prefix_namespace_or_id(flux: Flux) -> None:
    assert flux("batch-delete", '{"prefix": "delete-"}').json["deleted"] == 2
    assert flux("batch-delete", '{"namespace": "delete"}').json["deleted"] == 1
    assert flux("batch-delete", '{"entity_ids": ["x"]}').code == 0
    assert not flux.is_there("delete-b")


@pytest.mark.parametrize(("criteria", "code"), [("{", 2), ("[]", 2), ("{}", 4), ('{"x": 1}', 4)])
def test_a_filter_that_is_none_deletes_nothing(flux: Flux, criteria: str, code: int) -> None:
    done = flux("batch-delete", criteria)
    assert done.code == code
    assert done.sentence
    assert flux.is_there("delete-a")


@asynccontextmanager
async def on_a_terminal(url: str, *arguments: str) -> AsyncIterator[Terminal]:
    command = [sys.executable, "-m", "flux_tui", *arguments]
    async with Terminal(command, environment=usual_environment(FLUX_URL=url)) as terminal:
        yield terminal


async def test_on_a_terminal_a_person_is_asked_and_may_say_no(flux: Flux) -> None:
    async with on_a_terminal(flux.url, "delete", "delete-a") as terminal:
        await terminal.shows("delete 'delete-a' at", "[y/N]")
        terminal.press("n", "enter")
        await terminal.shows("nothing was deleted")
        assert await terminal.ends() == 1
    assert flux.is_there("delete-a")


async def test_on_a_terminal_it_is_said_how_many_would_go(flux: Flux) -> None:
    async with on_a_terminal(flux.url, "batch-delete", '{"prefix": "delete-"}') as terminal:
        await terminal.shows("delete the 2 entities of prefix 'delete-' at", "[y/N]")
        terminal.press("y", "enter")
        await terminal.shows("deleted", "2")
        assert await terminal.ends() == 0
    assert not flux.is_there("delete-a")


async def test_on_a_terminal_nobody_is_asked_who_has_said_yes_already(flux: Flux) -> None:
    async with on_a_terminal(flux.url, "delete", "delete-a", "--yes") as terminal:
        assert await terminal.ends() == 0
    assert not flux.is_there("delete-a")
