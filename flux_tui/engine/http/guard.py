"""Who is let in: by the name the engine is called, by the page that calls, by a token.

A web page must not be able to write into a local world: neither from its own origin (Origin), nor
by giving its own name this machine's address (DNS rebinding, Host).
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from starlette.types import Scope

from flux_tui.engine.credentials import NoCredentials, bearer_token
from flux_tui.engine.http.answers import Rejected
from flux_tui.engine.namespaces.namespace import digest_of
from flux_tui.engine.namespaces.registry import Registry
from flux_tui.engine.settings import Access
from flux_tui.protocol import paths
from flux_tui.protocol.headers import LOG_HEADER, NEXT_HEADER, SEQUENCE_HEADER

_MAPPED = "::ffff:"
"""How the address of an IPv4 connection begins on a socket that serves IPv6 too."""

_READS = frozenset({"GET", "HEAD"})
_CORS_METHODS = "GET, HEAD, POST, PUT, DELETE, OPTIONS"
_CORS_EXPOSED = f"{SEQUENCE_HEADER}, {NEXT_HEADER}, {LOG_HEADER}, ETag"
_PREFLIGHT_SECONDS = "600"

_REMEMBERED = 128
"""Verdicts that are kept: few names are used to call an engine, each of them often."""

_OTHER_HOST = "this name is not the engine's: give it with --allow-host to be let in"
_OTHER_ORIGIN = "another site's page: give its origin with --allow-origin to let it in"


class Guard:
    """Checks a request before anything of it is read.

    With namespaces it leaves the writes of events to the gate, which knows what they write.
    """

    def __init__(self, access: Access, registry: Registry | None = None) -> None:
        self._access = access
        self._registry = registry
        self._verdict = lru_cache(maxsize=_REMEMBERED)(self._judge)

    def check(self, scope: Scope) -> str | None:
        """Raises Rejected for who is not let in; the answer is the origin to allow, if any."""
        said = _said(scope["headers"])
        server = scope.get("server")
        verdict = self._verdict(None if server is None else server[0], said.host, said.origin)
        if verdict is not None:
            raise Rejected(403, verdict)
        if scope.get("method") != "OPTIONS":
            self._check_token(scope, said.authorization)
        return said.origin

    def demand_administrator(self, authorization: str | None, words: str) -> None:
        """Raises Rejected (401) with these words for who is not the administrator."""
        if not self._is_administrators(_token_in(authorization)):
            raise Rejected(401, words)

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

    def _judge(self, address: str | None, host: str | None, origin: str | None) -> str | None:
        """What is wrong with being called so, by a page of that origin, at that address."""
        if host is None or not self._is_ours(address, _host_of(f"//{host}")):
            return _OTHER_HOST
        origins = self._access.origins
        if origin is None or origin in origins or "*" in origins:
            return None
        return None if self._is_ours(address, _host_of(origin)) else _OTHER_ORIGIN

    def _is_ours(self, address: str | None, host: str | None) -> bool:
        """Whether a name or address is the engine's own; ``address`` is the one it is at."""
        return host is not None and (
            host == "localhost"
            or (address is not None and host == address.removeprefix(_MAPPED))
            or host in self._access.hosts
        )

    def _check_token(self, scope: Scope, given: str | None) -> None:
        access, path = self._access, scope["path"]
        method = scope.get("method", "GET")
        if path == paths.CONFIG and method == "PUT" and access.admin_token is not None:
            self.demand_administrator(given, "Unauthorized")
        elif self._registry is not None:
            if path == paths.CONNECTORS or path.startswith(f"{paths.CONNECTORS}/"):
                self._demand_known_token(given, "Invalid token: ")
            elif method in _READS and access.protect_reads:
                self._demand_known_token(given)
        elif access.token is None or (method in _READS and not access.protect_reads):
            return
        elif not _matches(_demanded(given), access.token):
            raise Rejected(403, "Token does not have permission")

    def _demand_known_token(self, given: str | None, before: str = "") -> None:
        """Raises Rejected unless a namespace or the administrator has the token."""
        token = _demanded(given, before)
        known = self._registry is not None and self._registry.holder(digest_of(token)) is not None
        if not known and not self._is_administrators(token):
            raise Rejected(403, "Token does not have permission")

    def _is_administrators(self, token: str | None) -> bool:
        expected = self._access.admin_token
        return expected is not None and _matches(token, expected)


class _Said(NamedTuple):
    """The headers that decide; ``host`` is None unless there is exactly one."""

    host: str | None
    origin: str | None
    authorization: str | None


def _said(headers: Iterable[tuple[bytes, bytes]]) -> _Said:
    """Looked for once: what a request says of itself."""
    hosts: list[bytes] = []
    origin = authorization = None
    for name, value in headers:
        if name == b"host":
            hosts.append(value)
        elif name == b"origin" and origin is None:
            origin = value.decode("latin-1")
        elif name == b"authorization" and authorization is None:
            authorization = value.decode("latin-1")
    return _Said(hosts[0].decode("latin-1") if len(hosts) == 1 else None, origin, authorization)


def _host_of(url: str) -> str | None:
    """The host of an origin or of ``//host:port``, lower case, brackets removed."""
    try:
        parts = urlsplit(url)
        return parts.hostname if parts.netloc and "@" not in parts.netloc else None
    except ValueError:
        return None


def _demanded(authorization: str | None, before: str = "") -> str:
    """The token of a request that must have one; raises Rejected (401)."""
    try:
        return bearer_token(authorization)
    except NoCredentials as error:
        raise Rejected(401, f"{before}{error}") from None


def _token_in(authorization: str | None) -> str | None:
    try:
        return bearer_token(authorization)
    except NoCredentials:
        return None


def _matches(given: str | None, expected: str) -> bool:
    """In constant time; headers are Latin-1 on the wire, tokens may be any text."""
    if given is None:
        return False
    return hmac.compare_digest(given.encode("latin-1"), expected.encode())
