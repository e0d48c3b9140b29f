"""``/api/admin/config`` and ``/api/connectors``."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from flux_tui.engine.http.answers import Rejected, json_answer
from flux_tui.engine.http.body import mismatch, read_json
from flux_tui.engine.settings import Limits
from flux_tui.protocol.mistakes import first_problem

_CONNECTORS = ("github", "gmail", "linkedin", "calendar")
"""Flux's connectors; the engine has none, and says what a Flux without them says."""


class _ConfigUpdate(BaseModel):
    """What may be changed; a field that is missing or null stays as it is."""

    model_config = ConfigDict(strict=True)

    rate_limit_enabled: bool | None = None
    rate_limit_per_namespace_per_minute: int | None = None
    body_size_limit_single_bytes: int | None = None
    body_size_limit_batch_bytes: int | None = None


class AdminPaths:
    """The handlers of what an administrator uses."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    async def read_config(self, request: Request) -> Response:
        """GET the configuration."""
        return json_answer(self._limits.config.model_dump())

    async def write_config(self, request: Request) -> Response:
        """PUT some of the configuration; the answer is all of it."""
        content = await read_json(request)
        try:
            update = _ConfigUpdate.model_validate(content)
        except ValidationError as error:
            raise mismatch(first_problem(error)) from None
        changed = update.model_dump(exclude_none=True)
        for name, value in changed.items():
            if value < 0:
                raise mismatch(f"{name}: invalid value: integer `{value}`, expected a size")
        self._limits.config = self._limits.config.model_copy(update=changed)
        return json_answer(self._limits.config.model_dump())

    async def connectors(self, request: Request) -> Response:
        """GET all connectors."""
        return json_answer(
            {
                "connectors": [
                    {"name": name, "enabled": False, "status": "not_configured"}
                    for name in _CONNECTORS
                ]
            }
        )

    async def connector(self, request: Request, name: str) -> Response:
        """GET one connector."""
        if name not in _CONNECTORS:
            raise Rejected(404, f"Connector '{name}' not found")
        return json_answer({"name": name, "enabled": False, "status": "not_configured"})
