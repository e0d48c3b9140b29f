"""What is said to be deleted is gone, what is left is said, and undo takes nothing from anybody."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import Response

from flux_tui.client import FluxClient, Phase, Publisher, PublishSettings
from flux_tui.client.body import encode
from flux_tui.client.deleting import deleter
from flux_tui.client.deleting.deleter import LARGEST_BODY, Deleter, DeleteSettings, chunks
from flux_tui.client.deleting.deletion import Deletion
from flux_tui.client.deleting.restoring import LARGEST_EVENT, Restoration, Restorer, events_of
from flux_tui.client.publishing.settling import SettleSettings
from flux_tui.model.json import Json
from flux_tui.protocol.events import write_event
from flux_tui.protocol.rules import MAX_SINGLE_BYTES
from flux_tui.replica.record import EntityRecord
from tests.faults.fake_flux import FakeFlux, answer
from tests.faults.following import Followed, following

QUICK = DeleteSettings(patience=0.05, every=0.02, longest=0.3)
QUICK_PUBLISHING = PublishSettings(
    0.05, 0.02, 0.3, SettleSettings(patience=0.1, every=0.01, twice=0.01)
)
GATEWAY = Response("<html>Bad Gateway</html>", 502, media_type="text/html")
IDS = [f"e-{n}" for n in range(6)]


def populated(**kind: bool) -> FakeFlux:
    flux = FakeFlux(**kind)  # type: ignore[arg-type]
    for number, entity_id in enumerate(IDS):
        flux.set(entity_id, n=number)
    return flux


@asynccontextmanager
async def deleting(flux: FakeFlux) -> AsyncIterator[tuple[Deleter, FluxClient, Followed]]:
    """A deleter beside a session that is live."""
    async with flux.serving() as url, following(url) as followed, FluxClient(url) as client:
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        await followed.until(lambda: flux.subscribers)
        yield Deleter(client, followed.world, settings=QUICK), client, followed


@pytest.fixture(autouse=True)
def in_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two ids a request, so that a few entities take several."""
    monkeypatch.setattr(deleter, "LARGEST_CHUNK", 2)


def numbered(decide: Callable[[int], Response | None]) -> Callable[[Request], Response | None]:
    """A fault that depends on how many deletions were asked for before."""
    count = 0

    def fault(request: Request) -> Response | None:
        nonlocal count
        if request.method != "POST":
            return None
        count += 1
        return decide(count)

    return fault


@pytest.mark.parametrize("engine", [True, False], ids=["engine", "flux"])
async def test_many_are_deleted_piece_by_piece_and_seen_to_go(engine: bool) -> None:
    flux = populated(engine=engine)
    async with deleting(flux) as (delete, _, followed):
        deletion = Deletion(IDS[1:])
        steps: list[tuple[int, int]] = []
        deletion.observe(lambda: steps.append((deletion.sent, len(deletion.gone))))
        await delete.run(deletion)
        assert followed.world.state() == flux.state() == {"e-0": {"n": 0}}
    assert flux.deletions == [IDS[1:3], IDS[3:5], IDS[5:]]
    assert (deletion.left, deletion.problem, deletion.is_done) == ([], None, True)
    assert steps == sorted(steps)
    assert {i: r.properties["n"] for i, r in deletion.before.items()} == dict(
        zip(IDS[1:], range(1, 6), strict=True)
    )


async def test_deletions_that_the_feed_skips_are_looked_for_at_the_server() -> None:
    flux = populated()
    async with deleting(flux) as (delete, _, _followed):
        flux.skipping = True
        deletion = Deletion(IDS)
        await delete.run(deletion)
    assert deletion.left == []


async def test_a_refusal_half_way_leaves_what_it_was_about_and_goes_on() -> None:
    flux = populated()
    refused = answer({"error": "not today"}, status=400)
    flux.doorkeeper = numbered(lambda number: refused if number == 2 else None)
    async with deleting(flux) as (delete, _, _followed):
        deletion = Deletion(IDS)
        await delete.run(deletion)
        assert set(flux.state()) == set(deletion.left) == {"e-2", "e-3"}
    assert "not today" in str(deletion.problem)


@pytest.mark.parametrize("arrived", [True, False], ids=["arrived", "lost"])
async def test_after_an_unclear_answer_nothing_more_is_sent_and_the_truth_is_found(
    arrived: bool,
) -> None:
    flux = populated()
    fault = numbered(lambda number: GATEWAY if number == 2 else None)
    if arrived:
        flux.fault = fault
    else:
        flux.doorkeeper = fault
    async with deleting(flux) as (delete, _, _followed):
        deletion = Deletion(IDS)
        await delete.run(deletion)
        assert deletion.left == list(flux.state()) == IDS[4 if arrived else 2 :]
    assert "502" in str(deletion.problem)


async def test_what_the_token_may_not_delete_is_left_and_the_rest_of_its_batch_goes() -> None:
    flux = FakeFlux()
    for entity_id in ("lab/a", "hall/b", "lab/c"):
        flux.set(entity_id, n=1)

    async def guard(request: Request) -> Response | None:
        ids = json.loads(await request.body())["entity_ids"]
        if any(entity_id.startswith("hall/") for entity_id in ids):
            return answer({"error": "Token does not own namespace"}, status=403)
        return None

    original = flux._delete_many

    async def guarded(request: Request) -> Response:
        return await guard(request) or await original(request)

    flux._delete_many = guarded  # type: ignore[method-assign]
    async with deleting(flux) as (delete, _, _followed):
        deletion = Deletion(["lab/a", "hall/b", "lab/c"])
        await delete.run(deletion)
    assert deletion.left == list(flux.state()) == ["hall/b"]
    assert "does not own" in str(deletion.problem)


