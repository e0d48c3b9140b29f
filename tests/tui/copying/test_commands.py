"""A copied command says what it should whatever is in it, and holds neither token nor escape."""

from __future__ import annotations

import json
import shlex
import subprocess
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flux_tui.model.json import Json, JsonObject, same
from flux_tui.model.printable import printable
from flux_tui.protocol.json_text import decode
from flux_tui.tui.copying.commands import (
    LONGEST_ARGUMENT,
    Server,
    curl_command,
    event_of,
    publish_command,
)
from flux_tui.tui.options import ExplorerOptions
from tests.strategies import json_values
from tests.tui.copying.commands import event_in

URL = "http://flux.test:3000"
SERVER = Server(URL)
NOW = 1_795_608_000_000
HOSTILE = "a'b\"c $(touch x) `id` \\ !! \x1b]0;pwn\x07\n\u202e%s;rm -rf"

ids = st.text(max_size=12) | st.sampled_from([HOSTILE, "-rf", "--url", "'", "$HOME", "@file"])
properties = cast(
    "st.SearchStrategy[JsonObject]",
    st.dictionaries(st.text(max_size=4), json_values, max_size=3),
)


def words_in_a_shell(command: str) -> list[str]:
    """The words that a shell makes of a command, as it hands them to a program."""
    program = "printf '%s\\0' \"$@\""
    done = subprocess.run(
        ["sh", "-c", f"set -- {command}\n{program}"], capture_output=True, check=True, timeout=20
    )
    return done.stdout.decode().split("\0")[:-1]


@given(ids, properties)
def test_the_words_of_a_publish_command_are_the_entity(
    entity_id: str, properties: JsonObject
) -> None:
    command = publish_command(SERVER, event_of(entity_id, properties, NOW))
    assert printable(command) == command
    found, values = event_in(shlex.split(command))
    assert found == entity_id
    assert same(values, properties)


@given(ids, ids, st.sampled_from([None, "a key"]))
def test_any_event_is_published_again_as_it_was(
    source: str, entity_id: str, key: str | None
) -> None:
    event = event_of(entity_id, {"n": 1}, NOW)._replace(source=source, key=key)
    command = publish_command(SERVER, event)
    assert printable(command) == command
    words = shlex.split(command)
    if words[-2] == "batch":
        (written,) = cast("list[JsonObject]", decode(words[-1]))
        assert (written["source"], written.get("key")) == (source, key)
    else:
        assert (words[-3], key) == (source, None)
    assert event_in(words)[0] == entity_id


@given(ids, properties)
@settings(max_examples=25, deadline=None)
def test_a_real_shell_reads_the_same_words(entity_id: str, properties: JsonObject) -> None:
    command = publish_command(SERVER, event_of(entity_id, properties, NOW))
    assert words_in_a_shell(command) == shlex.split(command)


@given(ids, properties)
def test_a_curl_command_posts_the_event(entity_id: str, properties: JsonObject) -> None:
    command = curl_command(SERVER, event_of(entity_id, properties, NOW))
    assert printable(command) == command
    words = shlex.split(command)
    body = cast("dict[str, Json]", decode(words[-1]))
    assert words[0] == "curl"
    assert f"{URL}/api/events" in words
    assert body["timestamp"] == NOW
    assert same(body["payload"], {"entity_id": entity_id, "properties": properties})


@pytest.fixture
def secretive() -> Server:
    options = ExplorerOptions(url=URL, token="s3cret", profile="the lab")
    return Server.of(URL, options)


def test_a_token_is_named_and_never_given(secretive: Server) -> None:
    event = event_of("a", {"n": 1}, NOW)
    curl, publish = curl_command(secretive, event), publish_command(secretive, event)
    assert '"Authorization: Bearer $FLUX_TOKEN"' in curl
    assert "--profile 'the lab'" in publish
    assert "s3cret" not in curl + publish + repr(secretive)
    assert "FLUX_TOKEN" not in curl_command(SERVER, event)


def test_what_no_argument_can_carry_goes_by_standard_input() -> None:
    event = event_of("a", {"pad": "x'" * LONGEST_ARGUMENT}, NOW)
    for command, dash in (
        (publish_command(SERVER, event), "-"),
        (curl_command(SERVER, event), "@-"),
    ):
        first, body, *_ = command.split("\n")
        assert shlex.split(first.partition("<<")[0])[-1] == dash
        assert "x'x'" in body
        json.loads(body)
