"""A notice stands where a person does not type, and escape takes it away."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets._toast import Toast

from flux_tui.model.json import Json
from tests.tui.workspaces import app_of, explorer_of, until, until_shown, workspace_of

STATE: dict[str, dict[str, Json]] = {f"room-{n}": {"temperature": n} for n in range(6)}
SIZES = [(60, 20), (80, 24)]
LONG = "config.toml: rules[1].where: column 7: expected a value such as 30, true, ok, found the end"


def toasts(pilot: Pilot[None]) -> list[Toast]:
    """The notices that are seen."""
    return [toast for toast in pilot.app.screen.query(Toast) if toast.region.area]


def covered(pilot: Pilot[None]) -> list[str]:
    """What of the dialog's fields and buttons lies beneath a notice."""
    dialog = pilot.app.screen
    notices = [toast.region for toast in toasts(pilot)]
    return [
        str(widget)
        for widget in dialog.focus_chain
        for notice in notices
        if widget.region.overlaps(notice)
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", ["d", "n", "b", "x", "y", "s", "E"])
async def test_no_field_of_a_dialog_is_covered(key: str, size: tuple[int, int]) -> None:
    async with app_of(workspace_of(STATE)).run_test(size=size, notifications=True) as pilot:
        await until_shown(pilot, "room-0")
        pilot.app.notify(LONG, severity="warning", timeout=60, markup=False)
        await until_shown(pilot, "rules[1]")
        await pilot.press(key)
        await until(pilot, lambda: pilot.app.screen is not explorer_of(pilot), "a dialog")
        await until(pilot, lambda: toasts(pilot), "a notice")
        assert covered(pilot) == []


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_wrong_with_a_filter_is_not_covered(size: tuple[int, int]) -> None:
    async with app_of(workspace_of(STATE)).run_test(size=size, notifications=True) as pilot:
        await until_shown(pilot, "room-0")
        pilot.app.notify(LONG, severity="warning", timeout=60, markup=False)
        await until_shown(pilot, "rules[1]")
        await pilot.press("slash", *"@age>")
        await until_shown(pilot, "expected a duration such as")
        await until(pilot, lambda: any(toast.region.y == 0 for toast in toasts(pilot)))
        problem = pilot.app.screen.query_one("#filter-bar ProblemLine")
        assert not any(problem.region.overlaps(toast.region) for toast in toasts(pilot))


async def test_escape_takes_notices_away() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(80, 24), notifications=True) as pilot:
        await until_shown(pilot, "room-0")
        pilot.app.notify(LONG, timeout=60, markup=False)
        await until_shown(pilot, "rules[1]")
        await pilot.press("escape")
        await until(pilot, lambda: not pilot.app.screen.query(Toast), "no notice")


async def test_over_a_dialog_the_newest_notice_is_seen() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(80, 24), notifications=True) as pilot:
        await until_shown(pilot, "room-0")
        pilot.app.notify(LONG, timeout=60, markup=False)
        await pilot.press("n")
        await until_shown(pilot, "rules[1]")
        pilot.app.notify("the newest", timeout=60, markup=False)
        await until_shown(pilot, "the newest")
