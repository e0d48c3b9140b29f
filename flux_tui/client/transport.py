"""Requests over HTTP by httpx, every failure in the error tree's words.

Importing httpx takes as long as asking a server: whoever has nothing to ask yet stays with
``connection``, which loads this when the first question comes.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from importlib import import_module

import httpx

from flux_tui.client.failures import refusal, transport_failure
from flux_tui.errors import UsageError
from flux_tui.protocol.headers import JSON

LOADED_LATER = ("httpcore", "anyio._backends._asyncio")
"""What httpx and anyio import when first asked, 40 ms on the event loop: rather with this module,
which a thread may import."""

for _name in LOADED_LATER:
    with suppress(ImportError):
        import_module(_name)

LARGEST_REFUSAL = 1 << 16
"""Bytes read of an answer that is no success; its words are at its beginning."""

_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For plain http: trusts nobody, and is ready at once (loading the authorities takes 20 ms)."""


class Transport:
    """A pool of kept-alive connections to one server; ``timeout`` is in seconds.

    Raises UsageError when the environment's proxy variables cannot be used.
    """

    def __init__(self, url: str, tls: ssl.SSLContext | None, timeout: float) -> None:
        self._url = url
        self._timeout = timeout
        try:
            self._http = httpx.AsyncClient(
                verify=tls or _NO_TLS,
                timeout=timeout,
                headers={"User-Agent": "flux-tui", "Accept": JSON},
            )
        except (ValueError, ImportError, httpx.InvalidURL) as error:
            raise UsageError(f"a proxy variable cannot be used ({error}); correct it") from None

    async def aclose(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    @asynccontextmanager
    async def stream(
        self,
        method: str,
        target: str,
        *,
        content: bytes | None,
        headers: Mapping[str, str],
        silence: float | None,
    ) -> AsyncIterator[httpx.Response]:
        """A success (or a 304) whose body is still to be read.

        ``silence`` is how many seconds may pass without a byte, the timeout when None. Failures
        while the body is read are translated as well.
        """
        request = self._http.build_request(
            method,
            self._absolute(target),
            content=content,
            headers=headers,
            timeout=httpx.Timeout(self._timeout, read=silence or self._timeout),
        )
        response: httpx.Response | None = None
        try:
            response = await self._http.send(request, stream=True)
            if not (response.is_success or response.status_code == httpx.codes.NOT_MODIFIED):
                body = await _beginning(response)
                where = self._url + target.partition("?")[0][:80]
                raise refusal(response.status_code, response.headers, body, where)
            yield response
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise transport_failure(error, self._url, answering=response is not None) from error
        finally:
            if response is not None:
                await response.aclose()

    def _absolute(self, target: str) -> httpx.URL:
        try:
            return httpx.URL(self._url + target)
        except httpx.InvalidURL as error:
            raise UsageError(f"the request to {self._url} is no URL ({error})") from None


async def _beginning(response: httpx.Response) -> bytes:
    body = b""
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > LARGEST_REFUSAL:
            break
    return body
