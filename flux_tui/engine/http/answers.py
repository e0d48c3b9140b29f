"""Answers, and refusals in Flux's two forms: JSON of its own, plain text of its framework's."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.responses import Response

from flux_tui.engine.refusal import Refusal
from flux_tui.errors import FluxTuiError
from flux_tui.model.json import Json
from flux_tui.protocol.headers import JSON
from flux_tui.protocol.json_text import encode


class Rejected(FluxTuiError):
    """A request that is answered with a refusal."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        plain: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.plain = plain
        self.headers = headers

    def answer(self) -> Response:
        """The refusal as an answer."""
        if self.plain:
            return Response(str(self), self.status, self.headers, "text/plain")
        return json_bytes(encode({"error": str(self)}).encode(), self.status, self.headers)


def rejected(refusal: Refusal) -> Rejected:
    """The refusal of what came alone."""
    again = refusal.retry_after
    headers = None if again is None else {"Retry-After": str(again)}
    return Rejected(refusal.status, refusal.words, headers=headers)


class _EncodedJson(Response):
    """JSON that is encoded already, with nothing else to say: the answer to most requests."""

    def __init__(self, body: bytes) -> None:
        self.status_code = 200
        self.body = body
        self.background = None
        self.raw_headers = [_IS_JSON, (b"content-length", b"%d" % len(body))]


_IS_JSON = (b"content-type", JSON.encode())


def json_bytes(
    body: bytes, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """JSON that is encoded already."""
    if status == 200 and headers is None:
        return _EncodedJson(body)
    return Response(body, status, headers, JSON)


def json_answer(value: Json, status: int = 200) -> Response:
    """A value as JSON, its fields in the order given."""
    return json_bytes(encode_in_order(value), status)


def encode_in_order(value: Json) -> bytes:
    """Compact JSON; fields stay in the order given, as those of Flux's own records do."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
