"""Where a server is: its URL, checked, and the credentials that stood in it, kept apart."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from flux_tui.errors import UsageError

if TYPE_CHECKING:
    import httpx

ASK = "is a Flux server there?"
"""What to look at when an answer is not Flux's."""

LONGEST_SHOWN = 200
"""How many characters of a malformed URL an error shows."""

_HOST = re.compile(rb"[A-Za-z0-9._-]+|[0-9a-fA-F:.]+")
"""A name, an IPv4 or an IPv6 address; the library lets other characters pass, escaped."""

_PLAIN = re.compile(
    r"(https?)://(?![^/]{250})([a-z0-9]+(?:[.-]+[a-z0-9]+)*)(?::([1-9]\d{0,4}))?((?:/[A-Za-z0-9_~-]+)*)/?"
)
"""The usual URL, which is read without a library that takes longer to load than a server to ask."""

_USUAL_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """A server's URL without credentials, query or trailing slash: safe to show.

    ``authorization`` is the ``Authorization`` header that ``user:password@`` asked for.
    """

    url: str
    authorization: str | None = field(default=None, repr=False)

    @property
    def secure(self) -> bool:
        """Whether it is spoken to over TLS."""
        return self.url.startswith("https:")

    @property
    def websocket(self) -> str:
        """The same with ``ws`` for ``http``."""
        return "ws" + self.url.removeprefix("http")


def parse_address(text: str) -> Address:
    """``http(s)://[user:password@]host[:port][/base]``; raises UsageError for anything else."""
    plain = _PLAIN.fullmatch(text.strip())
    if plain is not None:
        scheme, host, port, base = plain.groups()
        if port is None or int(port) == _USUAL_PORTS[scheme]:
            return Address(f"{scheme}://{host}{base}")
        if int(port) < 65536:
            return Address(f"{scheme}://{host}:{port}{base}")
    return _parse_any(text)


def _parse_any(text: str) -> Address:
    import httpx

    shown = _without_credentials(text.strip())
    try:
        url = httpx.URL(text.strip())
    except (httpx.InvalidURL, UnicodeError) as error:
        raise UsageError(f"{shown!r} is no URL ({error}); give http://HOST:PORT") from None
    if url.scheme not in ("http", "https") or not _HOST.fullmatch(url.raw_host):
        raise UsageError(f"{shown!r} is no URL of a server; give http://HOST:PORT")
    if url.port is not None and not 0 < url.port < 65536:
        raise UsageError(f"{shown!r} names a port outside 1 to 65535; give http://HOST:PORT")
    if url.query or url.fragment:
        raise UsageError(f"{shown!r} has a query or a fragment; give http://HOST:PORT[/BASE]")
    base = url.raw_path.decode("ascii").rstrip("/")
    return Address(f"{url.scheme}://{url.netloc.decode('ascii')}{base}", _basic(url))


def bearer(token: str | None, name: str) -> str | None:
    """A token as an ``Authorization`` header; None without one, ``name`` is for the error."""
    token = (token or "").strip()
    if not token:
        return None
    if not re.fullmatch(r"[\x21-\x7e]+", token):
        raise UsageError(f"the {name} holds characters that no HTTP header can carry; check it")
    return f"Bearer {token}"


def _without_credentials(text: str) -> str:
    before, at, host = text.rpartition("@")
    scheme = f"{before.partition('://')[0]}://" if "://" in before else ""
    return f"{scheme}…@{host}"[:LONGEST_SHOWN] if at else text[:LONGEST_SHOWN]


def _basic(url: httpx.URL) -> str | None:
    if not url.userinfo:
        return None
    user, _, password = url.userinfo.decode("ascii").partition(":")
    pair = f"{unquote(user)}:{unquote(password)}".encode()
    return f"Basic {base64.b64encode(pair).decode('ascii')}"
