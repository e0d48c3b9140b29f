"""The server's state, asked for while the screen's own libraries are still being loaded.

Starting takes as long as importing what draws, and the answer can be on its way meanwhile. It is
asked for by the standard library in a thread, since httpx takes longer to load than the answer to
come. Whatever goes wrong here is nobody's problem: the session asks again by its own means.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from http.client import HTTPException, HTTPMessage
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import IO
from urllib.request import (
    HTTPRedirectHandler,
    HTTPSHandler,
    Request,
    build_opener,
    getproxies,
)

from flux_tui.client.connection import Connection, Params, target
from flux_tui.client.snapshot import SnapshotHead, read_snapshot
from flux_tui.client.turns import Courtesy
from flux_tui.errors import Unreachable
from flux_tui.model.entity import Entity
from flux_tui.protocol import paths
from flux_tui.protocol.headers import JSON

CHUNK = 65_536
"""Bytes read at once."""

WAITING = 1_024
"""Chunks that wait to be taken at most, 64 MiB: then the server waits."""

LOOK = 0.002
"""Seconds between two looks for what has come."""

LONGEST_WAIT = 1.0
"""Seconds for an answer to begin, from when it is wanted: then the session says what is wrong."""

PATIENCE = 0.25
"""Seconds between two looks whether anybody still wants it."""


class FirstLook:
    """One ``GET`` of the state, under way from the moment this is made.

    Nothing is asked where the environment names a proxy for everything: the standard library
    would go past it.
    """

    def __init__(self, connection: Connection, params: Params | None = None) -> None:
        self.asked_at = time.time_ns()
        """By this machine's wall clock."""
        self._connection = connection
        self._request = Request(  # noqa: S310 - a connection's URL is one of http
            connection.url + target(paths.ENTITIES, params),
            headers={"User-Agent": "flux-tui", "Accept": JSON, **connection.authorization()},
        )
        self._header: dict[str, str] = {}
        self._body: Queue[bytes | None] = Queue(WAITING)
        self._unwanted = Event()
        Thread(target=self._fetch, name="first look", daemon=True).start()

    async def snapshot(
        self, take: Callable[[list[Entity]], None], courtesy: Courtesy | None = None
    ) -> SnapshotHead:
        """Hand the entities on in slices, as they come, resting for ``courtesy``.

        Raises Unreachable when no answer came, or only a part of one, and Nonsense when it is no
        list of entities. Only the first call gets anything.
        """
        try:
            chunks = self._chunks()
            return await read_snapshot(self._connection, self._header, chunks, take, courtesy)
        finally:
            self._unwanted.set()

    async def _chunks(self) -> AsyncIterator[bytes]:
        given_up = time.monotonic() + LONGEST_WAIT
        while True:
            try:
                chunk = self._body.get_nowait()
            except Empty:
                if not self._header and time.monotonic() > given_up:
                    chunk = None
                else:
                    await asyncio.sleep(LOOK)
                    continue
            if chunk is None:
                url = self._connection.url
                raise Unreachable(f"{url} gave no whole answer at first; ask again")
            if not chunk:
                return
            yield chunk

    # -- in the thread -------------------------------------------------------------------------

    def _fetch(self) -> None:
        """Queue the body's pieces and an empty one at its end, or None when it fails."""
        opener = build_opener(_NoRedirects, HTTPSHandler(context=self._connection.tls))
        try:
            if "all" in getproxies():
                raise HTTPException
            with opener.open(self._request, timeout=self._connection.timeout) as response:
                for name, value in response.headers.items():
                    self._header[name.lower()] = value
                while chunk := response.read1(CHUNK):
                    if not self._queue(chunk):
                        return
                self._queue(b"" if response.length in (0, None) else None)
        except (OSError, HTTPException, ValueError):
            self._queue(None)

    def _queue(self, chunk: bytes | None) -> bool:
        """Wait until there is room; false when nobody wants it any longer."""
        while not self._unwanted.is_set():
            try:
                self._body.put(chunk, timeout=PATIENCE)
            except Full:
                continue
            return True
        return False


class _NoRedirects(HTTPRedirectHandler):
    """A redirect could carry the token elsewhere: it counts as a failure."""

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        """Never."""
