"""A server with a past, and an explorer that looks at it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from flux_tui.model.event import Event, setting
from flux_tui.model.instant import NS
from flux_tui.model.json import Json
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import Workspace
from tests.faults.fake_flux import FakeFlux
from tests.tui.workspaces import NOON, FrozenClock, app_of, workspace_of

WIDE = (118, 36)
SMALL = (80, 24)


class Past(FakeFlux):
    """A Flux in which everything happened before noon, an event every so many seconds."""

    def __init__(self, began: float = 3_600) -> None:
        super().__init__(now=NOON - round(began * NS), history_by_arrival=True)

    def happens(
        self, entity_id: str, source: str = "agent-a", after: float = 10, **properties: Json
    ) -> Event:
        """One event; its publisher's clock is right."""
        self.now += round(after * NS)
        number = len(self.events)
        event = setting(
            "lab",
            source,
            entity_id,
            properties,
            timestamp=self.now // 1_000_000,
            event_id=f"event-{number}",
        )
        return self.apply(event)


@asynccontextmanager
async def exploring(
    flux: FakeFlux,
    size: tuple[int, int] = WIDE,
    state: Mapping[str, Mapping[str, Json]] | None = None,
    *,
    notifications: bool = False,
) -> AsyncIterator[tuple[Pilot[None], Workspace]]:
    """The explorer of a world, whose first entity has the focus."""
    async with flux.serving() as url:
        options = ExplorerOptions(url=url, utc=True)
        workspace = workspace_of(state or flux.state(), options=options, clock=FrozenClock())
        async with app_of(workspace).run_test(size=size, notifications=notifications) as pilot:
            yield pilot, workspace
