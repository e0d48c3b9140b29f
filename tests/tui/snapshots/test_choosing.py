"""How it looks when something is chosen: columns, orders, filters, servers, files, anything."""

from __future__ import annotations

from flux_tui.tui.filter_bar.saved import save
from tests.tui.snapshots.books import OtherServers
from tests.tui.snapshots.conftest import Compare
from tests.tui.snapshots.scene import (
    DARK,
    DIALOG,
    LIGHT,
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
from tests.tui.snapshots.world import ENGINE

TO_ROOM = press("j", "j")
MARK_ALL = press("ctrl+a")
PALETTE = press("ctrl+p")


def filters_with_names(stage: Stage) -> None:
    """Two that were saved."""
    save(stage.workspace.remembered, "too hot", "temperature>30 @group=sensor")
    save(stage.workspace.remembered, "on call", "@failing or @stale")


FILTERS = (
    happens(filters_with_names),
    press("slash"),
    drop("room"),
    shows("2 of 10"),
    press("enter", "slash"),
    drop("people>3"),
    shows("1 of 10"),
    press("enter"),
    press("F"),
    shows("too hot"),
)

SCENES = (
    Scene("columns", DIALOG, (press(*"jjjj", "o"), shows("columns of sensor"), press("j", "j"))),
    Scene("order", (SMALL_DARK,), (press("s"), shows("sort by"))),
    Scene("grouping", (SMALL_DARK,), (press("ctrl+g"), shows("group by"))),
    Scene("filters", DIALOG, FILTERS),
    Scene(
        "name-of-a-filter",
        (SMALL_DARK,),
        (press("slash"), drop("battery<20"), press("ctrl+s"), shows("name this"), write("low")),
    ),
    Scene("filter-by-what-stands-there", (SMALL_DARK,), (TO_ROOM, press("plus"), shows("people"))),
    Scene(
        "copy",
        (DARK, SMALL_DARK, SMALL_LIGHT),
        (TO_ROOM, press("enter", "j", "y"), shows("publish command")),
    ),
    Scene("export", DIALOG, (MARK_ALL, press("x"), shows("‹ 10 marked ›"))),
    Scene(
        "delete",
        (DARK, SMALL_DARK, SMALL_LIGHT),
        (MARK_ALL, press("d"), shows("10 entities: sensor 4")),
    ),
    Scene(
        "delete-in-production",
        DIALOG,
        (MARK_ALL, press("d"), shows("10 entities: sensor 4"), write("10")),
        options={"production": True, "profile": "plant-north"},
    ),
    Scene(
        "delete-that-failed",
        (SMALL_DARK,),
        (TO_ROOM, press("d"), shows("Delete room-101"), press("ctrl+s"), shows("again")),
    ),
    Scene(
        "servers",
        DIALOG,
        (press("ctrl+o"), shows("no answer")),
        options={"profile": "lab", "color": "green"},
        server=ENGINE,
        book=OtherServers(),
    ),
    Scene(
        "palette",
        (LIGHT, SMALL_DARK),
        (press("ctrl+p"), shows("Sort"), write("hist"), shows("History")),
    ),
    Scene("themes", (SMALL_LIGHT,), (PALETTE, write("theme\n"), shows("flux-light"))),
    Scene("help", DIALOG, (press("question_mark"), shows("help"))),
)


@pictures_of(SCENES)
async def test_a_choice(looks_as_pictured: Compare, scene: Scene, look: Look) -> None:
    assert await looks_as_pictured(scene, look)
