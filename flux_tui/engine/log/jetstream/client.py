"""nats-py's client, which does not wait for a server that reads no more.

Such a server (frozen, or behind a network that is gone) keeps its connection open: once the
buffers on the way are full, nats-py waits for ever, when it changes servers as well as at its end.
"""

from __future__ import annotations

import contextlib

import nats.errors
from nats.aio.client import Client
from nats.aio.transport import TcpTransport

FLUSH_SECONDS = 2.0
"""How long a publisher waits until what is unsent goes out; it may be sent again later."""

UNBOUNDED = 0
"""The queue of those who wait for that: its places are not given back by who waits no more, and
the pings that notice a silent server wait in it, too."""


class NatsClient(Client):
    """A client that hangs up on a server it gives up."""

    async def let_go(self) -> None:
        """Close, once what is unsent has gone out, or will not any more."""
        with contextlib.suppress(OSError, nats.errors.Error):
            if not self.is_connected or not await self._is_heard():
                self._hang_up()
                self._pending.clear()
                self._pending_data_size = 0
            await self.close()

    async def _is_heard(self) -> bool:
        try:
            await self.flush(FLUSH_SECONDS)  # type: ignore[arg-type]  # A float does.
        except nats.errors.Error:
            return False
        return True

    async def _attempt_reconnect(self) -> None:
        self._hang_up()
        await super()._attempt_reconnect()

    def _hang_up(self) -> None:
        """Close the connection at once, whatever of it is unsent: nats-py would wait for that."""
        transport = self._transport
        if isinstance(transport, TcpTransport) and transport._io_writer is not None:
            transport._io_writer.transport.abort()
