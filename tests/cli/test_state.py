from __future__ import annotations

import json

import httpx
import pytest

from tests.cli.conftest import Flux


@pytest.fixture(autouse=True)
def some_rooms(flux: Flux) -> None:
    flux("publish", "lab", "me", "state-room-1", '{"temperature": 31, "status": "hot"}')
    flux("publish", "lab", "me", "state-room-2", '{"temperature": 20.5, "status": "ok"}')
    flux("publish", "lab", "me", "state/hall", '{"temperature": 12}')


def test_getting_an_entity_prints_the_servers_own_bytes(flux: Flux) -> None:
    done = flux("get", "state-room-1")
    assert (done.code, done.err) == (0, "")
    assert done.out == flux.state("state-room-1") + b"\n"


def test_an_entity_that_is_not_there_is_a_no(flux: Flux) -> None:
    done = flux("get", "state-nobody")
    assert (done.code, done.out) == (1, b"")
    assert "Entity not found" in done.sentence


@pytest.mark.parametrize(
    "entity_id",
    [
        "",
        "a/b",
        "..",
        "a b?c#d%e",
        "\x1b[31mred",
        "\u202eevil",
        "[bold]x[/bold]",
        "x" * 5000,
        pytest.param("\N{SNOWMAN}" * 8000, id="too long for a URL"),
        "-x",
    ],
)
def test_every_id_can_be_published_got_and_deleted(flux: Flux, entity_id: str) -> None:
    assert flux("publish", "lab", "me", "--", entity_id, '{"n": 1}').code == 0
    got = flux("get", "--", entity_id)
    assert got.code == 0
    assert got.json["id"] == entity_id
    assert flux("delete", "--", entity_id).code == 0
    assert flux("get", "--", entity_id).code == 1


def test_listing_prints_the_servers_own_bytes(flux: Flux) -> None:
    done = flux("list", "--prefix", "state-room-")
    expected = httpx.get(f"{flux.url}/api/state/entities", params={"prefix": "state-room-"})
    assert done.out == expected.content + b"\n"
    assert len(done.json) == 2


def test_a_listing_can_be_of_one_namespace(flux: Flux) -> None:
    assert [entity["id"] for entity in flux("list", "--namespace", "state").json] == ["state/hall"]


@pytest.mark.parametrize("where", ["state-room temperature>30", "@group=state status=hot"])
def test_a_listing_can_be_of_what_matches_a_query(flux: Flux, where: str) -> None:
    done = flux("list", "--where", where)
    assert [entity["id"] for entity in done.json] == ["state-room-1"]
    assert done.json == [json.loads(flux.state("state-room-1"))]
    assert flux("--where", where, "list").out == done.out


def test_a_query_that_nothing_matches_is_answered_by_an_empty_list(flux: Flux) -> None:
    done = flux("list", "--where", "state-room temperature>99")
    assert (done.code, done.out) == (0, b"[]\n")


def test_a_query_that_cannot_be_read_is_a_usage_error(flux: Flux) -> None:
    done = flux("list", "--where", "temperature>")
    assert done.code == 2
    assert "column 13" in done.sentence


def test_a_query_that_one_look_cannot_answer_is_a_usage_error(flux: Flux) -> None:
    done = flux("list", "--where", "@marked")
    assert done.code == 2
    assert done.sentence.startswith("@marked cannot be known from a single look")


def test_a_prefix_and_a_namespace_count_before_the_command_too(flux: Flux) -> None:
    flux("publish", "lab", "me", "scope-a/1", '{"n": 1}')
    flux("publish", "lab", "me", "scope-b/1", '{"n": 1}')
    for options in (("--prefix", "scope-a"), ("--namespace", "scope-a")):
        (entity,) = json.loads(flux(*options, "list").out)
        assert entity["id"] == "scope-a/1"
