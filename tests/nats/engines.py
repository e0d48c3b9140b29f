"""Engines on a stream, within the test."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from flux_tui.engine.engine import Engine
from flux_tui.engine.log.jetstream.address import parse_address
from flux_tui.engine.log.jetstream.log import JetStreamLog
from flux_tui.engine.settings import DEFAULT_RETENTION
from flux_tui.model.clock import SystemClock
from flux_tui.protocol.events import SentEvent
from tests.engine.running import LocalEngine, local_engine, until


async def open_log(url: str) -> JetStreamLog:
    """The log at one or more servers."""
    return await JetStreamLog.open(parse_address(url), DEFAULT_RETENTION, SystemClock())


@asynccontextmanager
async def engine_on(url: str) -> AsyncIterator[LocalEngine]:
    """An engine that serves what lies at one or more servers."""
    async with local_engine(await open_log(url), retention=DEFAULT_RETENTION) as served:
        yield served


def event(entity_id: str, event_id: str | None = None, **properties: Any) -> SentEvent:
    """An event as a publisher sends it."""
    payload = {"entity_id": entity_id, "properties": properties}
    return {"eventId": event_id, "stream": "s", "source": "t", "timestamp": 1, "payload": payload}


async def publish(engine: Engine, *events: SentEvent) -> int:
    """Publish, and wait until the engine itself shows it; the last sequence."""
    before = engine.log.newest
    outcomes = await engine.publisher.publish(events)
    assert all(outcome.refusal is None for outcome in outcomes), outcomes
    new = sum(not outcome.duplicate for outcome in outcomes)
    await until(lambda: engine.log.newest >= before + new)
    return engine.log.newest


def world(engine: Engine) -> Any:
    """All entities by their ids, times included."""
    return {one["id"]: one for one in json.loads(engine.state.listing())}


async def same_world(first: Engine, second: Engine) -> None:
    """Wait until two engines have heard of the same events; they then show the same."""
    await until(lambda: first.state.sequence == second.state.sequence)
    assert world(first) == world(second)
    assert first.state.received == second.state.received
