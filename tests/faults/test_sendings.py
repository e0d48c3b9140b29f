"""Whatever befalls a sending: no event is published twice, and none is lost without a word."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flux_tui.client import Step
from flux_tui.client.publishing import batches
from tests.faults.sendings import MOST_IN_A_REQUEST, Plan, send
from tests.faults.unreliable import Fate

KINDS = pytest.mark.parametrize("kind", ["engine", "flux"])


@pytest.fixture(scope="module", autouse=True)
def small_requests() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "LARGEST_BATCH", MOST_IN_A_REQUEST)
        yield


plans = st.builds(
    Plan,
    st.lists(st.sampled_from("abcdef"), min_size=1, max_size=20),
    st.lists(st.sampled_from(list(Fate)), max_size=8),
    st.none() | st.none() | st.integers(1, 6),
)


@KINDS
@given(plans)
@settings(max_examples=12, derandomize=True)
def test_every_word_on_every_event_is_true(kind: str, plan: Plan) -> None:
    asyncio.run(send(kind, plan))


@KINDS
@pytest.mark.parametrize("fate", list(Fate), ids=lambda fate: fate.name.lower())
async def test_whatever_befalls_the_first_request_no_event_is_lost_or_there_twice(
    kind: str, fate: Fate
) -> None:
    steps = await send(kind, Plan("abcab", [fate]))
    assert not steps[Step.FAILED] + steps[Step.UNKNOWN]
