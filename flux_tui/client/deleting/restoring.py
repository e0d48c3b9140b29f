"""Bringing deleted entities back: by events that set what they last were, where nothing is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from flux_tui.client.body import encode
from flux_tui.client.deleting.deletion import is_anew
from flux_tui.client.flux_client import FluxClient
from flux_tui.client.presence import present
from flux_tui.client.publishing.publisher import Publisher
from flux_tui.client.publishing.receipt import Receipt, Step
from flux_tui.errors import FluxTuiError
from flux_tui.model.event import Event, setting
from flux_tui.model.json import JsonObject
from flux_tui.protocol.rules import MAX_SINGLE_BYTES
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.world import World

CHUNK = 500
"""Entities that are looked for and brought back at once."""

LARGEST_EVENT = MAX_SINGLE_BYTES - 16_384
"""Bytes of properties in one event, room for all else left."""

STREAM = "undo"
"""The stream of what brings back: that of an entity's own events is not known."""


class Restoration:
    """Entities on their way back, each as it last was.

    ``occupied`` are those that are there again, whoever made them: they are left as they are.
    """

    def __init__(self, records: Mapping[str, EntityRecord]) -> None:
        self.records = dict(records)
        self.restored: set[str] = set()
        self.occupied: set[str] = set()
        self.problem: str | None = None
        self.is_stopped = False
        self.is_done = False
        self._observers: list[Callable[[], None]] = []

    @property
    def left(self) -> list[str]:
        """Those that are neither back nor there already."""
        done = self.restored | self.occupied
        return [entity_id for entity_id in self.records if entity_id not in done]

    def observe(self, observer: Callable[[], None]) -> Callable[[], None]:
        """Tell ``observer`` of every step from now on, synchronously; the answer ends that."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer)

    def stop(self) -> None:
        """Send no more; what is under way is followed to its end."""
        self.is_stopped = True
        self.tell()

    def tell(self) -> None:
        """Something has happened."""
        for observer in list(self._observers):
            observer()


class Restorer:
    """Brings entities back through a publisher; ``source`` is who does."""

    def __init__(
        self, client: FluxClient, world: World, publisher: Publisher, *, source: str
    ) -> None:
        self._client = client
        self._world = world
        self._publisher = publisher
        self._source = source

    async def look(self, restoration: Restoration) -> None:
        """Find out which are there again, by the World and by the server.

        When the server cannot be asked that is the ``problem``.
        """
        restoration.problem = None
        left = restoration.left
        restoration.occupied.update(self._made_anew(restoration, left))
        try:
            restoration.occupied |= await present(self._client, restoration.left)
        except FluxTuiError as error:
            restoration.problem = str(error)
        restoration.tell()

    async def run(self, restoration: Restoration) -> None:
        """Bring back what is left; no failure of a server raises."""
        left = restoration.left
        for start in range(0, len(left), CHUNK):
            if restoration.is_stopped or not await self._restore(
                restoration, left[start : start + CHUNK]
            ):
                break
        restoration.is_done = True
        restoration.tell()

    def _made_anew(self, restoration: Restoration, ids: Sequence[str]) -> list[str]:
        return [i for i in ids if is_anew(self._world, i, restoration.records[i])]

    async def _restore(self, restoration: Restoration, ids: Sequence[str]) -> bool:
        """Bring some back; whether to go on."""
        restoration.occupied.update(self._made_anew(restoration, ids))
        free = [i for i in ids if i not in restoration.occupied]
        events = [e for i in free for e in events_of(restoration.records[i], self._source)]
        receipts = await self._publisher.publish(events)
        failed = {r.event.entity_id: r for r in receipts if not _has_arrived(r)}
        restoration.restored.update(i for i in free if i not in failed)
        for receipt in failed.values():
            restoration.problem = receipt.reason or "it failed"
        restoration.tell()
        return not failed


def events_of(record: EntityRecord, source: str) -> Iterator[Event]:
    """The events that make an entity what it was: one, or more where it is larger than that."""
    part: JsonObject = {}
    size = 0
    for name, value in record.properties.items():
        length = len(encode({name: value}))
        if part and size + length > LARGEST_EVENT:
            yield setting(STREAM, source, record.id, part)
            part, size = {}, 0
        part[name] = value
        size += length
    yield setting(STREAM, source, record.id, part)


def _has_arrived(receipt: Receipt) -> bool:
    return receipt.step is Step.MATERIALISED or (
        receipt.step is Step.UNSEEN and bool(receipt.event.properties)
    )
