"""Rows look as the first rule says that matches their entity, and follow it."""

from __future__ import annotations

from rich.style import Style
from textual.pilot import Pilot

from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from flux_tui.tui.entity_list.entity_list import EntityList
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.rules.rule import Rule
from flux_tui.tui.workspace import Workspace
from tests.tui.workspaces import NOON, app_of, until, until_shown, workspace_of

STATE: dict[str, dict[str, Json]] = {
    "sensor-1": {"temp": 31, "status": "ok"},
    "sensor-2": {"temp": 20, "status": "failing"},
    "sensor-3": {"temp": 21, "status": "ok"},
}
ORANGE = (255, 165, 0)


def ruled_workspace(*rules: Rule) -> Workspace:
    return workspace_of(
        STATE, options=ExplorerOptions(url="http://flux.test:3000", utc=True, rules=rules)
    )


def style_of(pilot: Pilot[None], entity_id: str, text: str) -> Style:
    """The style of a text in an entity's row; none where it does not stand there."""
    entity_list = pilot.app.screen.query_one(EntityList)
    lines = [entity_list.render_line(y) for y in range(entity_list.size.height)]
    row = next(line for line in lines if f" {entity_id} " in line.text)
    styles = (segment.style for segment in row if text in segment.text)
    return next(styles, None) or Style.null()


def is_orange(pilot: Pilot[None], entity_id: str, text: str) -> bool:
    color = style_of(pilot, entity_id, text).color
    return color is not None and color.triplet is not None and tuple(color.triplet) == ORANGE


async def test_a_row_that_matches_has_the_rules_colour_and_follows_its_entity() -> None:
    workspace = ruled_workspace(Rule("temp>30", "orange"))
    async with app_of(workspace).run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "sensor-3")
        await until(pilot, lambda: is_orange(pilot, "sensor-1", "31"), "the rule's colour")
        assert is_orange(pilot, "sensor-1", "sensor-1")
        assert not is_orange(pilot, "sensor-3", "21")
        workspace.world.apply(PropertySet("sensor-3", "temp", 35, NOON))
        await until(pilot, lambda: is_orange(pilot, "sensor-3", "35"), "it matches now")
        workspace.world.apply(PropertySet("sensor-1", "temp", 3, NOON))
        await until(pilot, lambda: not is_orange(pilot, "sensor-1", "3"), "it does no longer")


async def test_what_an_entity_says_of_itself_keeps_its_sign_and_its_colour() -> None:
    workspace = ruled_workspace(Rule("sensor", "orange"))
    async with app_of(workspace).run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "sensor-3")
        await until(pilot, lambda: is_orange(pilot, "sensor-2", "sensor-2"), "the rule's colour")
        assert not is_orange(pilot, "sensor-2", "✗")
        assert not is_orange(pilot, "sensor-2", "failing")


async def test_a_rule_may_ask_for_marks() -> None:
    workspace = ruled_workspace(Rule("@marked", "orange"))
    async with app_of(workspace).run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "sensor-3")
        await pilot.press("space")
        await until(pilot, lambda: is_orange(pilot, "sensor-1", "31"), "it is marked")


async def test_a_rule_that_cannot_be_read_is_told_of() -> None:
    workspace = ruled_workspace(Rule("temp>>3", "orange", "config.toml: rules[1]"))
    async with app_of(workspace).run_test(size=(100, 24), notifications=True) as pilot:
        await until_shown(pilot, "rules[1].where")
