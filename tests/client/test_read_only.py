"""A client that is read-only writes nothing, whoever asks it to and by whatever call."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable

import pytest

from flux_tui.client import FluxClient, Publisher, Step
from flux_tui.errors import FluxTuiError, ReadOnly
from flux_tui.model.event import setting
from tests.client.serving import Recorder, serving

EVENT = setting("lab", "me", "a", {"n": 1})

WRITES: dict[str, Callable[[FluxClient], Awaitable[object]]] = {
    "publish": lambda client: client.publish(EVENT),
    "publish_batch": lambda client: client.publish_batch([EVENT]),
    "publish_written": lambda client: client.publish_written(["{}"]),
    "delete": lambda client: client.delete("a"),
    "delete_many": lambda client: client.delete_many(entity_ids=["a"]),
    "update_config": lambda client: client.update_config({"rate_limit_enabled": False}),
    "register_namespace": lambda client: client.register_namespace("lab"),
    "delete_namespace": lambda client: client.delete_namespace("lab"),
    "request": lambda client: client.request("POST", "/api/events", content=b"{}"),
    "send": lambda client: client.send("PATCH", "/api/anything", content=b"{}"),
}
READS = {
    *("history", "entity", "entities", "config", "connectors", "health", "namespace"),
    *("open_connections", "aclose"),
}


@pytest.mark.parametrize("call", WRITES)
async def test_no_call_writes_through_a_read_only_client(call: str) -> None:
    server = Recorder(body="{}")
    async with serving(server) as url, FluxClient(url, read_only=True) as client:
        with pytest.raises(ReadOnly, match="nothing was sent"):
            await WRITES[call](client)
    assert server.asked == []


def test_every_call_of_the_client_is_known_to_read_or_to_write() -> None:
    calls = inspect.getmembers(FluxClient, inspect.iscoroutinefunction)
    assert {name for name, _ in calls if not name.startswith("_")} == WRITES.keys() | READS


async def test_a_read_only_client_reads() -> None:
    server = Recorder(body="[]")
    async with serving(server) as url, FluxClient(url, read_only=True) as client:
        assert (await client.entities()).entities == []


async def test_a_publisher_with_such_a_client_says_so_of_each_event() -> None:
    server = Recorder(body="{}")
    async with serving(server) as url, FluxClient(url, read_only=True) as client:
        receipts = await Publisher(client).publish([EVENT, EVENT])
    assert [receipt.step for receipt in receipts] == [Step.FAILED] * 2
    assert "read only" in str(receipts[0].reason)
    assert server.asked == []
    assert issubclass(ReadOnly, FluxTuiError)
