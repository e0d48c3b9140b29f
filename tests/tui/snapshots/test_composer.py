"""How writing events looks: forms, batches, files, templates, and what became of what was sent."""

from __future__ import annotations

import json

from flux_tui.client import Step as EventStep
from flux_tui.model.event import Event
from tests.tui.composer.batches import line
from tests.tui.snapshots.conftest import Compare
from tests.tui.snapshots.scene import (
    DARK,
    DIALOG,
    SCREEN,
    SMALL_DARK,
    SMALL_LIGHT,
    Look,
    Scene,
    drop,
    happens,
    pictures_of,
    press,
    shows,
    write,
)
from tests.tui.snapshots.stage import Stage

NEW = (press("n"), shows("new event"))
EVENT = (*NEW, write("lab.rooms\nme\nroom-101\n\npeople\n12\nmood\nbusy"))
FROM_ENTITY = (press("j", "j", "e"), shows("event from room-101"))

BATCH = (
    press("b"),
    shows("batch of events"),
    drop(
        "\n".join(
            (
                line("room-101", people=12),
                line("sensor-02", temperature="31.5"),
                line("visitor-ada", mood="curious", badge={"number": 42}),
                line("room-102", people=0, occupied=True),
                line("sensor-04", "Lab Sensors", status="ok"),
                line("service-db"),
            )
        )
    ),
    shows("6 events", "1 refused"),
)

LAMP = {
    "description": "Sets the light of a room",
    "event": {
        "stream": "lab.rooms",
        "source": "{{who=me}}",
        "payload": {
            "entity_id": "room-{{number=101}}",
            "properties": {"light": "{{percent:number=40}}", "since": "{{now}}"},
        },
    },
}
VISIT = {"description": "Somebody comes", "events": [LAMP["event"]]}


def templates(stage: Stage) -> None:
    """Two templates, and a file that is none."""
    folder = stage.folder / "templates"
    folder.mkdir()
    (folder / "light.json").write_text(json.dumps(LAMP))
    (folder / "visit.json").write_text(json.dumps(VISIT))
    (folder / "broken.json").write_text('{"event": 1}')


def fates(stage: Stage) -> None:
    """What becomes of a batch: most of it arrives."""

    def fate(event: Event) -> tuple[EventStep, str | None]:
        match event.entity_id:
            case "visitor-ada":
                return EventStep.FAILED, "the server refused it: source me is banned"
            case "room-102":
                return EventStep.UNSEEN, "agent-a has set it since"
            case _:
                return EventStep.MATERIALISED, None

    stage.publisher.fate = fate


def a_table(stage: Stage) -> None:
    """A table whose last row has no entity."""
    rows = ("entity_id,power,note", "lamp-1,40,hall", "lamp-2,1.50,", ",3,nobody's")
    (stage.folder / "lamps.csv").write_text("\n".join(rows))


def no_answer(stage: Stage) -> None:
    """From now on what is sent stays on its way."""
    stage.publisher.gate.clear()


SENDABLE = (
    press("b"),
    shows("batch of events"),
    drop(
        "\n".join(
            (
                line("room-101", people=12),
                line("visitor-ada", mood="curious"),
                line("room-102", people=5),
                line("sensor-04", status="ok"),
            )
        )
    ),
    shows("4 events"),
)

