"""The ledger of one server as the explorer uses it: every look and every line written aside."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from flux_tui.client.publishing.receipt import Step
from flux_tui.client.sent.entering import Entering
from flux_tui.client.sent.entry import Entry, Note
from flux_tui.model.clock import Clock
from flux_tui.model.event import Event
from flux_tui.model.observers import Observers
from flux_tui.replica.undo.before import Before

if TYPE_CHECKING:
    from flux_tui.client.sent.store import Store
    from flux_tui.client.sent.unfinished import Begun

T = TypeVar("T")

Steps = Mapping[int, tuple[Step, str | None]]
"""How far events have come and why no further, by their places."""


class Ledger:
    """What a person sent to a server. Nothing is read, nor a file made, before it is wanted."""

    def __init__(self, path: Path | None, clock: Clock) -> None:
        """``path`` is the file; None keeps everything in memory."""
        self._path = path
        self._clock = clock
        self._store: Store | None = None
        self._making = Lock()
        self._observers = Observers[[]]()

    @classmethod
    def of(cls, folder: Path | None, url: str, clock: Clock) -> Ledger:
        """The ledger of a server in a folder; no folder is memory."""
        return cls(None if folder is None else file_of(folder, url), clock)

    @property
    def problem(self) -> str | None:
        """Why what is sent will not be known after this run; None while all is well."""
        return None if self._store is None else self._store.problem

    def close(self) -> None:
        """Let go of the file; what is still written opens it again."""
        if self._store is not None:
            self._store.close()

    def observe(self, observer: Callable[[], None]) -> Callable[[], None]:
        """Tell ``observer`` when entries came or went on, on the event loop; the answer ends it."""
        return self._observers.add(observer)

    async def open(self) -> None:
        """Have the file at hand: soon there is no time to open it."""
        await self.ask(lambda store: store.open())

    async def ask(self, question: Callable[[Store], T]) -> T:
        """Ask the file something, in a thread."""
        return await asyncio.to_thread(self._work, question)

    async def entry(self, number: int) -> Entry | None:
        """One entry; None when it is not kept any more."""
        found = await self.ask(lambda store: store.entries([number]))
        return found[0] if found else None

    async def latest(self, most: int) -> list[Event]:
        """The first events of what was written last, the newest first."""
        return await self._glance(lambda store: store.latest(most), [])

    async def unfinished(self) -> dict[int, Begun]:
        """What processes that are gone had begun to send, by entries that nobody has ended."""
        return await self._glance(lambda store: store.unfinished(), {})

    async def _glance(self, question: Callable[[Store], T], nothing: T) -> T:
        """Ask the file, where there is one: none is made for it."""

        def look() -> T:
            is_new = self._store is None and (self._path is None or not self._path.exists())
            return nothing if is_new else self._work(question)

        return await asyncio.to_thread(look)

    # -- writing -------------------------------------------------------------------------------

    async def begin(
        self,
        events: Sequence[Event],
        befores: Sequence[Before],
        note: Note | None = None,
        texts: Sequence[str] | None = None,
    ) -> int:
        """Keep events before they are sent; the answer is the entry's number.

        ``texts`` are the events as they are going out, where they were written already.
        """
        return await self.enter(note or Note()).add(events, befores, texts)

    def enter(self, note: Note) -> Entering:
        """An entry that begins now, for events that are not known yet."""
        return Entering(self, note, self._clock.now())

    async def write(self, change: Callable[[Store], T]) -> T:
        """Change the file, in a thread."""
        changed = await self.ask(change)
        self._observers.tell()
        return changed

    async def settle(self, entry: int, steps: Steps) -> None:
        """Keep how far events have come."""
        if steps:
            await self.write(lambda store: store.settle(entry, steps))

    async def end(self, entries: Iterable[int]) -> None:
        """Nobody sends them any more."""
        await self.write(lambda store: store.end(*entries))

    def end_aside(self, entry: int, steps: Steps) -> asyncio.Future[None]:
        """Keep the last word on a publication; it is written though nobody waits any more."""

        def write(store: Store) -> None:
            store.settle(entry, steps)
            store.end(entry)

        written = asyncio.get_running_loop().run_in_executor(None, self._work, write)
        written.add_done_callback(lambda _: self._observers.tell())
        return written

    def _work(self, do: Callable[[Store], T]) -> T:
        with self._making:  # two threads may be the first
            if self._store is None:
                from flux_tui.client.sent.store import Store

                self._store = Store(self._path)
        return do(self._store)


def file_of(folder: Path, url: str) -> Path:
    """Where what was sent to a server is kept, a file a server; ``url`` is without credentials."""
    readable = re.sub(r"[^A-Za-z0-9]+", "-", url.partition("://")[2]).strip("-")[:40]
    digest = blake2b(url.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return folder / "sent" / f"{readable}-{digest}.sqlite"
