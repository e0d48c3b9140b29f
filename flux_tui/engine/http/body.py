"""Request bodies: read whole, within Flux's limit. ``connection`` limits their time."""

from __future__ import annotations

from starlette.requests import Request

from flux_tui.engine.http.answers import Rejected
from flux_tui.errors import Malformed
from flux_tui.model.json import Json
from flux_tui.protocol.headers import JSON
from flux_tui.protocol.json_text import decode
from flux_tui.protocol.rules import MAX_BODY_BYTES

DISCARD_BYTES = 16 * 1024 * 1024
"""How much of a body that is too large is read, so that its sender sees the answer."""


async def read_body(request: Request) -> bytes:
    """The body; raises Rejected (413) when it is too large."""
    parts: list[bytes] = []
    size = 0
    more = True
    while more and size <= DISCARD_BYTES:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise Rejected(400, "the body ended early", plain=True)
        part: bytes = message.get("body", b"")
        size += len(part)
        if size <= MAX_BODY_BYTES:
            parts.append(part)
        more = message.get("more_body", False)
    if size > MAX_BODY_BYTES:
        raise Rejected(
            413,
            "Failed to buffer the request body: length limit exceeded",
            plain=True,
            headers={"Connection": "close"} if size > DISCARD_BYTES else None,
        )
    return parts[0] if len(parts) == 1 else b"".join(parts)


async def read_json(request: Request) -> Json:
    """The JSON of a body whose type must be said, as Flux's framework demands it for some paths.

    Raises Rejected: 415 for another type, 400 for no JSON.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON and not (kind.startswith("application/") and kind.endswith("+json")):
        raise Rejected(415, "Expected request with `Content-Type: application/json`", plain=True)
    try:
        return decode(await read_body(request))
    except Malformed as error:
        raise Rejected(
            400, f"Failed to parse the request body as JSON: {error}", plain=True
        ) from None


def mismatch(problem: object) -> Rejected:
    """The refusal of JSON that is not what a path takes (422)."""
    return Rejected(
        422, f"Failed to deserialize the JSON body into the target type: {problem}", plain=True
    )
