"""How the explorer looks: list, changes, filter, and what it says of its connection."""

from __future__ import annotations

from flux_tui.client import FeedKind, Phase, Trouble
from flux_tui.model.instant import NS
from flux_tui.tui.rules.rule import Rule
from tests.tui.snapshots.conftest import Compare
from tests.tui.snapshots.scene import (
    CONTRAST,
    DARK,
    LIGHT,
    SCREEN,
    SMALL_DARK,
    SMALL_LIGHT,
    Look,
    Scene,
    Step,
    drop,
    happens,
    pictures_of,
    press,
    shows,
)
from tests.tui.workspaces import NOON

RULES = (
    Rule("temperature<10", "accent bold"),
    Rule("occupied=false", "dim"),
    Rule("@group=service", "#c678dd"),
)


def connection(**status: object) -> Step:
    """The session says something else of its connection."""
    return happens(lambda stage: stage.session.say(**status))


OFFLINE = connection(
    phase=Phase.OFFLINE,
    feed=None,
    retry_at=NOON + 34 * NS,
    problem="http://flux.test:3000 does not answer (connection refused); is it running?",
)
REFUSED = connection(
    phase=Phase.OFFLINE,
    trouble=Trouble.REFUSED,
    feed=None,
    verified=None,
    problem="http://flux.test:3000 refused: Authorization header required; set FLUX_TOKEN, or "
    "token in the profile",
)
TOO_LARGE = connection(
    phase=Phase.OFFLINE,
    trouble=Trouble.TOO_LARGE,
    feed=None,
    verified=None,
    problem="the world of http://flux.test:3000 takes more than 500 MB of memory; open a part of "
    "it with --prefix, --namespace or --scope, or allow more with --world-mb",
)


async def nothing(_: object) -> None:
    """Nothing has happened yet."""


SCENES = (
    Scene("list", (DARK, LIGHT, CONTRAST, SMALL_DARK, SMALL_LIGHT)),
    Scene("changes", SCREEN, (press("z"), shows("ok → warning"))),
    Scene(
        "marked-and-paused",
        (DARK, LIGHT),
        (
            press(*"jj", "space", "space", "p"),
            happens(lambda stage: stage.change("sensor-04", "status", "failing")),
            shows("1 change waiting"),
        ),
    ),
    Scene("rules", (DARK, LIGHT), options={"rules": RULES}),
    Scene(
        "production",
        (DARK, LIGHT),
        options={"profile": "plant-north", "production": True, "read_only": True},
    ),
    Scene("empty", (SMALL_DARK,), (shows("world is empty"),), begins=nothing, state={}),
    Scene(
        "connecting",
        (SMALL_DARK,),
        (connection(phase=Phase.CONNECTING, feed=None, verified=None), shows("Connecting to")),
        begins=nothing,
        state={},
    ),
    Scene(
        "loading",
        (SMALL_DARK,),
        (
            connection(phase=Phase.LOADING, feed=None, verified=None, loaded=41_000),
            shows("Loading the world"),
        ),
        begins=nothing,
        state={},
    ),
    Scene(
        "never-connected",
        (SMALL_DARK, SMALL_LIGHT),
        (connection(verified=None), OFFLINE, shows("No world from")),
        begins=nothing,
        state={},
    ),
    Scene("too-large", (SMALL_DARK,), (TOO_LARGE, shows("--world-mb")), begins=nothing, state={}),
    Scene("refused", (SMALL_DARK,), (REFUSED, shows("FLUX_TOKEN")), begins=nothing, state={}),
    Scene(
        "too-large-in-part", (SMALL_DARK,), (TOO_LARGE, shows("--world-mb"), shows("part of more"))
    ),
    Scene(
        "refused-meanwhile",
        (DARK, SMALL_DARK),
        (REFUSED, connection(verified=NOON), shows("as of 12:00:00"), shows("FLUX_TOKEN")),
    ),
    Scene("offline", SCREEN, (OFFLINE, shows("is it running?"))),
    Scene("stale", (SMALL_DARK,), (connection(phase=Phase.STALE), shows("stale since"))),
    Scene(
        "mute", (SMALL_DARK,), (connection(feed=FeedKind.WEBSOCKET, mute=True), shows("is mute"))
    ),
    Scene(
        "healed",
        (DARK, LIGHT),
        (happens(lambda stage: stage.session.heal(3)), shows("an audit found 3 differences")),
        notifications=True,
    ),
    Scene(
        "filter-that-nothing-matches",
        (SMALL_DARK,),
        (press("slash"), drop("nothing"), shows("0 of 10"), press("enter")),
    ),
    Scene(
        "filter-with-offers",
        (SMALL_DARK, SMALL_LIGHT),
        (press("slash"), drop("room or stat"), shows("status  property")),
    ),
    Scene(
        "filter-with-a-mistake",
        (SMALL_DARK, SMALL_LIGHT),
        (press("slash"), drop("temperature>=20 @stal"), shows("perhaps @stale")),
    ),
    Scene(
        "filter-off",
        (SMALL_DARK,),
        (
            press("slash"),
            drop("sensor"),
            shows("4 of 10"),
            press("enter", "f"),
            shows("filter off"),
        ),
    ),
)


@pictures_of(SCENES)
async def test_the_explorer(looks_as_pictured: Compare, scene: Scene, look: Look) -> None:
    assert await looks_as_pictured(scene, look)
