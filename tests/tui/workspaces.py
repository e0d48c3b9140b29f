"""Workspaces for pilot tests: a real world on the screen, and a scripted session."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from contextvars import copy_context
from typing import Any

from textual._context import visible_screen_stack
from textual.app import App
from textual.pilot import Pilot
from textual.strip import Strip

from flux_tui.client import FeedKind, FluxClient, Phase, Session, SessionStatus
from flux_tui.model.entity import Entity
from flux_tui.model.instant import NS
from flux_tui.model.json import Json
from flux_tui.replica.world import World
from flux_tui.tui.app import ExplorerApp
from flux_tui.tui.explorer.explorer import Explorer
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import Workspace, workspace_on

NOON = 1_795_608_000 * NS
"""2026-11-25 12:00:00 UTC, in ns: when these tests play."""

PATIENCE = 20.0
"""Seconds to wait for something: this much only where something is broken, or much else goes on."""

GLANCE = 0.01
"""Seconds between two looks at what is waited for."""


class FrozenClock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, now: int = NOON) -> None:
        self.instant = now

    def now(self) -> int:
        """Nanoseconds since 1970."""
        return self.instant

    def monotonic(self) -> float:
        """Seconds, in step with ``now``."""
        return self.instant / NS

    def go_on(self, seconds: float) -> None:
        """Let time pass."""
        self.instant += round(seconds * NS)


class ScriptedSession(Session):
    """A session that never connects and shows the status that a test gives it."""

    async def run(self) -> None:
        """Do nothing until cancelled."""
        await asyncio.Event().wait()

    def say(self, **status: object) -> None:
        """Show a status that differs from the last in what is given."""
        self._board._show(self._board.status._replace(**status))  # type: ignore[arg-type]

    def heal(self, mended: int) -> None:
        """An audit has mended so many differences."""
        self._board.heal(mended)

    def server_now(self) -> int:
        """The frozen clock's time: the server's and ours are one."""
        return self._clock.now()


def entities(state: Mapping[str, Mapping[str, Json]], *, age: float = 5) -> Iterable[Entity]:
    """Entities of a state, last reported ``age`` seconds before noon."""
    return (
        Entity(entity_id, dict(properties), NOON - round(age * NS))
        for entity_id, properties in state.items()
    )


def workspace_of(
    state: Mapping[str, Mapping[str, Json]],
    *,
    clock: FrozenClock | None = None,
    phase: Phase = Phase.LIVE,
    options: ExplorerOptions | None = None,
) -> Workspace:
    """A workspace whose world is ``state``, followed by SSE and just verified."""
    clock = clock or FrozenClock()
    options = options or ExplorerOptions(url="http://flux.test:3000", utc=True)
    client = FluxClient(options.url)
    world = World()
    world.load(entities(state))
    session = ScriptedSession(client, world, clock=clock)
    session.say(phase=phase, feed=FeedKind.SSE, verified=clock.now())
    return workspace_on(session, world, options, client, clock)


def session_of(workspace: Workspace) -> ScriptedSession:
    """The scripted session of a workspace."""
    assert isinstance(workspace.session, ScriptedSession)
    return workspace.session


def status_of(workspace: Workspace) -> SessionStatus:
    """What its session says now."""
    return workspace.session.status


def explorer_of(pilot: Pilot[None]) -> Explorer:
    """The explorer beneath whatever is open."""
    (explorer,) = (s for s in pilot.app.screen_stack if isinstance(s, Explorer))
    return explorer


def lines_of(pilot: Pilot[None]) -> list[str]:
    """What stands on the screen, line by line; fewer while one that was just opened has no size."""
    return [strip.text for strip in strips_of(pilot.app)]


def strips_of(app: App[Any]) -> list[Strip]:
    """What stands on the screen, with the screens behind a dialog: Textual finds those in the
    context, and takes them from there as it paints."""

    def render() -> list[Strip]:
        visible_screen_stack.set(app._background_screens)
        return app.screen._compositor.render_strips()

    return copy_context().run(render)


def screen_of(pilot: Pilot[None]) -> str:
    """What stands on the screen."""
    return "\n".join(lines_of(pilot))


async def until(pilot: Pilot[None], condition: Callable[[], object], what: str = "") -> None:
    """Let the application run until something holds; fails with the screen when it never does."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"never came true: {what}\n{screen_of(pilot)}")
        await pilot.pause(GLANCE)


async def until_shown(pilot: Pilot[None], text: str) -> None:
    """Let the application run until a text stands on the screen."""
    await until(pilot, lambda: text in screen_of(pilot), f"{text!r} on the screen")


def app_of(workspace: Workspace) -> ExplorerApp:
    """The application on a workspace."""
    return ExplorerApp(workspace)
