"""Where a filter shows nothing because nobody has the property it names, that is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from flux_tui.replica.query import parse
from flux_tui.tui.explorer.slips import Evidence, nearest, slip
from tests.tui.composer.publishing import exploring, press, type_text
from tests.tui.workspaces import NOON, screen_of, until, until_shown, workspace_of

STATE: dict[str, dict[str, Json]] = {
    "room-1": {"temperature": 20, "door": {"open": True}},
    "lamp-1": {"on": True, "a.b": 1, "status": "failing", "level": 3},
    "lamp-2": {"on": False, "status": "ok", "level": None},
}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("temp>30", "No entity has temp; there is temperature."),
        ("temprature>=1", "No entity has temprature; there is temperature."),
        ("Temperature=99", "No entity has Temperature; there is temperature."),
        ("on=true zzz=1", "No entity has zzz."),
        ('temperature>"20"', "temperature is never text; it is a number."),
        ("level=high", "level is never text; it is null or a number."),
        ("on=1", "on is never a number; it is true or false."),
        ("door~/x/", "door is never text; it is an object."),
        ("status=faling", "No status is faling; there is failing."),
        ("status=broken", "No status is broken."),
    ],
)
async def test_a_name_that_nobody_has_is_said_with_the_one_that_was_meant(
    text: str, said: str
) -> None:
    async with exploring(workspace_of(STATE), (80, 24)) as pilot:
        await press(pilot, "slash")
        await type_text(pilot, text)
        await press(pilot, "enter")
        await until_shown(pilot, said)


@pytest.mark.parametrize(
    "text",
    [
        "temperature>30",
        "door.open=false",
        "a.b=2",
        "@failing",
        "status>failing",
        "on!=3",
        "level=5",
    ],
)
def test_where_names_types_and_texts_occur_nothing_is_said(text: str) -> None:
    world = workspace_of(STATE).world
    evidence = Evidence(parse(text))
    for record in world.entities.values():
        evidence.take(record)
    assert slip(evidence) == ""


async def test_once_somebody_has_it_it_is_said_no_more() -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace, (80, 24)) as pilot:
        await press(pilot, "slash")
        await type_text(pilot, "fan=true")
        await press(pilot, "enter")
        await until_shown(pilot, "No entity has fan")
        workspace.world.apply(PropertySet("lamp-1", "fan", False, NOON))
        await until(pilot, lambda: "No entity has fan" not in screen_of(pilot), "there is one")


@given(st.text(max_size=8), st.sets(st.text(max_size=8), max_size=6))
def test_what_is_offered_is_one_of_the_names(wanted: str, names: set[str]) -> None:
    assert nearest(wanted, names) in {None, *names}


def test_what_begins_so_comes_first() -> None:
    assert nearest("temp", {"tempo", "temperature", "stamp"}) == "tempo"
    assert nearest("hunidity", {"humidity", "h"}) == "humidity"
    assert nearest("x", {"humidity", "n"}) is None


def test_what_is_alike_by_chance_is_not_meant_and_what_holds_it_is() -> None:
    assert nearest("temp", {"steps"}) is None
    assert nearest("temp", {"steps", "outside_temp"}) == "outside_temp"
