"""Colour rules are read once, the first that matches holds, and what is wrong is said in words."""

from __future__ import annotations

import pytest
from rich.style import Style
from textual.color import ColorParseError

from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from flux_tui.tui.explorer.view_context import ViewContext
from flux_tui.tui.rules.reading import look_of, read_rules
from flux_tui.tui.rules.rule import Rule
from flux_tui.tui.rules.ruled import Look, Ruled
from tests.tui.workspaces import NOON, FrozenClock, workspace_of

STATE: dict[str, dict[str, Json]] = {"sensor-1": {"temp": 31}, "sensor-2": {"temp": 20}}


def ruled_by(*rules: Rule, clock: FrozenClock | None = None) -> tuple[Ruled, list[str]]:
    ruled = Ruled()
    workspace = workspace_of(STATE, clock=clock)
    problems = read_rules(rules, ViewContext(workspace), ruled)
    return ruled, problems


def looks(ruled: Ruled) -> dict[str, Look | None]:
    return {key: ruled.look(record) for key, record in workspace_of(STATE).world.entities.items()}


def test_the_first_rule_that_matches_holds() -> None:
    ruled, problems = ruled_by(Rule("temp>30", "error"), Rule("sensor", "dim bold"))
    assert problems == []
    assert looks(ruled) == {
        "sensor-1": Look(("failing",)),
        "sensor-2": Look(("dim",), Style(bold=True)),
    }
    assert not ruled.by_time


def test_before_rules_are_read_there_are_none() -> None:
    assert set(looks(Ruled()).values()) == {None}


def test_a_style_is_words_of_the_theme_and_colours() -> None:
    assert look_of("Warning").parts == ("warning",)
    assert look_of("bold #ff8800").own == Style(bold=True, color="#ff8800")
    assert look_of("orange").own.color is not None
    with pytest.raises(ColorParseError):
        look_of("blurple")


def test_what_is_wrong_names_the_place_and_the_other_rules_hold() -> None:
    ruled, problems = ruled_by(
        Rule("temp>>30", "error", "c.toml: rules[1]"),
        Rule("temp>30", "blurple", "c.toml: rules[2]"),
        Rule("temp>30", "accent", "c.toml: rules[3]"),
    )
    assert problems[0].startswith("c.toml: rules[1].where: The query cannot be read at column 6")
    assert problems[1].startswith("c.toml: rules[2].style: blurple is none of error, warning")
    assert looks(ruled)["sensor-1"] == Look(("bar",))


def test_a_rule_may_go_by_time() -> None:
    clock = FrozenClock()
    workspace = workspace_of(STATE, clock=clock)
    ruled = Ruled()
    read_rules([Rule("@age<1m", "accent")], ViewContext(workspace), ruled)
    workspace.world.apply(PropertySet("sensor-1", "temp", 32, NOON))
    record = workspace.world.entities["sensor-1"]
    assert ruled.by_time
    assert ruled.look(record) is not None
    clock.go_on(61)
    assert ruled.look(record) is None
