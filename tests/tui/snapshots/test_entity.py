"""How one entity looks: what it is, what it was, who set it, and beside another."""

from __future__ import annotations

from tests.tui.snapshots.conftest import Compare
from tests.tui.snapshots.scene import (
    DIALOG,
    SCREEN,
    SMALL_DARK,
    Look,
    Scene,
    pictures_of,
    press,
    shows,
    write,
)
from tests.tui.snapshots.world import PAST

SENSOR = press(*"jjjjjj")
"""To ``sensor-02``."""

HISTORY = (SENSOR, press("h"), shows("5 events, all that"))

SCENES = (
    Scene("properties", SCREEN, (press("j", "j", "enter"), shows("climate"))),
    Scene(
        "raw",
        SCREEN,
        (press("j", "j", "enter", "left_square_bracket", "slash"), write("auto"), shows("1 of 1")),
    ),
    Scene("history", SCREEN, HISTORY, server=PAST),
    Scene(
        "history-narrowed",
        (SMALL_DARK,),
        (*HISTORY, press("slash"), write("status @gate"), shows("2 shown")),
        server=PAST,
    ),
    Scene("blame", SCREEN, (*HISTORY, press("B"), shows("installer")), server=PAST),
    Scene("event", DIALOG, (*HISTORY, press("enter"), shows('"eventId"')), server=PAST),
    Scene("history-of-a-server-that-is-away", (SMALL_DARK,), (SENSOR, press("h"), shows("again"))),
    Scene("value", DIALOG, (press("enter", "v"), shows("300 B"))),
    Scene("compared", SCREEN, (press(*"jjjjj", "space", "space", "equals_sign"), shows(" differ"))),
)


@pictures_of(SCENES)
async def test_an_entity(looks_as_pictured: Compare, scene: Scene, look: Look) -> None:
    assert await looks_as_pictured(scene, look)
