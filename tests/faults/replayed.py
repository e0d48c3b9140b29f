"""A recording of a real Flux, served again: its frames in their order, its states by HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Container, Iterable
from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from flux_tui.model.change import Metrics
from flux_tui.model.entity import Entity
from flux_tui.model.json import Json
from flux_tui.protocol.frames import UnknownFrame, read_frame
from tests import recordings
from tests.faults.fake_flux import FakeFlux

State = dict[str, dict[str, Json]]


def plain(entities: Iterable[Entity]) -> State:
    return {entity.id: dict(entity.properties) for entity in entities}


@cache
def frames(name: str) -> list[tuple[int, str]]:
    """A recording's frames with the ms at which they came."""
    lines = recordings.lines(name)
    return [(line["ms"], json.dumps(line["received"])) for line in lines if "received" in line]


class Replayed(FakeFlux):
    """Plays a recording's frames; its state is what all frames up to there lead to."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.frames = frames(name)

    def happen(self, texts: Iterable[str]) -> None:
        """These changes are in the state, though nobody was told yet."""
        for text in texts:
            change = read_frame(text)
            if not isinstance(change, Metrics | UnknownFrame):
                self.world.apply(change)

    def tell(self, texts: Iterable[str]) -> None:
        """These frames are sent."""
        for text in texts:
            self.say(text)

    def around_snapshot(
        self, cut: int, before: int, behind: int, lost: Container[int] = ()
    ) -> None:
        """Arrange for a snapshot at frame ``cut``.

        Frames from ``before`` frames earlier on are sent to who subscribes, and the last
        ``behind`` of them, like all that follow, only after the snapshot was taken. Those
        ``lost``, by their place among all, and before the cut, are not sent.
        """
        texts = [text for _, text in self.frames]
        self.happen(texts[:cut])
        start, middle = max(0, cut - before), max(0, cut - behind)
        told = [(place, text) for place, text in enumerate(texts) if place not in lost]
        self.greeting = [text for place, text in told if start <= place < middle]
        rest, later = [text for place, text in told if place >= middle], texts[cut:]

        def when_listed(request: Request) -> Response | None:
            if request.url.path == "/api/state/entities":
                self.tell(rest)
                self.happen(later)
                self.fault = None
            return None

        self.fault = when_listed

    async def play(self, speed: float) -> None:
        """Let it all happen and be told, so many times as fast as it was recorded."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        for ms, text in self.frames:
            await asyncio.sleep(began + ms / 1000 / speed - loop.time())
            self.happen([text])
            self.tell([text])
