"""The real engine, in a process of its own, killed and restarted under a session."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from flux_tui.client import FeedKind, FluxClient, Phase, Publisher, Step
from flux_tui.model.event import setting
from tests.engine.running import engine_process, local_engine
from tests.faults.following import following


async def test_an_engine_that_was_killed_comes_back_with_all_it_acknowledged(
    tmp_path: Path,
) -> None:
    with engine_process(data=tmp_path) as engine:
        url = engine.url
        async with following(url) as followed, FluxClient(url) as client:
            publisher = Publisher(client, followed.world, followed.session)
            await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
            assert followed.session.status.feed is FeedKind.SSE
            events = [setting("lab", "me", f"e-{n}", {"n": n}) for n in range(10)]
            receipts = await publisher.publish(events)
            assert {receipt.step for receipt in receipts} == {Step.MATERIALISED}
            before = dict(followed.world.state())
            engine.kill()
            await followed.until(lambda: followed.session.status.phase is Phase.OFFLINE)
            assert followed.world.state() == before
            with engine_process("--port", str(urlsplit(url).port), data=tmp_path):
                await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
                assert followed.world.state() == before
                (receipt,) = await publisher.publish([setting("lab", "me", "e-1", {"n": "new"})])
                assert receipt.step is Step.MATERIALISED
                assert followed.world.state() == {**before, "e-1": {"n": "new"}}


async def test_an_engine_without_a_memory_is_seen_to_be_empty() -> None:
    with engine_process() as engine:
        url = engine.url
        async with following(url) as followed, FluxClient(url) as client:
            await client.publish(setting("lab", "me", "a", {"n": 1}))
            await followed.until(lambda: followed.world.state() == {"a": {"n": 1}})
            engine.kill()
            await followed.until(lambda: followed.session.status.phase is Phase.OFFLINE)
            with engine_process("--port", str(urlsplit(url).port)):
                await followed.until(lambda: followed.world.state() == {})


@pytest.mark.parametrize("feed", list(FeedKind))
async def test_the_engine_is_followed_by_each_feed(feed: FeedKind) -> None:
    async with local_engine() as engine, FluxClient(engine.url) as client:
        await client.publish(setting("lab", "me", "a", {"n": 1}))
        async with following(engine.url, feed=feed) as followed:
            await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
            assert followed.session.status.feed is feed
            await client.publish(setting("lab", "me", "a", {"n": 2}))
            await followed.until(lambda: followed.world.state() == {"a": {"n": 2}})
            await client.delete("a")
            await followed.until(lambda: followed.world.state() == {})
