"""The server's answers, looked at only as far as a command needs: building the wire's models
takes longer than asking the question."""

from __future__ import annotations

import json

from flux_tui.client import FluxClient
from flux_tui.model.json import JsonObject


def read_object(
    client: FluxClient, method: str, path: str, answer: bytes, **expected: type
) -> JsonObject:
    """An answer that must be an object with these fields of these types; raises Nonsense."""
    value = json.loads(answer) if answer else None
    if not isinstance(value, dict):
        raise client.nonsense(method, path, "something else than an object")
    for name, kind in expected.items():
        if not isinstance(value.get(name), kind):
            raise client.nonsense(method, path, f"an object without {name}")
    return value


def read_objects(client: FluxClient, method: str, path: str, answer: bytes) -> list[JsonObject]:
    """An answer that must be a list of objects; raises Nonsense."""
    value = json.loads(answer) if answer else None
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise client.nonsense(method, path, "something else than a list of objects")
    return value