SCENES = (
    Scene("event", SCREEN, EVENT),
    Scene("event-from-an-entity", (DARK, SMALL_DARK), FROM_ENTITY),
    Scene("event-as-json", (DARK, SMALL_LIGHT), (*EVENT, press("ctrl+t"), shows('"people"'))),
    Scene(
        "event-with-mistakes",
        DIALOG,
        (
            *NEW,
            write("Lab Rooms\n\nroom-101\n"),
            press("ctrl+u"),
            write("soon\nx\n"),
            press("ctrl+s"),
        ),
    ),
    Scene(
        "event-that-arrived", (DARK, SMALL_LIGHT), (*EVENT, press("ctrl+s"), shows("in the state"))
    ),
    Scene(
        "words",
        (SMALL_DARK,),
        (*NEW, press("tab", "tab", "f9"), shows("room-101")),
    ),
    Scene("batch", SCREEN, BATCH),
    Scene("batch-as-a-table", SCREEN, (*BATCH, press("f2"), shows("entity"))),
    Scene(
        "batch-with-a-slip",
        (SMALL_DARK,),
        (press("b"), shows("batch of events"), drop('[{"stream": "s",\n  }]'), shows("line 2")),
    ),
    Scene(
        "batch-of-which-some-arrived",
        (DARK, SMALL_LIGHT),
        (happens(fates), *SENDABLE, press("ctrl+s"), shows("banned")),
    ),
    Scene(
        "batch-in-production",
        DIALOG,
        (*SENDABLE, press("ctrl+s"), shows("production")),
        options={"production": True, "profile": "plant-north"},
    ),
    Scene("templates", (SMALL_DARK,), (happens(templates), press("T"), shows("light"))),
    Scene(
        "template",
        DIALOG,
        (
            happens(templates),
            press("T"),
            shows("light"),
            write("light\n"),
            shows("percent"),
            press("tab", "tab"),
            write("x"),
        ),
    ),
    Scene(
        "template-that-is-saved",
        (SMALL_DARK,),
        (
            *EVENT,
            press("f3"),
            shows("save this"),
            write("save\n"),
            shows("save as a template"),
            write("full-house"),
        ),
    ),
    Scene(
        "cell-that-is-typed",
        (DARK, SMALL_LIGHT),
        (*SENDABLE, press("f2"), shows("line"), press(*["right"] * 4, "enter"), write("13")),
    ),
    Scene(
        "batch-on-its-way",
        (DARK, SMALL_LIGHT),
        (happens(no_answer), *SENDABLE, press("ctrl+s"), shows("no answer yet")),
    ),
    Scene(
        "repetition-that-is-left",
        DIALOG,
        (
            happens(no_answer),
            *EVENT,
            press("f5"),
            shows("again and again"),
            press("enter"),
            shows("f6 stops"),
            press("escape", "q"),
            shows("still repeating"),
        ),
    ),
    Scene(
        "file-that-is-opened",
        DIALOG,
        (
            happens(a_table),
            press("b"),
            shows("batch of events"),
            press("ctrl+o"),
            shows("open a file"),
            write("lamps.csv\n"),
            shows("row 4"),
        ),
    ),
    Scene("help-of-the-composer", (SMALL_DARK,), (*NEW, press("f1"), shows("help"))),
    Scene(
        "file-that-is-saved",
        (SMALL_DARK,),
        (*SENDABLE, press("f7"), shows("Save")),
    ),
    Scene(
        "event-for-each",
        DIALOG,
        (
            press(*"jjjjj", *["space"] * 4, "E"),
            shows("an event for each"),
            write("lab"),
            press("enter"),
            write("me"),
            press("enter"),
            write('{"seen": "{{now}}", "was": "{{its.status}}"}'),
            shows("was=warning"),
        ),
    ),
    Scene("series", (SMALL_DARK,), (*EVENT, press("f4"), shows("1  "))),
    Scene("repeat", DIALOG, (*EVENT, press("f5"), shows("again and again"), write("30s"))),
    Scene(
        "repeat-of-a-template",
        (SMALL_DARK,),
        (
            happens(templates),
            press("T"),
            shows("light"),
            write("light\n"),
            shows("percent"),
            press("enter"),
            shows("new event"),
            press("f5"),
            shows("is filled in anew", "3  room-101"),
        ),
    ),
)


@pictures_of(SCENES)
async def test_the_composer(looks_as_pictured: Compare, scene: Scene, look: Look) -> None:
    assert await looks_as_pictured(scene, look)
