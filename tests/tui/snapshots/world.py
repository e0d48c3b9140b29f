"""The world that the pictures are of, and a server that answers the same to each question."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from flux_tui.model.json import Json
from tests.tui.workspaces import NOON

STATE: dict[str, dict[str, Json]] = {
    "room-101": {"occupied": True, "people": 3, "climate": {"mode": "auto", "target": 21.5}},
    "room-102": {"occupied": False, "people": 0, "climate": {"mode": "eco", "target": 17}},
    "sensor-01": {"temperature": 22.5, "unit": "celsius", "status": "ok", "battery": 88},
    "sensor-02": {"temperature": 31.0, "unit": "celsius", "status": "failing", "battery": 61},
    "sensor-03": {"temperature": 9.25, "unit": "celsius", "status": "warning", "battery": None},
    "sensor-04": {"temperature": 21.0, "unit": "celsius", "status": "ok"},
    "service-billing": {"status": "healthy", "latency_ms": 12, "needs": ["service-db"]},
    "service-db": {"status": "down", "latency_ms": None, "needs": []},
    "wire-\x1b[31m\u202e": {"[bold]markup[/]": "\x00\x1b]0;title\x07", "empty": ""},
    "": {"漢字": "é 👩‍👩‍👧 ü", "long": "x" * 300},
}
"""A small world with everything that has a look of its own."""


@dataclass(frozen=True, slots=True)
class Server:
    """Answers by path; a server that has no answer to anything is away."""

    answers: Mapping[str, Json] = field(default_factory=dict)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """As httpx's transports do."""
        if not self.answers or request.url.host.startswith("away"):
            raise httpx.ConnectError("refused", request=request)
        answer = self.answers.get(request.url.path)
        if answer is None:
            return httpx.Response(404, json={"error": "Not found"}, request=request)
        text = json.dumps(answer).encode()
        kind = {"content-type": "application/json"}
        return httpx.Response(200, content=text, headers=kind, request=request)


def past_event(number: int, source: str, **properties: Json) -> Json:
    """An event of a sensor's past, ten seconds after the one before."""
    return {
        "eventId": f"0193e2a7-5c1b-7000-8d2e-00000000000{number}",
        "stream": "lab.sensors",
        "source": source,
        "timestamp": NOON // 1_000_000 - 3_600_000 + 10_000 * number,
        "payload": {"entity_id": "sensor-02", "properties": properties},
    }


PAST = Server(
    {
        "/api/events": [
            past_event(5, "agent-a", temperature=31.5),
            past_event(4, "gateway", temperature=31.0, status="failing"),
            past_event(3, "gateway", temperature=24.75, status="warning"),
            past_event(2, "agent-a", temperature=22.5, status="ok"),
            past_event(1, "installer", temperature=22.5, unit="celsius", status="ok", battery=61),
        ]
    }
)
"""A server that knows the past of ``sensor-02``, and nothing of itself."""

ENGINE = Server(
    {
        "/api/health": {
            "status": "ok",
            "engine": "flux-tui",
            "version": "1.0",
            "log": "sqlite",
            "log_id": "00000000-0000-0000-0000-000000000001",
            "sequence": 48_213,
            "entities": 10,
            "uptime_seconds": 93_600,
        },
        "/api/connectors": {
            "connectors": [
                {"name": "github", "enabled": True, "status": "running"},
                {"name": "linear", "enabled": False, "status": "not_configured"},
                {"name": "notion", "enabled": False, "status": "not_configured"},
            ]
        },
        "/api/admin/config": {
            "rate_limit_enabled": True,
            "rate_limit_per_namespace_per_minute": 10_000,
            "body_size_limit_single_bytes": 1_048_576,
            "body_size_limit_batch_bytes": 10_485_760,
        },
    }
)
"""An engine that says what it is, and how it is set up."""
