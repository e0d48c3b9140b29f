"""Pinned properties come first, in all entities of a kind, from one run to the next."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.json import Json
from flux_tui.tui.detail.pins import MOST, PINS, Pins
from flux_tui.tui.detail.rows import rows_of
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.remembered.remembered import Remembered
from tests.tui.composer.publishing import exploring, press
from tests.tui.workspaces import lines_of, until, until_shown, workspace_of

STATE: dict[str, dict[str, Json]] = {
    "lab-1": {"alpha": 1, "beta": {"x": 1}, "gamma": 3},
    "lab-2": {"alpha": 4, "gamma": 6},
}


@given(st.sets(st.text(max_size=3)), st.lists(st.text(max_size=3), unique=True))
def test_each_property_has_its_row_and_the_pinned_come_first(
    names: set[str], pins: list[str]
) -> None:
    rows = rows_of(dict.fromkeys(names, 1), {}, 20, pins)
    shown = [row.path[0] for row in rows]
    first = [name for name in pins if name in names]
    assert shown == first + sorted(names - set(first))
    assert [row.path[0] for row in rows if row.pinned] == first


def test_what_is_pinned_is_remembered_by_kind_and_can_be_unpinned(tmp_path: Path) -> None:
    remembered = Remembered.of(tmp_path, "lab")
    pins = Pins(remembered)
    pins.toggle("lab-1", "gamma")
    pins.toggle("lab-2", "alpha")
    remembered.close()
    again = Pins(Remembered.of(tmp_path, "lab"))
    assert again.of("lab-9") == ("gamma", "alpha")
    assert again.of("hall-1") == ()
    again.toggle("lab-9", "gamma")
    assert again.of("lab-1") == ("alpha",)


def test_no_more_kinds_are_remembered_than_can_be_written_each_time() -> None:
    remembered = Remembered()
    pins = Pins(remembered)
    for number in range(MOST + 5):
        pins.toggle(f"kind{number}/a", "n")
    assert len(remembered.get(PINS)) == MOST


async def test_a_pinned_property_stands_first_with_its_sign_and_the_cursor_stays_on_it() -> None:
    options = ExplorerOptions(url="http://flux.test:3000", utc=True)
    async with exploring(workspace_of(STATE, options=options), size=(120, 30)) as pilot:
        await press(pilot, "enter", "end", "full_stop")
        await until_shown(pilot, "▌  gamma")

        def names() -> list[str]:
            right = [line[60:] for line in lines_of(pilot)]
            return [word for line in right for word in line.split() if word in STATE["lab-1"]]

        await until(pilot, lambda: names()[:3] == ["gamma", "alpha", "beta"], "gamma first")
        await press(pilot, "down")
        await until_shown(pilot, "•  gamma")
