"""What of a stylesheet is parsed once, and what again."""

from __future__ import annotations

from flux_tui.tui.sparing_stylesheet import SparingStylesheet
from tests.tui.workspaces import app_of, until_shown, workspace_of


def sheet() -> SparingStylesheet:
    stylesheet = SparingStylesheet(variables={"accent": "red"})
    stylesheet.add_source("Label { color: $accent; }")
    return stylesheet


def test_with_the_same_variables_nothing_is_parsed_again() -> None:
    stylesheet = sheet()
    (before,) = stylesheet.rules
    stylesheet.set_variables({"accent": "red"})
    stylesheet.reparse()
    assert stylesheet.rules[0] is before


def test_other_variables_and_what_was_added_are_seen() -> None:
    stylesheet = sheet()
    assert "#FF0000" in stylesheet.css
    stylesheet.set_variables({"accent": "blue"})
    stylesheet.add_source("Input { color: $accent; }", read_from=("another", ""))
    stylesheet.reparse()
    assert "#FF0000" not in stylesheet.css
    assert stylesheet.css.count("#0000FF") == 2


def test_rules_are_told_apart_as_by_textual_itself() -> None:
    stylesheet = sheet()
    stylesheet.add_source("Label { color: $accent; }", read_from=("another", ""))
    first, second = stylesheet.rules
    assert len({first, second, first}) == 2
    assert [hash(rule) for rule in (first, second)] == [
        object.__hash__(first),
        object.__hash__(second),
    ]


async def test_another_theme_is_put_on() -> None:
    async with app_of(workspace_of({"a": {"x": 1}})).run_test() as pilot:
        await until_shown(pilot, "a")
        before = pilot.app.screen.styles.background
        pilot.app.theme = "flux-light"
        await pilot.pause()
        assert pilot.app.screen.styles.background != before
