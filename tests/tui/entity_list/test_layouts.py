"""The rows of a group stand in the same columns, whatever comes to one of them."""

from __future__ import annotations

from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from tests.tui.workspaces import NOON, app_of, lines_of, until, workspace_of

STATE: dict[str, dict[str, Json]] = {
    f"room-{number:02}": {"people": number, "status": "free"} for number in range(5)
}


async def test_a_new_property_of_one_row_makes_its_column_in_all_rows_at_once() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=(80, 24)) as pilot:

        def rows() -> list[str]:
            return [line for line in lines_of(pilot) if "room-0" in line]

        await until(pilot, lambda: len(rows()) == 5, "five rooms")
        assert not any("·" in row for row in rows())
        workspace.world.apply(PropertySet("room-02", "heating", "on", NOON))
        await until(pilot, lambda: any(" on " in row for row in rows()), "the new value")
        with_it = next(row for row in rows() if " on " in row)
        column = with_it.index(" on ") + 1
        assert [row[column] for row in rows()] == ["·", "·", "o", "·", "·"]
