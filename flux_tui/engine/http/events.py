"""``/api/events``: publishing one, publishing many, history."""

from __future__ import annotations

from collections.abc import Callable

from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import Response

from flux_tui.engine.engine import Engine
from flux_tui.engine.http.answers import Rejected, json_bytes, rejected
from flux_tui.engine.http.body import read_body
from flux_tui.engine.http.query import parameters, unsigned
from flux_tui.engine.namespaces.gate import Gate
from flux_tui.engine.namespaces.patience import TooManyWait
from flux_tui.engine.publishing import Outcome
from flux_tui.engine.settings import Limits
from flux_tui.errors import Malformed
from flux_tui.model.instant import NS, format_rfc3339, parse_rfc3339
from flux_tui.model.json import Json
from flux_tui.protocol.events import SentEvent, read_sent_event, read_sent_events
from flux_tui.protocol.headers import LOG_HEADER, NEXT_HEADER
from flux_tui.protocol.json_text import decode
from flux_tui.protocol.rules import MAX_HISTORY

DEFAULT_HISTORY = 100
"""Events in a history answer when no limit is given."""

DEFAULT_SPAN = 24 * 3600 * NS
"""How far a history reaches back when no ``since`` is given."""


class EventPaths:
    """The handlers of ``/api/events`` and ``/api/events/batch``."""

    def __init__(self, engine: Engine, limits: Limits, gate: Gate | None) -> None:
        self._engine = engine
        self._limits = limits
        self._gate = gate

    async def publish(self, request: Request) -> Response:
        """POST one event."""
        body = await read_body(request)
        if len(body) > self._limits.config.body_size_limit_single_bytes:
            raise Rejected(413, "payload too large")
        (outcome,) = await self._publish(request, body, _read_single)
        if outcome.refusal is not None:
            raise rejected(outcome.refusal)
        return json_bytes(
            b'{"eventId":%b,"stream":"%b"%b}'
            % (to_json(outcome.event_id), outcome.stream.encode(), _remarks(outcome))
        )

    async def publish_batch(self, request: Request) -> Response:
        """POST ``{"events": […]}``: each event is judged alone, if all can be read."""
        body = await read_body(request)
        if len(body) > self._limits.config.body_size_limit_batch_bytes:
            raise Rejected(413, "payload too large")
        outcomes = await self._publish(request, body, _read_batch)
        failed = sum(outcome.refusal is not None for outcome in outcomes)
        return json_bytes(
            b'{"successful":%d,"failed":%d,"results":[%b]}'
            % (len(outcomes) - failed, failed, b",".join(map(_result, outcomes)))
        )

    async def history(self, request: Request) -> Response:
        """GET the oldest events of an entity since a time, newest first.

        Flux cuts the time to seconds. With ``exact=true`` it is taken as it is, so that a history
        can be read page by page however many events a second has.
        """
        given = parameters(request, "entity", "since", "limit", "exact")
        limit = unsigned(given["limit"]) if "limit" in given else DEFAULT_HISTORY
        entity_id = given.get("entity")
        if entity_id is None:
            raise Rejected(400, "entity parameter is required")
        if not entity_id:
            return json_bytes(b"[]")
        since = self._engine.now - DEFAULT_SPAN
        if "since" in given:
            try:
                since = parse_rfc3339(given["since"])
            except ValueError:
                raise Rejected(400, "invalid `since` timestamp (expected ISO 8601)") from None
        if given.get("exact") != "true":
            since = since // NS * NS
        entries = await self._engine.history(entity_id, since, max(1, min(limit, MAX_HISTORY)))
        headers = {
            LOG_HEADER: self._engine.log.identity,
            NEXT_HEADER: format_rfc3339(entries[-1].received + 1 if entries else since),
        }
        body = b"[%b]" % b",".join(entry.line for entry in reversed(entries))
        return json_bytes(body, headers=headers)

    async def _publish(
        self, request: Request, body: bytes, read: Callable[[Json], list[SentEvent]]
    ) -> list[Outcome]:
        """Publish what may be published of a body; raises Malformed when it cannot be read."""
        publisher = self._engine.publisher
        if self._gate is None:
            return await publisher.publish(read(decode(body)))
        try:
            authorization = request.headers.get("authorization")
            async with self._gate.visit(authorization, len(body)) as visit:
                outcomes = await publisher.publish(read(decode(body)), visit.permit)
                visit.judged(outcomes)
                return outcomes
        except TooManyWait:
            words = "too many requests of yours wait for their turn: send less at a time"
            raise Rejected(429, words, headers={"Retry-After": "1"}) from None


def _read_single(content: Json) -> list[SentEvent]:
    """The one event; raises Malformed when it cannot be read."""
    return [read_sent_event(content)]


def _read_batch(content: Json) -> list[SentEvent]:
    """The events of a batch; raises Malformed when one cannot be read."""
    if not isinstance(content, dict):
        raise Malformed("expected an object with the field `events`")
    if "events" not in content:
        raise Malformed("missing field `events`")
    events = content["events"]
    if not isinstance(events, list):
        raise Malformed("events: expected a list")
    if not events:
        raise Malformed("Batch request must contain at least one event")
    return read_sent_events(events)


def _remarks(outcome: Outcome) -> bytes:
    """What the engine says beyond Flux's own answer."""
    duplicate = b',"duplicate":true' if outcome.duplicate else b""
    if outcome.warning is None:
        return duplicate
    return duplicate + b',"warning":%b' % to_json(outcome.warning)


def _result(outcome: Outcome) -> bytes:
    """One event of a batch; a stream that was let in is known to need no escaping."""
    if outcome.refusal is not None:
        return b'{"eventId":%b,"stream":%b,"error":%b}' % (
            to_json(outcome.event_id),
            to_json(outcome.stream),
            to_json(outcome.refusal.in_batch),
        )
    return b'{"eventId":%b,"stream":"%b","error":null%b}' % (
        to_json(outcome.event_id),
        outcome.stream.encode(),
        _remarks(outcome),
    )
