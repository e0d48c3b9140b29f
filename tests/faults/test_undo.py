"""Undo goes by what the server has, whatever the feed told, and takes nothing from anybody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import Response

from flux_tui.client import FluxClient, Phase, Publisher, PublishSettings
from flux_tui.client.body import encode
from flux_tui.client.publishing.settling import SettleSettings
from flux_tui.client.sent.planning import Prepared, prepare
from flux_tui.errors import FluxTuiError
from flux_tui.model.event import DELETED, setting
from flux_tui.model.json import Json
from flux_tui.protocol.events import write_event
from flux_tui.protocol.rules import MAX_SINGLE_BYTES
from flux_tui.replica.scope import read_scope
from flux_tui.replica.undo.before import Before, Deed
from flux_tui.replica.undo.plan import settings
from tests.faults.fake_flux import FakeFlux
from tests.faults.following import Followed, following

QUICK = PublishSettings(0.05, 0.02, 0.3, SettleSettings(patience=0.1, every=0.01, twice=0.01))
IDS = [f"e-{n}" for n in range(6)]
MANY = [f"e-{n}" for n in range(30)]


@asynccontextmanager
async def followed_world(flux: FakeFlux) -> AsyncIterator[tuple[FluxClient, Followed]]:
    async with flux.serving() as url, following(url) as followed, FluxClient(url) as client:
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        await followed.until(lambda: flux.subscribers)
        yield client, followed


def populated(ids: list[str] = IDS, **kind: bool) -> FakeFlux:
    flux = FakeFlux(**kind)  # type: ignore[arg-type]
    for number, entity_id in enumerate(ids):
        flux.set(entity_id, n=number)
    return flux


def delete_all(flux: FakeFlux) -> list[Deed]:
    """Delete everything, as the deeds of a person."""
    deeds = []
    for entity_id, values in flux.state().items():
        flux.delete(entity_id)
        tombstone = setting("flux.events.deletions", "me", entity_id, {DELETED: True})
        deeds.append(Deed(tombstone, Before(True, values)))
    return deeds


async def undo(client: FluxClient, followed: Followed, prepared: Prepared) -> None:
    publisher = Publisher(client, followed.world, followed.session, settings=QUICK)
    await publisher.publish(list(prepared.plan.events("me", 1)))


@pytest.mark.parametrize("engine", [True, False], ids=["engine", "flux"])
@pytest.mark.parametrize("ids", [IDS, MANY], ids=["few", "many"])
async def test_what_was_deleted_is_brought_back_as_it_was(engine: bool, ids: list[str]) -> None:
    flux = populated(ids, engine=engine)
    before = flux.state()
    async with followed_world(flux) as (client, followed):
        deeds = delete_all(flux)
        await undo(client, followed, await prepare(client, followed.world, deeds))
        assert flux.state() == before
    assert {event.stream for event in flux.posted} == {"undo"}


@pytest.mark.parametrize("ids", [IDS, MANY], ids=["few", "many"])
async def test_what_has_come_back_meanwhile_is_left_alone_though_the_feed_told_nothing(
    ids: list[str],
) -> None:
    flux = populated(ids)
    async with followed_world(flux) as (client, followed):
        deeds = delete_all(flux)
        await followed.until(lambda: followed.world.state() == {})
        flux.skipping = True
        flux.set("e-3", n="another")
        prepared = await prepare(client, followed.world, deeds)
        assert [line.entity_id for line in prepared.plan.lines if line.since] == ["e-3"]
        await undo(client, followed, prepared)
        assert flux.state()["e-3"] == {"n": "another"}
        assert len(flux.state()) == len(ids)


async def test_what_the_feed_did_not_tell_of_is_brought_back_all_the_same() -> None:
    flux = populated()
    before = flux.state()
    async with followed_world(flux) as (client, followed):
        flux.skipping = True
        deeds = delete_all(flux)
        assert set(IDS) <= set(followed.world.entities)
        await undo(client, followed, await prepare(client, followed.world, deeds))
        assert flux.state() == before


async def test_what_the_feed_tells_later_counts_more_than_what_was_asked() -> None:
    flux = populated()
    async with followed_world(flux) as (client, followed):
        prepared = await prepare(client, followed.world, delete_all(flux))
        assert all(line.chosen for line in prepared.plan.lines)
        flux.set("e-2", n="another")
        await followed.until(lambda: followed.world.state().get("e-2") == {"n": "another"})
        assert prepared.moved("e-2")
        assert [line.entity_id for line in prepared.plan.lines if line.since] == ["e-2"]


async def test_of_what_is_not_opened_the_server_is_asked() -> None:
    flux = populated()
    deeds = [Deed(setting("lab", "me", "e-1", {"n": 1}), Before(True, {"n": "before"}))]
    async with (
        flux.serving() as url,
        following(url, scope=read_scope("other", None, None)) as followed,
        FluxClient(url) as client,
    ):
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        prepared = await prepare(client, followed.world, deeds)
        (line,) = prepared.plan.lines
        assert (line.now, line.target, line.since) == (1, "before", False)
        assert not prepared.moved("e-1")


async def test_a_server_that_cannot_be_asked_is_a_problem_before_anything_is_sent() -> None:
    flux = populated()
    async with followed_world(flux) as (client, followed):
        deeds = delete_all(flux)
        flux.fault = lambda request: Response("<html>", 502, media_type="text/html")
        with pytest.raises(FluxTuiError, match="502"):
            await prepare(client, followed.world, deeds)
        assert flux.posted == []


@given(
    st.dictionaries(st.text(max_size=4), st.sampled_from([1, "x" * 300_000, ["y" * 600_000], None]))
)
def test_a_large_entity_comes_back_in_events_that_the_server_takes(
    properties: dict[str, Json],
) -> None:
    merged: dict[str, Json] = {}
    for event in settings("a", properties, "me"):
        assert len(encode(write_event(event))) <= MAX_SINGLE_BYTES
        merged |= event.properties or {}
    assert merged == properties
