"""What can go wrong between here and a server, in the error tree's words."""

from __future__ import annotations

import json
import re
import socket
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpx

from flux_tui.client.address import ASK
from flux_tui.client.remedies import with_remedy
from flux_tui.errors import (
    CutShort,
    FluxTuiError,
    Nonsense,
    NotFound,
    RateLimited,
    Refused,
    TooLarge,
    Unreachable,
)
from flux_tui.protocol.headers import JSON

LONGEST_REASON = 1000
"""How many characters of a server's words are kept."""

GATEWAY = (502, 503, 504)
"""Statuses with which a proxy says that the server behind it does not answer."""

LOCKED = (401, 403)
"""Statuses of who must not come in."""

LOGIN = "if a proxy on the way asks for a login, write the URL as http://USER:PASSWORD@HOST"
"""What to do about a page that says so: Flux's own refusals are no pages."""

_BEFORE_SENDING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
_DISCONNECTED = "Server disconnected"
"""How httpcore's RemoteProtocolError starts when the peer closed without a word of answer."""


def transport_failure(
    error: httpx.TransportError | httpx.DecodingError, where: str, *, answering: bool
) -> FluxTuiError:
    """What a failed exchange means; ``answering`` is whether the answer had begun to come."""
    if isinstance(error, _BEFORE_SENDING):
        return Unreachable(connect_sentence(error, where))
    if isinstance(error, httpx.TimeoutException):
        sentence = f"{where} does not answer in time; is the server stuck?"
        return Unreachable(sentence, sent=True, slow=True)
    if isinstance(error, httpx.LocalProtocolError):
        return Unreachable(f"the request to {where} cannot be written as HTTP ({error})")
    if isinstance(error, httpx.DecodingError):
        return Nonsense(f"{where} answered with a body that cannot be decompressed; {ASK}")
    if answering:
        return CutShort(f"{where} closed the connection in the middle of its answer; try again")
    if isinstance(error, httpx.RemoteProtocolError) and not str(error).startswith(_DISCONNECTED):
        return Nonsense(f"what answers at {where} does not speak HTTP; {ASK}")
    return Unreachable(f"{where} closed the connection without an answer; try again", sent=True)


def connect_sentence(error: BaseException, where: str) -> str:
    """Why no connection came about, in one sentence."""
    cause = _first_cause(error)
    if isinstance(error, httpx.ProxyError):
        return f"the proxy on the way to {where} refused ({error}); check the proxy variables"
    if isinstance(error, TimeoutError | httpx.TimeoutException):
        return f"no connection to {where} in time; check the address and the network"
    if isinstance(cause, ssl.SSLCertVerificationError):
        return (
            f"the certificate of {where} is not trusted ({cause.verify_message}); "
            "give its authority with --ca-file"
        )
    if isinstance(cause, ssl.SSLError):
        return f"no TLS with {where} ({cause.reason}); does it speak plain http?"
    if isinstance(cause, socket.gaierror):
        return f"the host of {where} is not known; check its name"
    if isinstance(cause, ConnectionRefusedError):
        return f"nobody answers at {where} (connection refused); is the server running?"
    words = cause.strerror if isinstance(cause, OSError) and cause.strerror else str(error)
    return f"no connection to {where} ({words or type(error).__name__}); is the server running?"


def _first_cause(error: BaseException) -> BaseException:
    """The operating system's own error behind the library's, where there is one.

    asyncio joins the failures of several addresses of a host into one OSError without a number;
    its text still names the refusal.
    """
    seen: BaseException | None = error
    found = error
    while seen is not None:
        found = seen
        if isinstance(seen, BaseExceptionGroup):
            seen = seen.exceptions[0]
        else:
            seen = seen.__cause__ or seen.__context__
    if type(found) is OSError and "Connect call failed" in str(found):
        return ConnectionRefusedError(str(found))
    return found


def refusal(status: int, headers: Mapping[str, str], body: bytes, where: str) -> FluxTuiError:
    """What an answer that is no success means.

    Flux itself never answers 502, 503 or 504 but in its own JSON, so one in other words is a
    proxy's: the server is unreachable, and what was sent may have reached it.
    """
    if 300 <= status < 400:
        target = headers.get("location", "elsewhere")[:200]
        return Nonsense(f"{where} redirects to {target}; use that address")
    reason, seconds = own_words(headers, body), retry_after(headers)
    if status in GATEWAY and _kind(headers) != JSON:
        return Unreachable(
            f"the proxy at {where} gets no answer from the server behind it ({name_of(status)})",
            sent=True,
            slow=status == HTTPStatus.GATEWAY_TIMEOUT,
            retry_after=seconds,
        )
    if reason is None:
        advice = LOGIN if status in LOCKED else ASK
        return Nonsense(f"{where} answered {name_of(status)} with a page, not with JSON; {advice}")
    is_wordless, reason = not reason, reason or name_of(status)
    advised = with_remedy(reason, status)
    sentence = f"{where} {'fails' if status >= 500 else 'refused'}: {advised}"
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        sentence += "; its own log says why"
    match status:
        case 404:
            advised = f"{reason}; {ASK}" if is_wordless else advised
            return NotFound(f"not found at {where}: {advised}", status=status, reason=reason)
        case 413:
            return TooLarge(f"too large for {where}: {reason}", status=status, reason=reason)
        case 429:
            again = "" if seconds is None else f"; try again in {seconds:.0f} s"
            return RateLimited(
                f"{sentence}{again}", status=status, reason=reason, retry_after=seconds
            )
        case _:
            return Refused(sentence, status=status, reason=reason, retry_after=seconds)


def own_words(headers: Mapping[str, str], body: bytes) -> str | None:
    """The server's words in a refusal; empty when it gave none, None when they are not Flux's.

    Flux's own are ``{"error": text}``, plain text, or nothing at all (``http.jsonl``).
    """
    if not body.strip():
        return ""
    if _kind(headers) == JSON:
        try:
            content = json.loads(body)
        except (ValueError, RecursionError):
            return None
        error = content.get("error") if isinstance(content, dict) else None
        return error[:LONGEST_REASON] if isinstance(error, str) else None
    if _kind(headers) == "text/plain":
        return body.decode("utf-8", "replace").strip()[:LONGEST_REASON]
    return None


def _kind(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def name_of(status: int) -> str:
    """``502 Bad Gateway``; the number alone where it has no name."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """``Retry-After`` in seconds, from either of its forms; None without one that makes sense."""
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}", value):
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
