"""Waiting until an engine shows what stands in the stream."""

from __future__ import annotations

import time

import httpx

from flux_tui.engine.log.jetstream.stream import STREAM
from tests.engine.running import START_SECONDS
from tests.nats.servers import NatsServer


def wait_until_shown(server: NatsServer, url: str) -> None:
    """Wait until the engine has heard of all that is in the stream."""
    deadline = time.monotonic() + START_SECONDS
    while httpx.get(f"{url}/api/health").json()["sequence"] < last_sequence(server):
        assert time.monotonic() < deadline
        time.sleep(0.002)


def last_sequence(server: NatsServer) -> int:
    """As NATS's monitor tells it."""
    told = httpx.get(f"http://127.0.0.1:{server.monitor}/jsz?streams=true").json()
    (state,) = (
        stream["state"]
        for account in told["account_details"]
        for stream in account["stream_detail"]
        if stream["name"] == STREAM
    )
    return int(state["last_seq"])
