"""What is said to be deleted is gone, and what is left is said, with the reason."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import Response

from flux_tui.client import FluxClient, Phase
from flux_tui.client.body import encode
from flux_tui.client.deleting import deleter
from flux_tui.client.deleting.deleter import LARGEST_BODY, Deleter, DeleteSettings, chunks
from flux_tui.client.deleting.deletion import Deletion
from tests.faults.answers import answer
from tests.faults.fake_flux import FakeFlux
from tests.faults.following import Followed, following

QUICK = DeleteSettings(patience=0.05, every=0.02, longest=0.3)
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
    flux = FakeFlux(foreign="hall")
    for entity_id in ("lab/a", "hall/b", "lab/c"):
        flux.set(entity_id, n=1)
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
