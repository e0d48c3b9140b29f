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
from tests.tui.workspaces import (
    NOON,
    FrozenClock,
    app_of,
    lines_of,
    until,
    until_shown,
    workspace_of,
)

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


def a_past() -> Past:
    """Three events of one entity; the last repeats a value."""
    flux = Past()
    flux.happens("e", "agent-a", temperature=20.5, unit="C")
    flux.happens("e", "agent-b", temperature=21, status="ok")
    flux.happens("e", "agent-b", temperature=21, status="failing")
    return flux


def rows(lines: list[str], word: str) -> list[str]:
    """The history's rows that hold a word; not the line below that tells of one of them."""
    return [line for line in lines if word in line and "11:00:" in line and "UTC" not in line]


async def until_listed(pilot: Pilot[None]) -> None:
    """Wait until all three events are read, and stand in the list."""
    await until_shown(pilot, "3 events")
    await until(pilot, lambda: rows(lines_of(pilot), "11:00:"), "the rows")