async def test_a_stop_sends_no_more() -> None:
    flux = populated()
    async with deleting(flux) as (delete, _, _followed):
        deletion = Deletion(IDS)
        deletion.observe(lambda: deletion.stop() if not deletion.is_stopped else None)
        await delete.run(deletion)
        assert flux.deletions == [IDS[:2]]
    assert deletion.left == IDS[2:]
    assert deletion.is_done


async def test_what_is_made_anew_at_once_has_been_gone_all_the_same() -> None:
    flux = populated()

    def agent(request: Request) -> Response | None:
        if request.method == "POST":
            flux.set("e-0", n="again")
        return None

    flux.fault = agent
    async with deleting(flux) as (delete, _, followed):
        deletion = Deletion(["e-0"])
        await delete.run(deletion)
        assert deletion.left == []
        await followed.until(lambda: followed.world.state() == flux.state())
        assert "e-0" in followed.world


async def test_without_a_server_all_is_left_with_the_reason() -> None:
    flux = populated()
    nobody = FluxClient("http://127.0.0.1:9")
    async with deleting(flux) as (_, _client, followed), nobody:
        deletion = Deletion(IDS)
        await Deleter(nobody, followed.world, settings=QUICK).run(deletion)
    assert deletion.left == IDS
    assert "nobody answers" in str(deletion.problem)


@given(st.lists(st.text(max_size=4_000) | st.text(max_size=5), max_size=8))
def test_pieces_keep_every_id_in_order_and_fit_a_request(ids: list[str]) -> None:
    pieces = list(chunks(ids))
    assert [entity_id for piece in pieces for entity_id in piece] == ids
    assert all(len(encode({"entity_ids": list(piece)})) <= 2 * LARGEST_BODY for piece in pieces)


# -- undo ------------------------------------------------------------------------------------------


@asynccontextmanager
async def deleted(flux: FakeFlux) -> AsyncIterator[tuple[Restorer, Restoration]]:
    """All of it was deleted, and can be brought back."""
    async with deleting(flux) as (delete, client, followed):
        deletion = Deletion(list(flux.state()))
        await delete.run(deletion)
        assert flux.state() == {}
        publisher = Publisher(client, followed.world, followed.session, settings=QUICK_PUBLISHING)
        restorer = Restorer(client, followed.world, publisher, source="me")
        yield restorer, Restoration(deletion.before)


@pytest.mark.parametrize("engine", [True, False], ids=["engine", "flux"])
async def test_what_was_deleted_is_brought_back_as_it_was(engine: bool) -> None:
    flux = populated(engine=engine)
    before = flux.state()
    async with deleted(flux) as (restorer, restoration):
        await restorer.look(restoration)
        await restorer.run(restoration)
        assert flux.state() == before
    assert (restoration.left, restoration.restored) == ([], set(IDS))
    assert {event.stream for event in flux.posted} == {"undo"}


async def test_what_has_come_back_meanwhile_is_left_alone_though_the_feed_told_nothing() -> None:
    flux = populated()
    async with deleted(flux) as (restorer, restoration):
        flux.skipping = True
        flux.set("e-3", n="another")
        await restorer.look(restoration)
        assert restoration.occupied == {"e-3"}
        await restorer.run(restoration)
        assert flux.state()["e-3"] == {"n": "another"}
        assert len(flux.state()) == len(IDS)
    assert restoration.restored == set(IDS) - {"e-3"}


async def test_what_the_feed_did_not_tell_of_is_brought_back_all_the_same() -> None:
    flux = populated()
    before = flux.state()
    async with deleting(flux) as (delete, client, followed):
        flux.skipping = True
        deletion = Deletion(IDS)
        await delete.run(deletion)
        assert deletion.back(followed.world) == 0
        publisher = Publisher(client, followed.world, followed.session, settings=QUICK_PUBLISHING)
        restorer = Restorer(client, followed.world, publisher, source="me")
        restoration = Restoration(deletion.before)
        await restorer.look(restoration)
        assert restoration.occupied == set()
        await restorer.run(restoration)
        assert flux.state() == before
    assert restoration.left == []


async def test_a_server_that_cannot_be_asked_is_a_problem_before_anything_is_sent() -> None:
    flux = populated()
    async with deleted(flux) as (restorer, restoration):
        flux.fault = lambda request: GATEWAY
        await restorer.look(restoration)
        assert "502" in str(restoration.problem)
        assert flux.posted == []


async def test_what_cannot_be_brought_back_is_left_with_the_reason() -> None:
    flux = populated()
    async with deleted(flux) as (restorer, restoration):
        flux.doorkeeper = lambda request: answer({"error": "closed for today"}, status=400)
        await restorer.run(restoration)
    assert restoration.left == IDS
    assert "closed for today" in str(restoration.problem)


@given(
    st.dictionaries(st.text(max_size=4), st.sampled_from([1, "x" * 300_000, ["y" * 600_000], None]))
)
def test_a_large_entity_comes_back_in_events_that_the_server_takes(
    properties: dict[str, Json],
) -> None:
    events = list(events_of(EntityRecord("a", dict(properties), 0), "me"))
    merged: dict[str, Json] = {}
    for event in events:
        assert len(encode(write_event(event))) <= MAX_SINGLE_BYTES
        merged |= event.properties or {}
    assert merged == properties
    assert LARGEST_EVENT < MAX_SINGLE_BYTES
