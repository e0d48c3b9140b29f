"""HTTP with one server: requests out, answers back, every failure in the error tree's words."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import quote, urlencode

from flux_tui.client.address import ASK, bearer, parse_address
from flux_tui.client.tls import tls_context
from flux_tui.errors import Nonsense, ReadOnly, Unreachable
from flux_tui.protocol.headers import JSON, JSON_LINES

if TYPE_CHECKING:
    import httpx

    from flux_tui.client.transport import Transport

LARGEST_ANSWER = 1 << 30
"""Bytes of an answer above which it is called nonsense instead of filling the memory."""

READING = frozenset({"GET", "HEAD"})
"""The methods that change nothing: all that a read-only connection sends."""

Params = Mapping[str, str | int | None]
"""A query; parameters that are None are left out."""


class Answer(NamedTuple):
    """A success as it came."""

    status: int
    headers: httpx.Headers
    body: bytes


class Connection:
    """One server over HTTP, by a pool of kept-alive connections.

    ``url`` may be ``http(s)://[user:password@]host[:port][/base]``; the tokens, then the
    credentials in the URL, make the ``Authorization`` header. ``timeout`` is in seconds, for each
    of connecting, sending and waiting for the next bytes. Raises UsageError for what cannot work.

    A ``read_only`` one refuses by itself to send what could change anything, whoever asks for it:
    every request goes through ``stream``, which raises ReadOnly.
    """

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        admin_token: str | None = None,
        ca_file: Path | None = None,
        insecure_tls: bool = False,
        read_only: bool = False,
        timeout: float = 10.0,
    ) -> None:
        address = parse_address(url)
        self.url = address.url
        self.websocket_url = address.websocket
        wanted = address.secure or ca_file is not None  # one that is not there is said anyway
        context = tls_context(ca_file, insecure=insecure_tls) if wanted else None
        self.tls = context if address.secure else None
        self.read_only = read_only
        self.timeout = timeout
        self._authorization = bearer(token, "token") or address.authorization
        self._admin = bearer(admin_token, "admin token") or self._authorization

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.url!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close all connections; nothing can be asked afterwards."""
        if "_transport" in self.__dict__:
            await self._transport.aclose()

    @cached_property
    def _transport(self) -> Transport:
        """Made when something is first asked: what it needs takes as long to load as an answer."""
        from flux_tui.client.transport import Transport

        return Transport(self.url, self.tls, self.timeout)

    def authorization(self, *, admin: bool = False) -> dict[str, str]:
        """The header that proves who is asking; empty without a token."""
        value = self._admin if admin else self._authorization
        return {"Authorization": value} if value else {}

    async def request(
        self,
        method: str,
        path: str,
        *,
        params: Params | None = None,
        content: bytes | None = None,
        admin: bool = False,
    ) -> bytes:
        """The server's JSON (or JSON lines) as it came, checked to be some; empty for a 204.

        ``path`` is escaped already. Raises Unreachable, Refused and its kinds, or Nonsense.
        """
        answer = await self.send(method, path, params=params, content=content, admin=admin)
        kind = answer.headers.get("content-type", "").partition(";")[0]
        if answer.body and kind != JSON_LINES:
            try:
                json.loads(answer.body)
            except (ValueError, RecursionError):
                raise self.nonsense(method, path, "what is no JSON") from None
        return answer.body

    async def send(
        self,
        method: str,
        path: str,
        *,
        params: Params | None = None,
        content: bytes | None = None,
        admin: bool = False,
    ) -> Answer:
        """A whole answer, its body unchecked.

        A question that the server dropped unanswered, as one does that closes an idle connection
        at that moment, is asked once more; what could change something never is.
        """
        asked_again = method != "GET"
        while True:
            try:
                async with self.stream(
                    method, path, params=params, content=content, admin=admin
                ) as response:
                    body = bytearray()
                    async for chunk in self.chunks(response):
                        body += chunk
                    return Answer(response.status_code, response.headers, bytes(body))
            except Unreachable as error:
                import httpx

                if asked_again or not isinstance(error.__cause__, httpx.RemoteProtocolError):
                    raise
                asked_again = True

    @asynccontextmanager
    async def stream(
        self,
        method: str,
        path: str,
        *,
        params: Params | None = None,
        content: bytes | None = None,
        admin: bool = False,
        headers: Mapping[str, str] | None = None,
        silence: float | None = None,
    ) -> AsyncIterator[httpx.Response]:
        """A success (or a 304) whose body is still to be read, by ``chunks`` or by line.

        ``silence`` is how many seconds may pass without a byte, the connection's own timeout when
        None. Failures while the body is read are translated as well.
        """
        if self.read_only and method not in READING:
            raise ReadOnly(f"nothing was sent to {self.url}: it is opened to be read only")
        fields = {
            **self.authorization(admin=admin),
            **({"Content-Type": JSON} if content is not None else {}),
            **(headers or {}),
        }
        async with self._transport.stream(
            method, target(path, params), content=content, headers=fields, silence=silence
        ) as response:
            if "html" in response.headers.get("content-type", ""):
                raise self.nonsense(method, path, "a page of HTML")
            yield response

    async def chunks(self, response: httpx.Response) -> AsyncIterator[bytes]:
        """The body piece by piece; raises Nonsense when there is no end to it."""
        size = 0
        async for chunk in response.aiter_bytes():
            size += len(chunk)
            if size > LARGEST_ANSWER:
                raise Nonsense(f"{self.url} answered with more than {size:,} bytes; {ASK}")
            yield chunk

    def nonsense(self, method: str, path: str, what: str) -> Nonsense:
        """The error for an answer that is not Flux's."""
        return Nonsense(f"{self.url} answered {method} {path[:80]} with {what}; {ASK}")


def target(path: str, params: Params | None) -> str:
    """A path with its query, escaped."""
    given = {name: value for name, value in (params or {}).items() if value is not None}
    query = urlencode(given, quote_via=quote, errors="surrogatepass")
    return f"{path}?{query}" if query else path
