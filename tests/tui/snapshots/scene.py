"""What a picture is of: a scene, how one comes to it, and the looks in which it is taken."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pytest

from flux_tui.model.json import Json
from flux_tui.tui.worlds.book import Book
from tests.tui.composer import publishing
from tests.tui.composer.batches import paste
from tests.tui.snapshots.stage import Stage, at_rest
from tests.tui.snapshots.world import STATE, Server
from tests.tui.workspaces import until_shown

WIDE = (118, 36)
SMALL = (80, 24)


@dataclass(frozen=True, slots=True)
class Look:
    """A size of the terminal and a theme."""

    name: str
    size: tuple[int, int]
    theme: str


DARK = Look("dark", WIDE, "flux-dark")
LIGHT = Look("light", WIDE, "flux-light")
CONTRAST = Look("contrast", WIDE, "flux-contrast")
SMALL_DARK = Look("80x24", SMALL, "flux-dark")
SMALL_LIGHT = Look("80x24-light", SMALL, "flux-light")

SCREEN = (DARK, LIGHT, SMALL_DARK)
"""What fills the terminal is laid out by its size."""

DIALOG = (SMALL_DARK, SMALL_LIGHT)
"""What lies over a screen is taken where there is little room for it."""

Step: TypeAlias = Callable[[Stage], Awaitable[None]]
"""What a person does or waits for, or what happens meanwhile."""


def press(*keys: str) -> Step:
    """Press keys, one after another."""

    async def step(stage: Stage) -> None:
        await publishing.press(stage.pilot, *keys)

    return step


def write(text: str) -> Step:
    """Type a text into what is focused; a line end is enter."""

    async def step(stage: Stage) -> None:
        await publishing.type_text(stage.pilot, text)

    return step


def drop(text: str) -> Step:
    """Paste a text: what it changes changes at once."""

    async def step(stage: Stage) -> None:
        await paste(stage.pilot, text)

    return step


def shows(*texts: str) -> Step:
    """Wait until texts stand on the screen."""

    async def step(stage: Stage) -> None:
        for text in texts:
            await until_shown(stage.pilot, text)

    return step


def happens(do: Callable[[Stage], None]) -> Step:
    """Something happens in the world, or to the connection with it."""

    async def step(stage: Stage) -> None:
        do(stage)

    return step


async def a_little_happens(stage: Stage) -> None:
    """Two changes half a minute ago, and one now: what glows, and what has aged."""
    stage.change("room-101", "people", 4)
    stage.change("sensor-01", "status", "warning")
    stage.clock.go_on(30)
    stage.change("sensor-02", "temperature", 31.5)
    await until_shown(stage.pilot, "31.5")
    await at_rest(stage.pilot)


@dataclass(frozen=True, slots=True)
class Scene:
    """``steps`` lead from the explorer of ``state`` to what a picture is taken of."""

    name: str
    looks: tuple[Look, ...]
    steps: tuple[Step, ...] = ()
    begins: Step = a_little_happens
    state: Mapping[str, Mapping[str, Json]] = field(default_factory=lambda: STATE)
    options: Mapping[str, Any] = field(default_factory=dict)
    """Of ``ExplorerOptions``, beside those that every scene has."""
    server: Server = field(default_factory=Server)
    book: Book | None = None
    notifications: bool = False


def pictures_of(scenes: Iterable[Scene]) -> pytest.MarkDecorator:
    """A test for each look of each scene."""
    return pytest.mark.parametrize(
        ("scene", "look"),
        [
            pytest.param(scene, look, id=f"{scene.name}-{look.name}")
            for scene in scenes
            for look in scene.looks
        ],
    )
