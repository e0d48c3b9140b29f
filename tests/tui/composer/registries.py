"""What the recorded server says of namespaces."""

from __future__ import annotations

from flux_tui.client import FluxClient
from flux_tui.errors import NotFound
from flux_tui.protocol.answers import NamespaceInfo
from flux_tui.protocol.namespaces import NOT_FOUND

MADE = "2026-11-25T01:28:47.796221961+00:00"


class Registry(FluxClient):
    """A client of the server that was recorded; nothing is asked over a network."""

    def __init__(self, authorization: str = "") -> None:
        super().__init__("http://flux.example")
        self._header = authorization
        self.asked: list[str] = []

    def authorization(self, *, admin: bool = False) -> dict[str, str]:
        return {"Authorization": self._header} if self._header else {}

    async def namespace(self, name: str) -> NamespaceInfo:
        self.asked.append(name)
        if name not in ("lab", "other-ns"):
            raise NotFound("no", status=404, reason=NOT_FOUND)
        return NamespaceInfo.read(
            {"namespaceId": "ns_1", "name": name, "createdAt": MADE, "entityCount": 0}
        )
