"""Recordings of a real Flux, served again, end in the World as they ended on the server."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from starlette.requests import Request
from starlette.responses import Response

from flux_tui.client import AuditSettings, Phase
from tests import recordings
from tests.faults.following import QUICK, following
from tests.faults.replayed import Replayed, frames, plain

UNAUDITED = replace(QUICK, audit=AuditSettings(interval=600, settle=1.0))
"""Nothing is looked at without a reason: the frames and the snapshot alone must lead there.

They have their time on a busy machine, too."""

PATIENT = replace(QUICK, audit=QUICK.audit._replace(settle=1.0, longest_settle=10.0))
"""What differs has its time to arrive on a busy machine, before it is said to have been missed."""


async def test_a_recorded_minute_played_by_its_own_clock_ends_in_its_final_state() -> None:
    flux = Replayed("live")
    final = plain(recordings.snapshot("live"))
    async with flux.serving() as url, following(url, settings=PATIENT) as followed:
        await followed.until(lambda: flux.subscribers)
        await flux.play(speed=60)
        await followed.until(lambda: followed.world.state() == final, "the final state")
        assert followed.session.status.healed == 0


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("name", ["live", "churn"])
async def test_a_snapshot_anywhere_amid_the_frames_ends_in_the_final_state(
    name: str, seed: int
) -> None:
    """Buffers on both sides of the snapshot, and in every other case a run lost before it."""
    flux, random = Replayed(name), Random(seed)
    final = plain(recordings.snapshot(name))
    cut = random.randrange(len(flux.frames))
    before = random.randrange(600)
    first, last = sorted(random.randrange(max(0, cut - before), cut + 1) for _ in range(2))
    lost = range(first, last) if seed % 2 else ()
    flux.around_snapshot(cut, before, random.randrange(before + 1), lost)
    async with flux.serving() as url, following(url, settings=UNAUDITED) as followed:
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        await followed.until(lambda: followed.world.state() == final, "the final state")
        assert followed.session.status.healed == 0 or lost


async def test_frames_that_a_real_flux_skipped_are_found_and_mended() -> None:
    """The frames alone lead to 16 of 101 entities that are wrong."""
    flux = Replayed("lossy")
    final = recordings.snapshot("lossy")
    flux.world.load(recordings.snapshot("lossy", "snapshot"))

    def when_listed(request: Request) -> Response | None:
        if request.url.path == "/api/state/entities":
            flux.fault = None
            flux.tell(text for _, text in frames("lossy"))
            flux.world.load(final)
        return None

    flux.fault = when_listed
    async with flux.serving() as url, following(url) as followed:
        await followed.until(lambda: followed.world.state() == plain(final), "the final state")
        await followed.until(lambda: followed.session.status.healed >= 16, "the count")
