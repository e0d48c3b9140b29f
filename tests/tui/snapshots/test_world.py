"""How the screen of the world as a whole looks, and what it asks before it changes a server."""

from __future__ import annotations

from flux_tui.model.change import EntityDeleted, Metrics
from flux_tui.model.instant import NS
from tests.tui.snapshots.conftest import Compare
from tests.tui.snapshots.scene import (
    DARK,
    DIALOG,
    SCREEN,
    SMALL_DARK,
    Look,
    Scene,
    happens,
    pictures_of,
    press,
    shows,
    write,
)
from tests.tui.snapshots.stage import Stage
from tests.tui.snapshots.world import ENGINE


def figures(stage: Stage) -> None:
    """A minute of the server's own figures, and somebody who comes and goes."""
    stage.change("visitor-ada", "mood", "curious")
    stage.change("visitor-bob", "mood", "late")
    stage.workspace.world.apply(EntityDeleted("visitor-bob", stage.clock.now()))
    events = 48_000
    for second in range(0, 60, 2):
        stage.clock.go_on(2)
        events += 10 + (second * 7) % 40
        entities, publishers = 9 + second // 25, 1 + second // 20
        metrics = Metrics(stage.clock.now(), entities, events, 0.0, publishers, 3)
        stage.session.say(metrics=metrics, verified=stage.clock.now() - 2 * NS)


WORLD = (happens(figures), press("i"), shows("sqlite log", "visitor"))
SETUP = (*WORLD, press(*["tab"] * 6), shows("largest event"))

SCENES = (
    Scene("world", SCREEN, WORLD, server=ENGINE),
    Scene("connectors-and-configuration", (SMALL_DARK,), SETUP, server=ENGINE),
    Scene(
        "world-of-a-server-that-is-away",
        (DARK, SMALL_DARK),
        (press("i"), shows("is the server running")),
    ),
    Scene(
        "setting",
        DIALOG,
        (*SETUP, press("down", "enter"), write("2500\n"), shows("10,000 → 2,500")),
        server=ENGINE,
    ),
)


@pictures_of(SCENES)
async def test_the_world(looks_as_pictured: Compare, scene: Scene, look: Look) -> None:
    assert await looks_as_pictured(scene, look)
