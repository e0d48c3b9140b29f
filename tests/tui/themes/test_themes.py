"""Every text can be read in our themes, wherever it stands, and Textual's themes can be worn."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from rich.color import ColorSystem
from textual.pilot import Pilot
from textual.theme import BUILTIN_THEMES

from flux_tui.model.change import PropertySet
from flux_tui.tui.filter_bar.offers import Offers
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.themes.themes import CONTRAST, DARK, LIGHT, OURS
from flux_tui.tui.workspace import Workspace
from tests.tui.snapshots.world import STATE
from tests.tui.themes.painted import Painted, painted
from tests.tui.workspaces import (
    FrozenClock,
    app_of,
    lines_of,
    until,
    until_shown,
    workspace_of,
)

AA, AAA = 4.5, 7.0
"""The contrast that WCAG 2.2 asks for: usual, and enhanced."""

LEAST = {DARK.name: AA, LIGHT.name: AA, CONTRAST.name: AAA}


def of_theme(theme: str) -> tuple[Workspace, FrozenClock]:
    clock = FrozenClock()
    options = ExplorerOptions(
        url="http://flux.test:3000", profile="lab", production=True, theme=theme, utc=True
    )
    return workspace_of(STATE, clock=clock, options=options), clock


@asynccontextmanager
async def explorer_in(theme: str) -> AsyncIterator[Pilot[None]]:
    """An explorer with something failing, something marked, and something that glows."""
    workspace, clock = of_theme(theme)
    async with app_of(workspace).run_test(size=(118, 36)) as pilot:
        await until_shown(pilot, "room-101")
        workspace.world.apply(PropertySet("room-101", "people", 4, clock.now(), "a", "0193-e2"))
        await until_shown(pilot, "3 → 4")
        yield pilot


SCREENS = {
    "explorer": [],
    "marked": ["j", "space"],
    "filter": [
        "slash",
        *"a=1",
        "space",
        *"b~/x/",
        "space",
        *"!@new",
        "space",
        *"or",
        "space",
        *"c>",
    ],
    "help": ["question_mark"],
    "palette": ["ctrl+p"],
    "event": ["j", "j", "e"],
    "batch": ["b", *"[1]"],
    "sort": ["s"],
    "copy": ["y"],
    "switcher": ["ctrl+o"],
}
"""Screens by the keys that open them."""


async def all_texts(theme: str) -> dict[str, list[Painted]]:
    """The texts of each screen in a theme."""
    texts = {}
    for name, keys in SCREENS.items():
        async with explorer_in(theme) as pilot:
            await pilot.press(*keys)
            await pilot.pause()
            texts[name] = list(painted(pilot))
    return texts


@pytest.mark.parametrize("theme", [theme.name for theme in OURS])
async def test_every_text_has_the_contrast_that_reading_takes(theme: str) -> None:
    poor = {
        (name, text.text.strip()[:40], round(text.contrast, 1))
        for name, texts in (await all_texts(theme)).items()
        for text in texts
        if text.contrast < LEAST[theme]
    }
    assert poor == set()


@pytest.mark.parametrize("theme", [theme.name for theme in OURS])
async def test_so_has_what_is_offered_in_the_filter(theme: str) -> None:
    async with explorer_in(theme) as pilot:
        offers = pilot.app.screen.query(Offers).first()
        await pilot.press("slash", *"stat")
        await until(pilot, lambda: offers.is_open)
        await pilot.press("down")
        await until_shown(pilot, "status  property")
        await until(pilot, lambda: offers.chosen is not None)
        await pilot.pause()
        poor = [text for text in painted(pilot) if text.contrast < LEAST[theme]]
        assert poor == []


@pytest.mark.parametrize("system", [ColorSystem.EIGHT_BIT, ColorSystem.STANDARD])
@pytest.mark.parametrize("theme", [theme.name for theme in OURS])
async def test_with_few_colours_no_text_vanishes_in_its_ground(
    theme: str, system: ColorSystem
) -> None:
    async with explorer_in(theme) as pilot:
        shown = [text.on(system) for text in painted(pilot)]
    assert [text for text in shown if text.color == text.ground] == []


@pytest.mark.parametrize("theme", [name for name, theme in BUILTIN_THEMES.items()])
async def test_textuals_own_themes_can_be_worn(theme: str) -> None:
    async with explorer_in(theme) as pilot:
        assert pilot.app.theme == theme
        poor = [text for text in painted(pilot) if text.contrast < 1.5]
        assert poor == []


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light", DARK.name])
@pytest.mark.parametrize("key", ["s", "y", "x", "d", "question_mark", "ctrl+o"])
async def test_a_dialog_lies_over_what_is_beneath_it(theme: str, key: str) -> None:
    async with explorer_in(theme) as pilot:
        (first, *_) = lines_of(pilot)
        await pilot.press(key)
        await until(pilot, lambda: pilot.app.screen.is_modal)
        assert lines_of(pilot)[0] == first
