"""Recordings of a real Flux server; see the README beside them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flux_tui.model.change import Metrics, StateChange
from flux_tui.model.entity import Entity
from flux_tui.protocol.answers import EntityRecord
from flux_tui.protocol.frames import UnknownFrame, read_frame

HERE = Path(__file__).parent


def lines(name: str) -> list[dict[str, Any]]:
    """The lines of a recording (``http``, ``ws``, ``live``, ``churn``, ``lossy``)."""
    with (HERE / f"{name}.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def changes(name: str) -> list[StateChange]:
    """The state changes of a recorded WebSocket, in the order they came."""
    frames = (read_frame(json.dumps(line["received"])) for line in _received(name))
    return [frame for frame in frames if not isinstance(frame, Metrics | UnknownFrame)]


def snapshot(name: str, which: str = "final") -> list[Entity]:
    """The recorded ``snapshot`` or ``final`` state."""
    (listed,) = (line[which] for line in lines(name) if which in line)
    return [EntityRecord.read(record).to_entity() for record in listed]


def body(content: dict[str, Any] | None) -> bytes | None:
    """A recorded body as bytes; None where the recording keeps only its length or recipe."""
    if content is None:
        return b""
    if "text" in content:
        return str(content["text"]).encode()
    return base64.b64decode(content["base64"]) if "base64" in content else None


def _received(name: str) -> Iterator[dict[str, Any]]:
    return (line for line in lines(name) if "received" in line)
