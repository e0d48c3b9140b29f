"""What the explorer copies as a command does what it says."""

from __future__ import annotations

import shlex

import pytest

from flux_tui.model.json import JsonObject
from flux_tui.tui.copying.commands import Server, event_of, publish_command
from tests.cli.conftest import Flux


@pytest.mark.parametrize(
    "entity_id", ["copied", "--url", "", "it's $HOME", "copied-\x1b]0;pwn\x07\n\u202e\x00"]
)
def test_a_copied_publish_command_sets_the_entity_so(flux: Flux, entity_id: str) -> None:
    properties: JsonObject = {"note": f"a'b\x1b{entity_id}", "n": [1, {"o": 2.5}]}
    event = event_of(entity_id, properties, 1_795_608_000_000)
    words = shlex.split(publish_command(Server(flux.url), event))
    assert words[0] == "flux-tui"
    assert flux(*words[1:]).code == 0
    listed = {entity["id"]: entity for entity in flux("--url", flux.url, "list").json}
    assert listed[entity_id]["properties"] == properties
