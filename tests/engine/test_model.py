"""An engine on disk against a reference of ten lines, through restarts, by random deeds."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from flux_tui.engine import snapshots
from flux_tui.engine.engine import Engine
from flux_tui.engine.log.sqlite import SqliteLog
from flux_tui.model.json import Json
from flux_tui.protocol.events import SentEvent
from tests.engine.manual_clock import ManualClock
from tests.strategies import json_values

T = TypeVar("T")

ids = st.sampled_from(["a", "b", "lab/c", "é\u2028", ""])
properties = cast(
    "st.SearchStrategy[dict[str, Json]]",
    st.dictionaries(st.sampled_from(["p", "q", "__deleted__"]), json_values, max_size=2),
)
events = st.tuples(ids, properties, st.none() | st.sampled_from(["1", "2"]))


class EngineOnDisk(RuleBasedStateMachine):
    """Publishes, deletes, restarts; the state is always what the reference says."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.directory = tempfile.TemporaryDirectory()
        self.clock = ManualClock()
        self.expected: dict[str, dict[str, Json]] = {}
        self.seen: set[str] = set()
        self.engine: Engine

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    @initialize()
    def start(self) -> None:
        self.engine = Engine(SqliteLog(Path(self.directory.name), self.clock), self.clock)
        self.run(self.engine.start())

    @rule(batch=st.lists(events, min_size=1, max_size=5))
    def publish(self, batch: list[tuple[str, dict[str, Json], str | None]]) -> None:
        sent: list[SentEvent] = []
        for entity_id, values, event_id in batch:
            payload = {"entity_id": entity_id, "properties": values}
            sent.append({"stream": "s", "source": "t", "payload": payload, "eventId": event_id})
            if event_id is not None:
                key = json.dumps([event_id, entity_id, values], sort_keys=True)
                if key in self.seen:
                    continue
                self.seen.add(key)
            if values.get("__deleted__") is True:
                self.expected.pop(entity_id, None)
            elif values:
                self.expected.setdefault(entity_id, {}).update(values)
        self.run(self.engine.publisher.publish(sent))

    @rule(entity_id=ids)
    def delete(self, entity_id: str) -> None:
        self.run(self.engine.publisher.delete([entity_id]))
        self.expected.pop(entity_id, None)

    @rule(back=st.booleans())
    def restart(self, back: bool) -> None:
        self.run(self.engine.close())
        self.clock.advance(-5 if back else 5)
        self.start()

    @invariant()
    def the_state_is_the_reference(self) -> None:
        listed = json.loads(self.engine.state.listing())
        text = json.dumps({one["id"]: one["properties"] for one in listed}, sort_keys=True)
        assert text == json.dumps(self.expected, sort_keys=True)

    def teardown(self) -> None:
        self.run(self.engine.close())
        self.loop.close()
        self.directory.cleanup()


@pytest.fixture(autouse=True, scope="module")
def often() -> Any:
    """Some restarts begin with a snapshot, some without."""
    patch = pytest.MonkeyPatch()
    patch.setattr(snapshots, "CLOSING_EVENTS", 4)
    yield
    patch.undo()


TestEngineOnDisk = EngineOnDisk.TestCase
TestEngineOnDisk.settings = settings(max_examples=30, stateful_step_count=15, deadline=None)
