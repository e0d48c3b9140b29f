"""A click on a column's title sorts by it, and the title says so."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from flux_tui.model.json import Json
from flux_tui.model.printable import printable
from flux_tui.replica.view import Sort
from flux_tui.tui.cells import width_of
from flux_tui.tui.columns.spec import ColumnSpec
from flux_tui.tui.entity_list.column import Column
from flux_tui.tui.entity_list.entity_list import EntityList
from tests.tui.workspaces import app_of, lines_of, until, until_shown, workspace_of

STATE: dict[str, dict[str, Json]] = {
    "room-1": {"people": 3, "use": "library"},
    "room-2": {"people": 12, "use": "office"},
    "room-3": {"people": 7, "use": "archive"},
}
WIDE = (120, 34)


def ids_of(pilot: Pilot[None]) -> list[str]:
    """The ids in the list, from top to bottom."""
    cells = [line[1:40].split() for line in lines_of(pilot)]
    return [word for words in cells for word in words[:3] if word in STATE]


async def click_title(pilot: Pilot[None], title: str) -> None:
    """Click where a title stands in the first header."""
    await until_shown(pilot, title)
    entity_list = pilot.app.screen.query_one(EntityList)
    header = next(line for line in lines_of(pilot) if "▾ room" in line)
    await pilot.click(entity_list, offset=(header.index(title) + 1, 1))


async def test_a_click_on_a_title_sorts_by_it_and_a_second_one_reverses() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=WIDE) as pilot:
        await click_title(pilot, "people")
        await until_shown(pilot, "people▲")
        assert ids_of(pilot) == ["room-1", "room-3", "room-2"]
        await click_title(pilot, "people▲")
        await until_shown(pilot, "people▼")
        assert ids_of(pilot) == ["room-2", "room-3", "room-1"]
        await click_title(pilot, "use")
        await until_shown(pilot, "use▲")
        assert ids_of(pilot) == ["room-3", "room-1", "room-2"]


async def test_the_age_has_a_title_too() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        await click_title(pilot, " age")
        await until(pilot, lambda: workspace.view.sort == Sort.CHANGED, "sorted by last change")
        await until_shown(pilot, "age▲")


async def test_a_click_beside_the_titles_folds_the_group() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=WIDE) as pilot:
        await click_title(pilot, "▾ room")
        await until_shown(pilot, "▸ room")
        assert not ids_of(pilot)
        (header,) = (line for line in lines_of(pilot) if "▸ room" in line)
        assert header.partition("││")[0].split() == ["│▌▸", "room", "3"]


@given(
    st.text(max_size=20),
    st.sampled_from([None, 0]),
    st.integers(3, 40),
    st.integers(0, 9),
    st.sampled_from("▲▼"),
)
def test_an_arrow_takes_no_cell_but_one_of_the_gap(
    label: str, decimals: int | None, width: int, unit: int, arrow: str
) -> None:
    column = Column(ColumnSpec.value("n"), 0, width + unit, decimals, "u", max(0, unit - 1))
    title = printable(label)
    assert width_of(column.entitled(title)) == column.width
    worn = column.entitled(title, arrow)
    assert arrow in worn
    assert width_of(worn) <= column.width + 1
