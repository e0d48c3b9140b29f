"""The API's paths."""

from __future__ import annotations

from urllib.parse import quote

EVENTS = "/api/events"
BATCH = "/api/events/batch"
ENTITIES = "/api/state/entities"
DELETE = "/api/state/entities/delete"
CONFIG = "/api/admin/config"
CONNECTORS = "/api/connectors"
NAMESPACES = "/api/namespaces"
WEBSOCKET = "/api/ws"
HEALTH = "/api/health"
STREAM = "/api/stream"
LOG = "/api/log"


def entity(entity_id: str) -> str:
    """The path of one entity: every character that is not unreserved is escaped, ``/`` too.

    The empty id has no path of its own (``http.jsonl``: get/empty id): look for it in the list.
    ``.`` and ``..`` are escaped against the normalization of RFC 3986, 5.2.4.
    """
    return f"{ENTITIES}/{_segment(entity_id)}"


def namespace(name: str) -> str:
    """The path of one namespace."""
    return f"{NAMESPACES}/{_segment(name)}"


def _segment(text: str) -> str:
    escaped = quote(text, safe="", errors="surrogatepass")
    return escaped.replace(".", "%2E") if text in (".", "..") else escaped
