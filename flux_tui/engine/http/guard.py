"""Who is let in: by the name the engine is called, by the page that calls, by a token.

A web page must not be able to write into a local world: neither from its own origin (Origin), nor
by giving its own name this machine's address (DNS rebinding, Host).
"""

from __future__ import annotations

import hmac
from functools import lru_cache
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from flux_tui.engine.http.answers import Rejected
from flux_tui.engine.settings import Access
from flux_tui.protocol import paths

_MAPPED = "::ffff:"
"""How the address of an IPv4 connection begins on a socket that serves IPv6 too."""

_READS = frozenset({"GET", "HEAD"})
_CORS_METHODS = "GET, HEAD, POST, PUT, DELETE, OPTIONS"
_CORS_EXPOSED = "Flux-Sequence, Flux-Log, ETag"
_PREFLIGHT_SECONDS = "600"


class Guard:
    """Checks a request before anything of it is read."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def check(self, scope: Scope, headers: Headers) -> str | None:
        """Raises Rejected for who is not let in; the answer is the origin to allow, if any."""
        self._check_host(scope, headers)
        origin = headers.get("origin")
        if origin is not None:
            self._check_origin(scope, origin)
        self._check_token(scope, headers)
        return origin

    def cors_headers(
        self, origin: str, *, preflight: bool, requested: str | None
    ) -> dict[str, str]:
        """What tells a browser that a page of an allowed origin may read the answer."""
        headers = {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Expose-Headers": _CORS_EXPOSED,
        }
        if preflight:
            headers["Access-Control-Allow-Methods"] = _CORS_METHODS
            headers["Access-Control-Allow-Headers"] = requested or "*"
            headers["Access-Control-Max-Age"] = _PREFLIGHT_SECONDS
        return headers

    def _check_host(self, scope: Scope, headers: Headers) -> None:
        given = headers.getlist("host")
        if len(given) != 1 or not self._is_ours(scope, _host_of(f"//{given[0]}")):
            raise Rejected(
                403, "this name is not the engine's: give it with --allow-host to be let in"
            )

    def _check_origin(self, scope: Scope, origin: str) -> None:
        origins = self._access.origins
        if origin in origins or "*" in origins or self._is_ours(scope, _host_of(origin)):
            return
        raise Rejected(403, "another site's page: give its origin with --allow-origin to let it in")

    def _is_ours(self, scope: Scope, host: str | None) -> bool:
        """Whether a name or address is the engine's own: ``scope`` has the address it is at."""
        if host is None:
            return False
        server = scope.get("server")
        return (
            host == "localhost"
            or (server is not None and host == server[0].removeprefix(_MAPPED))
            or host in self._access.hosts
        )

    def _check_token(self, scope: Scope, headers: Headers) -> None:
        access = self._access
        method = scope.get("method", "GET")
        if method == "OPTIONS":
            return
        if scope["path"] == paths.CONFIG and method == "PUT" and access.admin_token is not None:
            if not _matches(_bearer(headers), access.admin_token):
                raise Rejected(401, "Unauthorized")
            return
        if access.token is None or (method in _READS and not access.protect_reads):
            return
        given = headers.get("authorization")
        if given is None:
            raise Rejected(401, "Authorization token not provided")
        token = _bearer(headers)
        if token is None:
            raise Rejected(401, "Invalid authorization token format")
        if not _matches(token, access.token):
            raise Rejected(403, "Token does not have permission")


@lru_cache(maxsize=256)
def _host_of(url: str) -> str | None:
    """The host of an origin or of ``//host:port``, lower case, brackets removed."""
    try:
        parts = urlsplit(url)
        return parts.hostname if parts.netloc and "@" not in parts.netloc else None
    except ValueError:
        return None


def _bearer(headers: Headers) -> str | None:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def _matches(given: str | None, expected: str) -> bool:
    """In constant time; headers are Latin-1 on the wire, tokens may be any text."""
    if given is None:
        return False
    return hmac.compare_digest(given.encode("latin-1"), expected.encode())
