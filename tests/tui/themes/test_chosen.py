"""The theme chosen in the explorer is worn again, until the configuration names another."""

from __future__ import annotations

from pathlib import Path

from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.themes.themes import DARK, LIGHT, USUAL
from tests.tui.themes.painted import painted
from tests.tui.workspaces import app_of, until_shown, workspace_of


async def worn(folder: Path, *, theme: str | None = None, choose: str = "") -> str:
    """The theme that an explorer opens in; before it is left, another one may be chosen."""
    options = ExplorerOptions(
        url="http://flux.test:3000", profile="lab", state_folder=folder, theme=theme
    )
    app = app_of(workspace_of({"lab-1": {}}, options=options))
    async with app.run_test() as pilot:
        await until_shown(pilot, "lab-1")
        opened = pilot.app.theme
        if choose:
            pilot.app.theme = choose
            await pilot.pause()
    return opened


async def test_the_usual_one_is_ours(tmp_path: Path) -> None:
    assert await worn(tmp_path) == USUAL


async def test_what_was_chosen_is_worn_again(tmp_path: Path) -> None:
    await worn(tmp_path, choose="flux-light")
    assert await worn(tmp_path) == "flux-light"


async def test_a_configuration_that_was_changed_since_counts_more(tmp_path: Path) -> None:
    await worn(tmp_path, theme="nord", choose="flux-light")
    assert await worn(tmp_path, theme="nord") == "flux-light"
    assert await worn(tmp_path, theme="dracula") == "dracula"


async def test_a_theme_that_there_is_not_is_said(tmp_path: Path) -> None:
    options = ExplorerOptions(url="http://flux.test:3000", theme="flux-drak")
    app = app_of(workspace_of({"lab-1": {}}, options=options))
    async with app.run_test(notifications=True) as pilot:
        await until_shown(pilot, "mean flux-dark")
        assert pilot.app.theme == USUAL


async def test_the_title_wears_another_theme_as_soon_as_the_rows() -> None:
    workspace = workspace_of({"job-1": {"status": "failed"}, "job-2": {"status": "done"}})
    async with app_of(workspace).run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "── ✗ 1 ──")
        for theme in (LIGHT, DARK, LIGHT, DARK):
            pilot.app.theme = theme.name
            await pilot.pause()
            signs = [text for text in painted(pilot) if "✗" in text.text]
            assert len(signs) == 3
            assert len({sign.color for sign in signs}) == 1
