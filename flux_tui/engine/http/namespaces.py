"""``/api/namespaces``: registering, showing and deleting them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from flux_tui.engine.engine import Engine
from flux_tui.engine.http.answers import Rejected, json_answer
from flux_tui.engine.http.body import mismatch, read_json
from flux_tui.engine.http.guard import Guard
from flux_tui.engine.namespaces.registry import Registry
from flux_tui.model.instant import format_rfc3339
from flux_tui.protocol.mistakes import first_problem
from flux_tui.protocol.namespaces import ADMIN_ONLY, AUTH_DISABLED, NOT_FOUND, name_violation


class _Wish(BaseModel):
    model_config = ConfigDict(strict=True)
    name: str


class NamespacePaths:
    """The handlers of namespaces; without a registry there are none."""

    def __init__(self, engine: Engine, registry: Registry | None, guard: Guard) -> None:
        self._engine = engine
        self._registry = registry
        self._guard = guard

    async def register(self, request: Request) -> Response:
        """POST ``{"name"}``: the answer holds the token, which is never told again."""
        registry = self._demand_registry()
        self._demand_administrator(request)
        content = await read_json(request)
        try:
            name = _Wish.model_validate(content).name
        except ValidationError as error:
            raise mismatch(first_problem(error)) from None
        problem = name_violation(name)
        if problem is not None:
            raise Rejected(400, problem[1])
        registered = await registry.register(name)
        if registered is None:
            raise Rejected(409, "Namespace name already exists")
        namespace, token = registered
        answer = json_answer({"namespaceId": namespace.id, "name": name, "token": token})
        answer.headers["Cache-Control"] = "no-store"
        return answer

    async def show(self, request: Request, name: str) -> Response:
        """GET a namespace, as everybody may."""
        owner = self._demand_registry().get(name)
        if owner is None:
            raise _unknown()
        namespace = owner.namespace
        return json_answer(
            {
                "namespaceId": namespace.id,
                "name": namespace.name,
                "createdAt": format_rfc3339(namespace.created, suffix="+00:00"),
                "entityCount": len(self._engine.state.select(None, name)),
            }
        )

    async def delete(self, request: Request, name: str) -> Response:
        """DELETE a registration, and with it its token; what was written stays."""
        registry = self._demand_registry()
        self._demand_administrator(request)
        if not await registry.delete(name):
            raise _unknown()
        return Response(status_code=204)

    def _demand_registry(self) -> Registry:
        if self._registry is None:
            raise Rejected(404, AUTH_DISABLED)
        return self._registry

    def _demand_administrator(self, request: Request) -> None:
        self._guard.demand_administrator(request.headers.get("authorization"), ADMIN_ONLY)


def _unknown() -> Rejected:
    return Rejected(404, NOT_FOUND)
