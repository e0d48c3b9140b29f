from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from flux_tui.cli.table import (
    Column,
    Cut,
    entities_table,
    entity_table,
    object_table,
    objects_table,
    render,
)
from flux_tui.model.entity import Entity
from flux_tui.model.instant import NS
from flux_tui.model.printable import printable
from tests.strategies import json_values

ENTITIES = st.builds(
    Entity, st.text(), st.dictionaries(st.text(), json_values), st.integers(0, 4_000_000_000 * NS)
)
WIDTHS = st.integers(21, 200)


def is_safe(table: str) -> bool:
    return all(printable(line) == line for line in table.split("\n"))


def test_columns_are_aligned_and_numbers_stand_at_the_right() -> None:
    table = objects_table([{"name": "a", "count": 5}, {"name": "beta", "count": 17}], 80)
    assert table.split("\n") == [
        "name  count",
        "a         5",
        "beta     17",
    ]


def test_what_does_not_fit_is_cut_in_the_middle_of_ids_and_at_the_end_of_values() -> None:
    columns = [Column("id", Cut.MIDDLE), Column("value")]
    table = render(columns, [("temperature-sensor-0001", "a value that is long")], 30)
    assert table.split("\n")[1] == "tempera…r-0001  a value that …"


def test_wide_characters_take_two_cells() -> None:
    table = render([Column("id"), Column("n")], [("漢字", "1"), ("abcd", "2")], 40)
    assert table.split("\n")[1:] == ["漢字  1", "abcd  2"]


def test_an_entity_is_its_id_its_time_and_a_line_for_each_property() -> None:
    entity = Entity("room-1", {"warm": True, "at": {"floor": 1}}, 1_795_569_491_000_000_000)
    assert entity_table(entity, 80, utc=True).split("\n") == [
        "id      updated",
        "room-1  2026-11-25 01:18:11.000 UTC",
        "",
        "property  value",
        'at        {"floor": 1}',
        "warm      true",
    ]


def test_lists_within_an_answer_are_tables_of_their_own() -> None:
    table = object_table({"successful": 1, "results": [{"eventId": "1", "error": None}]}, 80)
    assert table.split("\n") == [
        "field       value",
        "successful  1",
        "",
        "eventId  error",
        "1        null",
    ]


@settings(max_examples=50)
@given(st.lists(ENTITIES, max_size=5), WIDTHS)
def test_no_entity_can_drive_the_terminal_or_leave_its_line(
    listed: list[Entity], width: int
) -> None:
    table = entities_table(listed, width, utc=True)
    assert is_safe(table)
    assert table.count("\n") == len(listed)
    assert all(cell_len(line) <= width for line in table.split("\n"))


@given(ENTITIES, WIDTHS)
def test_nothing_of_one_entity_is_wider_than_the_terminal(entity: Entity, width: int) -> None:
    table = entity_table(entity, width, utc=True)
    assert is_safe(table)
    assert all(cell_len(line) <= width for line in table.split("\n"))
