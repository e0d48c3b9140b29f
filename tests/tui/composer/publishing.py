"""A publisher that does what a test says, and keys as a person types them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from textual import events
from textual.pilot import Pilot

from flux_tui.client import Publisher, Receipt, Sending, Step
from flux_tui.client.publishing.receipt import Advance, Report
from flux_tui.client.publishing.receipts import Receipts
from flux_tui.client.publishing.sending import STOPPED
from flux_tui.client.publishing.written import Ready
from flux_tui.client.sent.entry import Note
from flux_tui.errors import FluxTuiError
from flux_tui.model.change import StateChange
from flux_tui.model.event import Event
from flux_tui.model.json import Json
from flux_tui.replica.projection import project
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import Workspace
from tests.tui.workspaces import NOON, app_of, explorer_of, until, workspace_of

WIDE = (120, 34)

SENSORS: dict[str, dict[str, Json]] = {
    "sensor-01": {"temperature": 20.5, "status": "ok", "unit": "celsius"},
    "sensor-02": {"temperature": 21.0, "status": "ok", "unit": "celsius"},
}
"""A small world."""

Fate = Callable[[Event], tuple[Step, str | None]]
"""What becomes of an event, and why."""


def succeeds(event: Event) -> tuple[Step, str | None]:
    """Accepted, and seen in the state."""
    return Step.MATERIALISED, None


class ScriptedPublisher(Publisher):
    """Publishes into a World at once, or lets events fail; keeps what it was given."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace.client)
        self._changes = workspace.world
        self.published: list[list[Event]] = []
        self.doubts: list[dict[str, int]] = []
        """Of which of them it was said that they may have arrived before."""
        self.fate: Fate = succeeds
        self.error: FluxTuiError | None = None
        self.gate = asyncio.Event()
        """While it is not set, what was sent gets no answer."""
        self.gate.set()

    async def publish(
        self,
        events: Sequence[Event],
        *,
        report: Report | None = None,
        sending: Sending | None = None,
        note: Note | None = None,
        doubts: Mapping[str, int] | None = None,
        ready: Iterable[Ready] | None = None,
    ) -> Sequence[Receipt]:
        """Report each step of each event."""
        made = () if ready is None else ready
        events = [event for some in made for event in some.events] or list(events)
        receipts = Receipts(events)

        def tell(*advance: Any) -> None:
            for hear in (receipts.take, report or receipts.take):
                hear(Advance(*advance))

        self.published.append(events)
        if note is not None:
            note.entry = len(self.published)
        self.doubts.append(dict(doubts or {}))
        tell(range(len(events)), Step.SENT)
        await self.gate.wait()
        if sending is not None and not await sending.may_go():
            self.fate = lambda event: (Step.FAILED, STOPPED)
        if self.error is not None:
            raise self.error
        for place, event in enumerate(events):
            step, reason = self.fate(event)
            if step in (Step.MATERIALISED, Step.UNSEEN):
                tell([place], Step.ACCEPTED, None, [3.2])
            if step is Step.MATERIALISED:
                self._apply(project(event, NOON))
            tell([place], step, reason, [5.1] if step is Step.MATERIALISED else [])
        return receipts

    def _apply(self, changes: Sequence[StateChange]) -> None:
        for change in changes:
            self._changes.apply(change)


def scripted(
    state: Mapping[str, Mapping[str, Json]] | None = None,
    options: ExplorerOptions | None = None,
) -> tuple[Workspace, ScriptedPublisher]:
    """A workspace on a world, and its publisher."""
    workspace = workspace_of(state or {}, options=options)
    publisher = ScriptedPublisher(workspace)
    return replace(workspace, publisher_of=lambda _: publisher), publisher


def only(published: list[list[Event]]) -> Event:
    """The one event that was published in one go."""
    ((event,),) = published
    return event


@asynccontextmanager
async def exploring(
    workspace: Workspace, size: tuple[int, int] = WIDE
) -> AsyncIterator[Pilot[None]]:
    """The explorer on a workspace, its list on the screen."""
    async with app_of(workspace).run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: explorer_of(pilot).is_mounted)
        await pilot.pause()
        yield pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one after another, each once the last one has gone through all queues.

    Pilot's own waits until the process is idle, which takes a tenth of a second for each key.
    """
    for key in keys:
        _post(pilot, key)
        await _settled(pilot)
    await pilot.pause(0)


async def type_text(pilot: Pilot[None], text: str) -> None:
    """Type a text into what is focused, as fast as a terminal hands it on."""
    names = {"\n": "enter", " ": "space"}
    for character in text:
        _post(pilot, names.get(character, character))
    await _settled(pilot)
    await pilot.pause(0)


async def retype(pilot: Pilot[None], text: str) -> None:
    """Type a text into the focused field in the place of what stands there."""
    await press(pilot, "ctrl+u", "ctrl+k")
    await type_text(pilot, text)


async def type_event(pilot: Pilot[None], *words: str) -> None:
    """Type words into one field after another, with enter between them."""
    for word in words:
        await type_text(pilot, word)
        await press(pilot, "enter")


def _post(pilot: Pilot[None], key: str) -> None:
    character = {"space": " ", "enter": "\r"}.get(key, key)
    event = events.Key(key, character if len(character) == 1 else None)
    event.set_sender(pilot.app)
    pilot.app.post_message(event)


async def _settled(pilot: Pilot[None]) -> None:
    """Wait until the application, what is focused, and all around it have taken what was given."""
    focused = pilot.app.focused or pilot.app.screen
    for node in (pilot.app, *focused.ancestors_with_self):
        taken = asyncio.Event()
        if node.call_later(taken.set):
            await taken.wait()
