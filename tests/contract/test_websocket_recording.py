"""The recorded WebSocket connection, played again: the same deeds bring the same frames."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect

from tests.engine.running import local_engine
from tests.recordings import lines

_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z")

Deed = Callable[[httpx.AsyncClient, ClientConnection], Awaitable[object]]


def _event(entity_id: str, properties: dict[str, Any]) -> dict[str, Any]:
    payload = {"entity_id": entity_id, "properties": properties}
    return {"stream": "wire", "source": "probe", "timestamp": 1, "payload": payload}


def _publish(*events: tuple[str, dict[str, Any]]) -> Deed:
    async def deed(client: httpx.AsyncClient, _: ClientConnection) -> None:
        for entity_id, properties in events:
            answer = await client.post("/api/events", json=_event(entity_id, properties))
            answer.raise_for_status()

    return deed


def _batch(*events: tuple[str, dict[str, Any]]) -> Deed:
    content = {"events": [_event(*event) for event in events]}
    return lambda client, _: client.post("/api/events/batch", json=content)


def _delete(entity_id: str) -> Deed:
    return lambda client, _: client.delete(f"/api/state/entities/{entity_id}")


def _send(content: str | bytes) -> Deed:
    async def deed(_: httpx.AsyncClient, socket: ClientConnection) -> None:
        await socket.send(content)
        await (await socket.ping())

    return deed


def _subscribing(kind: str, entity_id: str) -> Deed:
    return _send(json.dumps({"type": kind, "entity_id": entity_id}))


DEEDS: dict[str, Deed] = {
    "publish wsw-a {n:1,unit:C}": _publish(("wsw-a", {"n": 1, "unit": "C"})),
    "publish wsw-a {n:1} (the same value again)": _publish(("wsw-a", {"n": 1})),
    "publish wsw-a {n:2, nested object, null, bool}": _publish(
        ("wsw-a", {"n": 2, "o": {"a": [1, 2]}, "z": None, "b": False})
    ),
    "batch of three": _batch(("wsw-a", {"n": 3}), ("wsw-b", {"n": 1}), ("wsw-a", {"n": 4})),
    "publish wsw-c with no properties (ignored by the server)": _publish(("wsw-c", {})),
    "delete wsw-b": _delete("wsw-b"),
    "delete unknown wsw-zzz": _delete("wsw-zzz"),
    "publish wsw-b again": _publish(("wsw-b", {"back": True})),
    "send subscribe wsw-a": _subscribing("subscribe", "wsw-a"),
    "publish wsw-a and wsw-b": _publish(("wsw-a", {"n": 5}), ("wsw-b", {"n": 5})),
    "delete wsw-b (not subscribed; the deletion still arrives)": _delete("wsw-b"),
    "send unsubscribe wsw-a (no subscription left)": _subscribing("unsubscribe", "wsw-a"),
    "publish wsw-a and wsw-d": _publish(("wsw-a", {"n": 6}), ("wsw-d", {"n": 6})),
    "send subscribe *": _subscribing("subscribe", "*"),
    "send garbage text": _send("garbage"),
    "send unknown type": _send('{"type":"nope"}'),
    "send binary": _send(b"\x00\xff"),
    "batch delete prefix wsw": lambda client, _: client.post(
        "/api/state/entities/delete", json={"prefix": "wsw"}
    ),
}
"""What the recording says was done; ``publish wsw-d`` is done twice, with other values."""


def _deeds() -> list[tuple[str, list[dict[str, Any]]]]:
    """Each action of the recording, with the frames that came before the next one."""
    done: list[tuple[str, list[dict[str, Any]]]] = []
    for line in lines("ws"):
        if "action" in line:
            done.append((line["action"], []))
        elif "received" in line and line["received"]["type"] != "metrics_update":
            done[-1][1].append(line["received"])
    return done


def _without_stamp(frame: dict[str, Any]) -> dict[str, Any]:
    assert _STAMP.fullmatch(frame["timestamp"])
    return {key: value for key, value in frame.items() if key != "timestamp"}


def _comparable(frames: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A batch delete's entities come in any order."""
    return sorted(
        map(_without_stamp, frames),
        key=lambda frame: frame["entity_id"] if frame["type"] == "entity_deleted" else "",
    )


async def _frames_until_a_marker(
    client: httpx.AsyncClient, socket: ClientConnection, marker: str
) -> list[dict[str, Any]]:
    """What came until now: the deletion of an entity made for this purpose closes it, since
    deletions come whatever is subscribed to."""
    await client.post("/api/events", json=_event(marker, {"n": 0}))
    await client.delete(f"/api/state/entities/{marker}")
    frames: list[dict[str, Any]] = []
    while True:
        frame = json.loads(await asyncio.wait_for(socket.recv(), 10))
        if frame["type"] == "entity_deleted" and frame["entity_id"] == marker:
            return frames
        if frame["type"] != "metrics_update" and frame["entity_id"] != marker:
            frames.append(frame)


async def test_the_same_deeds_bring_the_same_frames_in_the_same_order() -> None:
    published_d = iter((7, 8))
    async with (
        local_engine() as served,
        httpx.AsyncClient(base_url=served.url) as client,
        connect(served.url.replace("http", "ws") + "/api/ws") as socket,
    ):
        for number, (action, recorded) in enumerate(_deeds()):
            deed = DEEDS.get(action) or _publish(("wsw-d", {"n": next(published_d)}))
            await deed(client, socket)
            frames = await _frames_until_a_marker(client, socket, f"marker-{number}")
            assert _comparable(frames) == _comparable(recorded), action


async def test_the_metrics_tell_five_figures() -> None:
    async with (
        local_engine() as served,
        httpx.AsyncClient(base_url=served.url) as client,
        connect(served.url.replace("http", "ws") + "/api/ws") as socket,
        connect(served.url.replace("http", "ws") + "/api/ws"),
    ):
        for entity_id in ("a", "b", "c"):
            await client.post("/api/events", json=_event(entity_id, {"n": 1}))
        await client.delete("/api/state/entities/c")
        while True:
            frame = json.loads(await asyncio.wait_for(socket.recv(), 10))
            if frame["type"] == "metrics_update":
                break
    assert _without_stamp(frame) == {
        "type": "metrics_update",
        "entities": {"total": 2},
        "events": {"total": 4, "rate_per_second": 0.8},
        "websocket": {"connections": 2},
        "publishers": {"active": 2},
    }


async def test_a_frame_has_the_recorded_fields_in_the_recorded_order() -> None:
    recorded = {
        line["received"]["type"]: _shape(line["received"])
        for line in lines("ws")
        if "received" in line
    }
    async with (
        local_engine() as served,
        httpx.AsyncClient(base_url=served.url) as client,
        connect(served.url.replace("http", "ws") + "/api/ws") as socket,
    ):
        await client.post("/api/events", json=_event("shape", {"n": 1}))
        await client.delete("/api/state/entities/shape")
        seen: dict[str, Any] = {}
        while len(seen) < len(recorded):
            frame = json.loads(await asyncio.wait_for(socket.recv(), 10))
            seen[frame["type"]] = _shape(frame)
    assert seen == recorded


def _shape(frame: dict[str, Any]) -> list[object]:
    return [
        (name, [*value] if isinstance(value, dict) else type(value).__name__)
        for name, value in frame.items()
    ]


@pytest.mark.parametrize("path", ["/api/wss", "/api/ws/"])
async def test_other_paths_have_no_websocket(path: str) -> None:
    async with local_engine() as served:
        with pytest.raises(Exception, match="404"):
            await connect(served.url.replace("http", "ws") + path)
