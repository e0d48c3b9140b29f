"""The connection to NATS: kept up for ever, and never louder than its secrets."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import ssl
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg

from flux_tui.engine.ending import end
from flux_tui.engine.log.jetstream.address import NatsAddress
from flux_tui.engine.log.jetstream.client import FLUSH_SECONDS, UNBOUNDED, NatsClient
from flux_tui.errors import LogAway, LogError

LOGGER = logging.getLogger(__name__)

CONNECT_SECONDS = 5
"""How long the first connection may take; any later one is tried until the engine ends."""

RETRY_SECONDS = 0.25
"""Seconds between two tries to connect to the same server."""

PING_SECONDS = 5
"""A server that leaves two pings without an answer is given up."""

REQUEST_SECONDS = 3.0
"""How long JetStream may take to answer a question, a new leader's election not included."""

CLIENT_NAME = "flux-tui engine"
"""How the engine calls itself in the servers' lists of connections."""

Handler: TypeAlias = Callable[[Msg], Awaitable[None]]


class ApiRefusal(LogError):
    """JetStream said no; ``code`` is its own number for the reason (10059: no such stream)."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


class Connection:
    """One connection, to whichever of the servers answers; it comes back by itself.

    nats-py reconnects; where it gives up for good (a token that is refused, a server that
    dislikes us) a new client takes over the subscriptions.
    """

    def __init__(self, address: NatsAddress) -> None:
        self.client = NatsClient()
        self.problem = "it was not reached yet"
        self.on_lost: list[Callable[[], None]] = []
        self.on_back: list[Callable[[], None]] = []
        self._address = address
        self._subscriptions: list[tuple[str, Handler]] = []
        self._renewal: asyncio.Task[None] | None = None
        self._closing = False
        self._is_lost = False

    @classmethod
    async def open(cls, address: NatsAddress) -> Connection:
        """Connect; raises LogAway when no server answers, LogError when one refuses us."""
        connection = cls(address)
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await connection._connect()
        except TimeoutError:
            await connection.close()
            raise LogAway(
                f"no NATS server answers at {address.place} ({connection.problem}): "
                "start it, or give another with --nats"
            ) from None
        except (OSError, ValueError, nats.errors.Error) as error:
            await connection.close()
            raise LogError(
                f"NATS at {address.place} does not let the engine in "
                f"({connection._hidden(str(error))}): check the token, the credentials and the "
                "certificates that it was given"
            ) from None
        return connection

    @property
    def place(self) -> str:
        """The servers, for people; without secrets."""
        return self._address.place

    @property
    def is_connected(self) -> bool:
        """Whether what is sent now goes out."""
        return self.client.is_connected

    @property
    def max_payload(self) -> int:
        """The largest message, headers included, that the server takes."""
        return self.client.max_payload

    async def subscribe(self, subject: str, handler: Handler) -> None:
        """Have ``handler`` called with each message of a subject, until the connection closes."""
        self._subscriptions.append((subject, handler))
        await self.client.subscribe(subject, cb=handler)

    async def ask(self, subject: str, content: Mapping[str, Any] | None = None) -> Any:
        """A question to JetStream's API (``$JS.API.`` is put before it), and its answer.

        Raises ApiRefusal when the answer is no, LogAway when there is none.
        """
        body = b"" if content is None else json.dumps(content).encode()
        try:
            if not self.is_connected:
                raise LogAway(self.away())
            answer = await self.client.request(f"$JS.API.{subject}", body, REQUEST_SECONDS)
            value = json.loads(answer.data)
        except nats.errors.NoRespondersError:
            raise LogAway(
                f"NATS at {self.place} has no JetStream: start its servers with -js"
            ) from None
        except (OSError, ValueError, nats.errors.Error) as error:
            raise LogAway(self.away(error)) from None
        if "error" in value:
            refusal = value["error"]
            raise ApiRefusal(str(refusal.get("description")), int(refusal.get("err_code", 0)))
        return value

    def away(self, error: Exception | None = None) -> str:
        """The sentence for what NATS did not answer."""
        why = self.problem if error is None else self._hidden(str(error) or "no answer")
        return f"NATS at {self.place} does not answer ({why}): it is tried again"

    async def close(self) -> None:
        """Let go of the servers."""
        self._closing = True
        await end(self._renewal)
        await self.client.let_go()

    # -- keeping it up -------------------------------------------------------------------------

    async def _connect(self) -> None:
        self.client = client = NatsClient()
        refused: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        async def on_error(error: Exception) -> None:
            self.problem = self._hidden(str(error) or type(error).__name__)
            LOGGER.debug("NATS: %s", self.problem)
            if _is_refusal(error) and not refused.done():
                refused.set_exception(error)
                refused.exception()  # Seen here: nobody may wait any more.

        connecting = asyncio.create_task(
            client.connect(error_cb=on_error, **self._options(client)), name="NATS connecting"
        )
        try:
            await asyncio.wait((connecting, refused), return_when=asyncio.FIRST_COMPLETED)
            if refused.done():
                refused.result()
            connecting.result()
        finally:
            await end(connecting)
        for subject, handler in self._subscriptions:
            await client.subscribe(subject, cb=handler)

    def _options(self, client: Client) -> dict[str, Any]:
        """How nats-py is to connect: to come back by itself, for ever; times are in seconds."""
        address = self._address
        return {
            "servers": list(address.urls),
            "name": CLIENT_NAME,
            "disconnected_cb": self._on_lost,
            "reconnected_cb": self._on_back,
            "closed_cb": self._on_closed,
            "connect_timeout": CONNECT_SECONDS,
            "reconnect_time_wait": RETRY_SECONDS,
            "max_reconnect_attempts": -1,
            "ping_interval": PING_SECONDS,
            "max_outstanding_pings": 2,
            "flush_timeout": FLUSH_SECONDS,
            "flusher_queue_size": UNBOUNDED,
            "tls": address.tls(),
            "user": address.user,
            "password": self._guarded(client, address.password),
            "token": self._guarded(client, address.token),
            "user_credentials": None if address.credentials is None else str(address.credentials),
            "skip_subject_validation": True,
        }

    def _guarded(self, client: Client, secret: str | None) -> Callable[[], str] | None:
        """A secret that goes to a ``tls://`` server only when the connection is encrypted."""
        if secret is None:
            return None

        def give() -> str:
            if self._demands_tls and not client._server_info.get("tls_required"):
                raise nats.errors.Error("the server offers no encryption, and tls:// demands it")
            return secret

        return give

    @property
    def _demands_tls(self) -> bool:
        return any(url.startswith("tls:") for url in self._address.urls)

    async def _on_lost(self) -> None:
        if not self._is_lost and not self._closing:
            self._is_lost = True
            LOGGER.info("the connection to NATS at %s is lost (%s)", self.place, self.problem)
            for tell in list(self.on_lost):
                tell()

    async def _on_back(self) -> None:
        self._is_lost = False
        LOGGER.info("NATS at %s answers again", self.place)
        for tell in list(self.on_back):
            tell()

    async def _on_closed(self) -> None:
        """nats-py has given up: begin anew, for as long as it takes."""
        if not self._closing and self._renewal is None:
            self._renewal = asyncio.create_task(self._renew(), name="NATS connection")

    async def _renew(self) -> None:
        await self._on_lost()
        while True:
            try:
                await self._connect()
                break
            except (OSError, ValueError, LogError, nats.errors.Error) as error:
                self.problem = self._hidden(str(error) or type(error).__name__)
                with contextlib.suppress(OSError, nats.errors.Error):
                    await self.client.close()
                await asyncio.sleep(1)
        self._renewal = None
        await self._on_back()

    def _hidden(self, text: str) -> str:
        for secret in self._address.secrets:
            text = text.replace(secret, "<hidden>")
        return text.removeprefix("nats: ").strip("' ")


def _is_refusal(error: Exception) -> bool:
    """Whether trying again with the same secrets is in vain."""
    text = str(error).lower()
    if isinstance(error, ssl.SSLError):
        return "certificate" in text
    return "authorization" in text or "authentication" in text or "no encryption" in text
