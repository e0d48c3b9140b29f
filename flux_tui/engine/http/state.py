"""``/api/state/entities``: the world as it is, and deletions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from flux_tui.engine.engine import Engine
from flux_tui.engine.http.answers import Rejected, json_bytes, rejected
from flux_tui.engine.http.body import mismatch, read_json
from flux_tui.engine.http.query import parameters
from flux_tui.engine.namespaces.gate import Gate
from flux_tui.engine.past import Expired
from flux_tui.engine.refusal import Refusal
from flux_tui.engine.state import HeldEntity, State, array
from flux_tui.model.json import Json
from flux_tui.protocol.headers import JSON_LINES, LOG_HEADER, SEQUENCE_HEADER
from flux_tui.protocol.rules import MAX_DELETE_IDS

LINES_A_TURN = 500
"""Entities that are written before others get their turn."""


class _ByIds(BaseModel):
    model_config = ConfigDict(strict=True)
    entity_ids: list[str]


class _ByPrefix(BaseModel):
    model_config = ConfigDict(strict=True)
    prefix: str


class _ByNamespace(BaseModel):
    model_config = ConfigDict(strict=True)
    namespace: str


class StatePaths:
    """The handlers of ``/api/state/entities`` and what is below it."""

    def __init__(self, engine: Engine, gate: Gate | None) -> None:
        self._engine = engine
        self._gate = gate

    async def entities(self, request: Request) -> Response:
        """GET the entities, all or those of a prefix and a namespace, as of one sequence.

        The sequence is the newest, or that of ``at``.
        """
        given = parameters(request, "prefix", "namespace", "at")
        state = await self._world(given)
        lines = JSON_LINES in request.headers.get("accept", "")
        headers = self._headers(state, "lines" if lines else "array")
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        prefix, namespace = given.get("prefix"), given.get("namespace")
        if lines:
            frozen = state.select(prefix, namespace)
            return StreamingResponse(_lines(frozen), headers=headers, media_type=JSON_LINES)
        if namespace is None and not prefix:
            return json_bytes(state.listing(), headers=headers)
        return json_bytes(array(state.select(prefix, namespace)), headers=headers)

    async def get(self, request: Request, entity_id: str) -> Response:
        """GET one entity, as it is or as it was."""
        given = parameters(request, "at")
        state = await self._world(given)
        held = state.get(entity_id)
        if held is None:
            raise Rejected(404, "Entity not found")
        return json_bytes(held.body, headers=self._headers(state, "one") if given else None)

    async def delete(self, request: Request, entity_id: str) -> Response:
        """DELETE one entity, known or not."""
        self._demand_right(request, [entity_id])
        (event_id,) = await self._engine.publisher.delete([entity_id])
        return json_bytes(
            b'{"entity_id":%b,"eventId":%b}' % (to_json(entity_id), to_json(event_id))
        )

    async def delete_many(self, request: Request) -> Response:
        """POST ``{"entity_ids": […]}``, ``{"prefix"}`` or ``{"namespace"}``: delete these.

        Who may delete nothing has nothing read.
        """
        self._demand_deleter(request)
        entity_ids = self._chosen(await read_json(request))
        if len(entity_ids) > MAX_DELETE_IDS:
            raise Rejected(400, f"too many entities: {len(entity_ids)} (maximum {MAX_DELETE_IDS})")
        self._demand_right(request, entity_ids)
        await self._engine.publisher.delete(entity_ids)
        return json_bytes(b'{"deleted":%d,"failed":0,"errors":[]}' % len(entity_ids))

    def _demand_deleter(self, request: Request) -> None:
        """Raises Rejected when whoever asks may delete nothing at all."""
        if self._gate is not None:
            deleter = self._gate.deleter(request.headers.get("authorization"))
            if isinstance(deleter, Refusal):
                raise rejected(deleter)

    def _demand_right(self, request: Request, entity_ids: Sequence[str]) -> None:
        """Raises Rejected when whoever asks may not delete all of these."""
        if self._gate is not None:
            refusal = self._gate.against_deletion(request.headers.get("authorization"), entity_ids)
            if refusal is not None:
                raise rejected(refusal)

    async def _world(self, given: Mapping[str, str]) -> State:
        """The world that is asked for; raises Rejected for a past that is no longer kept."""
        if "at" not in given:
            return self._engine.state
        try:
            return await self._engine.past.world(given["at"])
        except Expired as error:
            raise Rejected(410, str(error)) from None

    def _headers(self, state: State, form: str) -> dict[str, str]:
        log_id = self._engine.log.identity
        return {
            SEQUENCE_HEADER: str(state.sequence),
            LOG_HEADER: log_id,
            "ETag": f'"{log_id}-{state.sequence}-{form}"',
            "Vary": "Accept",
        }

    def _chosen(self, content: Json) -> list[str]:
        state = self._engine.state
        for form in (_ByIds, _ByPrefix, _ByNamespace):
            match _read(form, content):
                case _ByIds(entity_ids=entity_ids):
                    return entity_ids
                case _ByPrefix(prefix=prefix):
                    return [held.id for held in state.select(prefix, None)]
                case _ByNamespace(namespace=namespace):
                    return [held.id for held in state.select(None, namespace)]
        raise mismatch("data did not match any variant of untagged enum DeleteFilter")


async def _lines(frozen: Sequence[HeldEntity]) -> AsyncIterator[bytes]:
    """Entities as JSON lines, some at a time: others get their turn in between."""
    for start in range(0, len(frozen), LINES_A_TURN):
        yield b"".join([held.body + b"\n" for held in frozen[start : start + LINES_A_TURN]])
        await asyncio.sleep(0)


def _read(form: type[BaseModel], content: Any) -> BaseModel | None:
    try:
        return form.model_validate(content)
    except ValidationError:
        return None
