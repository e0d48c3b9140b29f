"""What preflight foretells is what the engine then answers, and what its state then is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, cast

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flux_tui.client import Admission
from flux_tui.client.body import encode
from flux_tui.engine.engine import Engine
from flux_tui.engine.http.app import EngineApp
from flux_tui.engine.log.memory import MemoryLog
from flux_tui.engine.settings import Access
from flux_tui.model.clock import SystemClock
from flux_tui.model.entity import Entity
from flux_tui.model.event import Event, setting
from flux_tui.model.json import Json, same
from flux_tui.protocol.events import read_event, write_event
from flux_tui.protocol.json_text import decode
from flux_tui.replica.world import World
from flux_tui.tui.composer.preflight import Effect, Forecast, Preflight, Verdict
from tests.strategies import json_values

ENTITIES = ["a", "b-1", "c/d", "", "new"]

properties = st.dictionaries(
    st.sampled_from([*"pqr", "__deleted__"]),
    json_values | st.sampled_from([True, 2**64, -(2**63) - 1, 10**30, 1, 1.0, "1"]),
    max_size=3,
)

usual = st.builds(
    lambda entity_id, properties: {"entity_id": entity_id, "properties": properties},
    st.sampled_from(ENTITIES),
    properties,
)

odd = st.dictionaries(
    st.sampled_from(["entity_id", "properties", "more"]),
    json_values | st.sampled_from(ENTITIES),
    max_size=3,
)


@st.composite
def events(draw: st.DrawFn) -> Event:
    """An event as it is read of a text: mostly sound, now and then with a fault."""
    stream = draw(st.sampled_from(["s", "lab.b"] * 4 + ["", "S", "a..b", "a-b", "ü"]))
    content: dict[str, Any] = {
        "stream": stream,
        "source": draw(st.sampled_from(["me"] * 8 + [""])),
        "timestamp": draw(st.sampled_from([1, 2**62] * 4 + [0, -5])),
        "payload": draw(usual | usual | usual | odd),
    }
    if draw(st.integers(0, 3)) == 0:
        content["eventId"] = draw(st.sampled_from(["id-1", "id-2"]))
    return read_event(decode(encode(content)))


def event_lists(most: int) -> st.SearchStrategy[list[Event]]:
    return st.lists(events(), max_size=most)


def foretold(forecast: Forecast, before: dict[str, Json] | None) -> dict[str, Json] | None:
    """The properties of its entity after an event, as preflight has it."""
    if forecast.verdict is Verdict.DELETES:
        return None
    if not forecast.properties:
        return before
    return {**(before or {}), **{found.name: found.after for found in forecast.properties}}


def taking_once() -> Admission:
    """What is known of the engine: it knows the ids of what it took."""
    admission = Admission()
    admission.takes_once = True
    return admission


class InMemory:
    """An engine behind its HTTP application, without a socket."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        app = httpx.ASGITransport(app=EngineApp(engine, Access()))
        self._http = httpx.AsyncClient(transport=app, base_url="http://localhost")

    async def post(self, path: str, content: Json) -> httpx.Response:
        return await self._http.post(path, content=encode(content))

    async def post_all(self, events: list[Event]) -> None:
        """What was there before; without ids, so that nothing later repeats it."""
        for event in events:
            await self.post("/api/events", write_event(event._replace(event_id=None)))

    def properties(self, entity_id: str) -> dict[str, Json] | None:
        held = self.engine.state.get(entity_id)
        return None if held is None else dict(held.properties)

    def world(self) -> World:
        """What a session would have of it now."""
        world = World()
        listed = cast("list[dict[str, Any]]", decode(self.engine.state.listing()))
        world.load(Entity(entity["id"], entity["properties"], 1) for entity in listed)
        return world


@asynccontextmanager
async def serving(before: list[Event]) -> AsyncIterator[InMemory]:
    """An engine in which some events have happened."""
    clock = SystemClock()
    engine = Engine(MemoryLog(clock), clock)
    await engine.start()
    try:
        server = InMemory(engine)
        await server.post_all(before)
        yield server
    finally:
        await engine.close()


def run(
    test: Callable[[InMemory, list[Event]], Awaitable[None]],
    before: list[Event],
    then: list[Event],
) -> None:
    async def on_an_engine() -> None:
        async with serving(before) as server:
            await test(server, then)

    asyncio.run(on_an_engine())


async def one_by_one(server: InMemory, then: list[Event]) -> None:
    preflight = Preflight(server.world(), taking_once())
    forecasts = [preflight.judge(event) for event in then]
    for event, forecast in zip(then, forecasts, strict=True):
        entity_id = event.entity_id or ""
        old = server.properties(entity_id)
        answer = await server.post("/api/events", write_event(event))
        content = answer.json()
        new = server.properties(entity_id)
        match forecast.verdict:
            case Verdict.REFUSED:
                assert answer.status_code == 400
                assert content["error"] == forecast.reason
            case Verdict.IGNORED:
                assert forecast.reason == content["warning"]
            case Verdict.REPEATS:
                assert content["duplicate"]
            case _:
                assert content.keys() == {"eventId", "stream"}
        happened(forecast, old, new)


def happened(forecast: Forecast, old: dict[str, Json] | None, new: dict[str, Json] | None) -> None:
    """What an entity was and is fits the verdict, and what was said of each property."""
    assert (new is None) == ((after := foretold(forecast, old)) is None)
    assert same(dict(new or {}), dict(after or {}))
    match forecast.verdict:
        case Verdict.NEW | Verdict.RECREATES:
            assert old is None
            assert new is not None
        case Verdict.CHANGES:
            assert old is not None
            assert not same(dict(old), dict(new or {}))
        case Verdict.DELETES:
            assert (old is None) == (forecast.reason is not None)
        case _:
            assert same(dict(old or {}), dict(new or {}))
    for found in forecast.properties:
        assert (found.effect is Effect.NEW) == (found.name not in (old or {}))
        if found.effect is not Effect.NEW:
            assert same((old or {})[found.name], found.before)


@given(event_lists(6), event_lists(8))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_each_event_does_what_was_foretold(before: list[Event], then: list[Event]) -> None:
    run(one_by_one, before, then)


async def all_at_once(server: InMemory, then: list[Event]) -> None:
    preflight = Preflight(server.world(), taking_once())
    state = {entity_id: server.properties(entity_id) for entity_id in ENTITIES}
    forecasts = [preflight.judge(event) for event in then]
    for event, forecast in zip(then, forecasts, strict=True):
        if event.entity_id is not None:
            old = state.get(event.entity_id)
            state[event.entity_id] = foretold(forecast, old)
    body: Json = {"events": [write_event(event) for event in then]}
    results = (await server.post("/api/events/batch", body)).json()["results"]
    for result, forecast in zip(results, forecasts, strict=True):
        refused = forecast.verdict is Verdict.REFUSED
        assert result["error"] == (f"validation failed: {forecast.reason}" if refused else None)
        assert result.get("duplicate", False) == (forecast.verdict is Verdict.REPEATS)
    for entity_id, after in state.items():
        assert same(cast("Json", server.properties(entity_id)), cast("Json", after))


@given(event_lists(6), st.lists(events(), min_size=1, max_size=12))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_batch_ends_in_the_state_that_was_foretold(
    before: list[Event], then: list[Event]
) -> None:
    run(all_at_once, before, then)


def test_the_event_that_most_people_write_is_new_then_without_change() -> None:
    event = setting("lab", "me", "a", {"n": 1}, timestamp=1)
    run(one_by_one, [], [event, event])
