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
    escaped = quote(entity_id, safe="", errors="surrogatepass")
    return f"{ENTITIES}/{escaped.replace('.', '%2E') if entity_id in ('.', '..') else escaped}"


def namespace(name: str) -> str:
    """The path of one namespace."""
    return f"{NAMESPACES}/{quote(name, safe='')}"
