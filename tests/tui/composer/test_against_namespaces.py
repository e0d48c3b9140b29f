"""Writing where namespaces are kept apart: what is refused, and which token would do."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from flux_tui.client import FluxClient
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import open_workspace
from tests.engine.namespaces.worlds import World, world
from tests.tui.composer.publishing import exploring, press, type_event, type_text
from tests.tui.workspaces import until_shown


@asynccontextmanager
async def explored(made: World, token: str | None) -> AsyncIterator[Pilot[None]]:
    """The explorer of somebody who has a token, or none."""
    url = made.served.url
    client = FluxClient(url, token=token)
    workspace = open_workspace(ExplorerOptions(url=url, token=token), client)
    async with exploring(workspace) as pilot:
        await until_shown(pilot, "live")
        yield pilot


async def test_the_owner_writes_into_its_namespace() -> None:
    async with world() as made, explored(made, made.lab) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "sensors", "me", "lab/t1", "", "temperature", "22.5")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "in the state after")
        assert made.ids() == {"lab/t1"}


async def test_without_a_token_it_is_said_how_to_give_one() -> None:
    async with world() as made, explored(made, None) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "sensors", "me", "lab/t1", "", "temperature", "22.5")
        await until_shown(pilot, "set FLUX_TOKEN")
        assert made.ids() == set()


async def test_anothers_token_is_refused_and_the_right_one_named() -> None:
    async with world() as made, explored(made, made.other) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "sensors", "me", "lab/t1", "", "temperature", "22.5")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "to that of lab")
        assert made.ids() == set()


async def test_of_a_batch_what_may_be_written_is_and_the_rest_says_why() -> None:
    async with world() as made, explored(made, made.lab) as pilot:
        await press(pilot, "b")
        for entity_id in ("lab/a", "other/a"):
            payload = {"entity_id": entity_id, "properties": {"n": 1}}
            sent = {"stream": "s", "source": "me", "payload": payload}
            await type_text(pilot, json.dumps(sent) + "\n")
        await until_shown(pilot, "2 events: 2 new")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "1 failed")
        await until_shown(pilot, "to that of other")
        assert made.ids() == {"lab/a"}


async def test_what_is_anothers_is_not_deleted_and_it_is_said_why() -> None:
    async with world() as made, explored(made, made.other) as pilot:
        await made.publish("lab/a", made.lab)
        await until_shown(pilot, "lab/a")
        await press(pilot, "d", "ctrl+s")
        await until_shown(pilot, "1 is left")
        await until_shown(pilot, "set FLUX_TOKEN")
        assert made.ids() == {"lab/a"}
