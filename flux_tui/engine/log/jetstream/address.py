"""Where NATS is, and by what right one is let in; secrets are never shown."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from flux_tui.errors import LogError, UsageError

DEFAULT_PORT = 4222
"""NATS's port for clients."""

SCHEMES = ("nats", "tls")
"""What the servers are asked in; with ``tls`` an unencrypted answer is refused."""


@dataclass(frozen=True, slots=True)
class NatsAddress:
    """The servers of one NATS, as URLs without secrets, and the secrets beside them."""

    urls: tuple[str, ...]
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    credentials: Path | None = None
    ca: Path | None = None
    certificate: Path | None = None
    key: Path | None = None

    @property
    def place(self) -> str:
        """The servers, for people."""
        return ",".join(self.urls)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be shown."""
        return tuple(secret for secret in (self.password, self.token) if secret)

    def tls(self) -> ssl.SSLContext | None:
        """How the servers prove who they are, and we; None where nothing demands encryption.

        Raises LogError when a file cannot be used.
        """
        if not (self.ca or self.certificate or any(url.startswith("tls:") for url in self.urls)):
            return None
        try:
            context = ssl.create_default_context(cafile=self.ca)
            if self.certificate is not None:
                context.load_cert_chain(self.certificate, self.key)
        except OSError as error:  # ssl.SSLError is one too.
            file = self.certificate or self.ca
            raise LogError(
                f"the certificates for NATS cannot be used ({file}: {error.strerror or error}): "
                "give PEM files with --nats-ca, --nats-cert and --nats-key"
            ) from None
        return context


def parse_address(
    text: str,
    *,
    token: str | None = None,
    credentials: Path | None = None,
    ca: Path | None = None,
    certificate: Path | None = None,
    key: Path | None = None,
) -> NatsAddress:
    """The address that ``--nats`` gives: URLs with commas between them.

    ``nats://token@host`` or ``nats://user:password@host`` says by what right, as NATS's own tools
    take it. Raises UsageError, which repeats nothing of the text: there may be a secret in it.
    """
    servers = [_server(part.strip(), place) for place, part in enumerate(text.split(","), start=1)]
    named = next((url for url in servers if url.username), None)
    user = None if named is None else unquote(named.username or "")
    password = None if named is None or named.password is None else unquote(named.password)
    if user is not None and password is None:
        user, token = None, user
    if credentials is not None:
        _demand_usable(credentials)
    if (certificate is None) != (key is None):
        raise UsageError("--nats-cert and --nats-key belong together; give both")
    return NatsAddress(
        tuple(_plain(url) for url in servers),
        user,
        password,
        token or None,
        credentials,
        ca,
        certificate,
        key,
    )


def _server(text: str, place: int) -> SplitResult:
    """One URL, whose host and port can be relied on; raises UsageError, without its text."""
    complaint = UsageError(
        f"the {_ordinal(place)} URL of --nats is none of NATS: "
        f"give nats://HOST:{DEFAULT_PORT} or tls://HOST:{DEFAULT_PORT}"
    )
    try:
        url = urlsplit(text if "://" in text else f"nats://{text}")
        host, _ = url.hostname, url.port  # both are read only now, and may be refused
    except ValueError:
        raise complaint from None
    if not host or url.scheme not in SCHEMES or url.path.strip("/") or url.query:
        raise complaint
    return url


def _plain(url: SplitResult) -> str:
    """A server without secrets."""
    host = url.hostname or ""
    return f"{url.scheme}://{f'[{host}]' if ':' in host else host}:{url.port or DEFAULT_PORT}"


def _demand_usable(credentials: Path) -> None:
    """Raises UsageError for a file that is none, and where what reads it is not installed."""
    try:
        content = credentials.read_bytes()
    except OSError as error:
        raise UsageError(
            f"there is no file {credentials} to read ({error.strerror}): give one with --nats-creds"
        ) from None
    if b"BEGIN NATS USER JWT" not in content or b"BEGIN USER NKEY SEED" not in content:
        raise UsageError(f"{credentials} is no credentials file: make one with nsc")
    try:
        import nkeys  # noqa: F401 - nats-py needs it for credentials alone
    except ImportError:
        raise UsageError(
            "a credentials file needs what signs with it: pip install 'flux-tui[nkeys]'"
        ) from None


def _ordinal(number: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(number, f"{number}th")
