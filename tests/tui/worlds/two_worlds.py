"""Two servers, each with a world of one entity, and an explorer that goes from one to the other."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from threading import Event as Flag

from textual.pilot import Pilot

from flux_tui.client import FluxClient
from flux_tui.errors import UsageError
from flux_tui.model.event import setting
from flux_tui.tui.app import ExplorerApp
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import Workspace, open_workspace
from flux_tui.tui.worlds.book import Card, card_of
from tests.engine.running import local_engine
from tests.tui.composer.publishing import press, type_text
from tests.tui.workspaces import until_shown

WIDE = (118, 34)


@dataclass
class ScriptedBook:
    """Offers what it is given, once ``gate`` is set; ``problem`` is why nothing can be opened."""

    servers: Mapping[str, ExplorerOptions]
    problem: str | None = None
    gate: Flag = field(default_factory=Flag)
    asked: bool = False
    given_up: bool = False

    def cards(self) -> list[Card]:
        return [card_of(options) for options in self.servers.values()]

    def options(self, card: Card, unwanted: Flag) -> ExplorerOptions:
        self.asked = True
        while not self.gate.wait(0.01):
            if unwanted.is_set():
                self.given_up = True
                raise UsageError("it was not waited for")
        if self.problem is not None:
            raise UsageError(self.problem)
        found = [options for options in self.servers.values() if card_of(options) == card]
        return found[0] if found else ExplorerOptions(url=card.target)


@dataclass
class Setting:
    """Two engines, each with one entity, and a book of both; the first is open."""

    book: ScriptedBook
    workspace: Workspace
    urls: list[str]

    def app(self) -> ExplorerApp:
        return ExplorerApp(self.workspace, book=self.book)

    @asynccontextmanager
    async def shown(self) -> AsyncIterator[Pilot[None]]:
        """The explorer, once it shows the world of the first."""
        async with self.app().run_test(size=WIDE) as pilot:
            await until_shown(pilot, "lab-thing")
            yield pilot


@asynccontextmanager
async def two_engines() -> AsyncIterator[Setting]:
    """The first is open."""
    async with local_engine() as lab, local_engine() as hall:
        for engine, name in ((lab, "lab-thing"), (hall, "hall-thing")):
            async with FluxClient(engine.url) as client:
                await client.publish(setting("s", "me", name, {"n": 1}))
        options = ExplorerOptions(url=lab.url, profile="lab", color="green", utc=True)
        other = ExplorerOptions(
            url=hall.url, profile="hall", production=True, read_only=True, utc=True
        )
        book = ScriptedBook({"lab": options, "hall": other})
        book.gate.set()
        urls = [lab.url, hall.url]
        yield Setting(book, open_workspace(options, FluxClient(lab.url)), urls)


async def switch_to(pilot: Pilot[None], name: str) -> None:
    """Choose a server by its name."""
    await press(pilot, "ctrl+o")
    await until_shown(pilot, "switch server")
    await until_shown(pilot, "1 entity")
    await type_text(pilot, name)
    await press(pilot, "enter")
