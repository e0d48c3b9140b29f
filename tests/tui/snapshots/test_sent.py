"""How what was sent looks afterwards: the ledger, and what bringing back would do."""

from __future__ import annotations

from flux_tui.client import Step as EventStep
from flux_tui.client.sent.entry import Note, Origin
from flux_tui.model.event import Event, setting
from flux_tui.model.json import Json
from flux_tui.replica.undo.before import ABSENT, Before
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
from tests.tui.snapshots.stage import Stage, at_rest
from tests.tui.snapshots.world import STATE, Server
from tests.tui.workspaces import NOON, until_shown


def sent(entity_id: str, **properties: Json) -> Event:
    """An event as it stands in the ledger."""
    event_id = f"0193e2a7-5c1b-7000-8d2e-{len(entity_id):012}"
    at = NOON // 1_000_000
    return setting("lab.rooms", "me", entity_id, properties, timestamp=at, event_id=event_id)


async def an_hour_of_sending(stage: Stage) -> None:
    """A series, an event that failed, one in doubt, and last a batch of which some stands."""
    ledger = stage.workspace.open_ledger()
    series = [sent(f"beacon-{n}", beat=n) for n in range(40)]
    number = await ledger.begin(series, [ABSENT] * 40, Note(Origin.SERIES))
    await ledger.end_aside(number, dict.fromkeys(range(40), (EventStep.MATERIALISED, None)))
    number = await ledger.begin([sent("room-103", people=1)], [ABSENT])
    await ledger.end_aside(number, {0: (EventStep.FAILED, "source me is banned")})
    stage.clock.go_on(60)
    batch = [
        sent("room-101", people=4, occupied=True),
        sent("sensor-02", temperature=30, status="ok"),
        sent("visitor-ada", mood="curious"),
    ]
    befores = [
        Before(True, {"people": 3, "occupied": False}),
        Before(True, {"temperature": 31.0, "status": "failing"}),
        ABSENT,
    ]
    number = await ledger.begin(batch, befores)
    await ledger.end_aside(number, dict.fromkeys(range(3), (EventStep.MATERIALISED, None)))
    stage.change("visitor-ada", "mood", "curious", "me")
    stage.change("room-101", "people", 4, "me")
    await until_shown(stage.pilot, "visitor-ada")
    await at_rest(stage.pilot)


KNOWN: dict[str, dict[str, Json]] = {
    **STATE,
    "room-101": {**STATE["room-101"], "people": 4},
    "sensor-02": {**STATE["sensor-02"], "temperature": 31.5},
    "visitor-ada": {"mood": "curious"},
}
KNOWING = Server(
    {
        f"/api/state/entities/{entity_id}": {
            "id": entity_id,
            "properties": properties,
            "lastUpdated": "2026-11-25T12:00:00Z",
        }
        for entity_id, properties in KNOWN.items()
    }
)
"""A server that says of each entity what the explorer knows, too."""

SCENES = (
    Scene("ledger", SCREEN, (an_hour_of_sending, press("L"), shows("batch of 3 events", "stands"))),
    Scene(
        "ledger-searched",
        (SMALL_DARK,),
        (
            an_hour_of_sending,
            press("L"),
            shows("batch of 3"),
            press("slash"),
            write("banned"),
            shows("1 found"),
        ),
    ),
    Scene("ledger-that-is-empty", (SMALL_DARK,), (press("L"), shows("nothing was sent yet"))),
    Scene(
        "sending-again",
        DIALOG,
        (an_hour_of_sending, press("L"), shows("batch of 3"), press("s"), shows("once more")),
    ),
    Scene(
        "undo",
        SCREEN,
        (an_hour_of_sending, press("u"), shows("batch of 3", "changed since")),
        server=KNOWING,
    ),
    Scene(
        "undo-of-what-nobody-can-ask",
        (SMALL_DARK,),
        (an_hour_of_sending, press("u"), shows("cannot be known")),
    ),
)


@pictures_of(SCENES)
async def test_what_was_sent(looks_as_pictured: Compare, scene: Scene, look: Look) -> None:
    assert await looks_as_pictured(scene, look)
