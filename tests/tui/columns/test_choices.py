"""What was chosen is kept by group, and from one run to the next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.json import Json
from flux_tui.replica.grouping import Grouping
from flux_tui.tui.columns.choices import COLUMNS, MOST, ColumnChoices
from flux_tui.tui.columns.spec import ColumnSpec
from flux_tui.tui.remembered.remembered import Remembered
from tests.strategies import json_values

CHOSEN = (ColumnSpec.value("climate", "target"), ColumnSpec.trend("people"), ColumnSpec.AGE)


def test_a_choice_holds_for_its_group_and_its_grouping_alone() -> None:
    choices = ColumnChoices()
    choices.choose(Grouping.ID, "room", CHOSEN)
    assert choices.of(Grouping.ID, "room") == CHOSEN
    assert choices.of(Grouping.ID, "sensor") is None
    assert choices.of(Grouping.by_property("kind"), "room") is None
    choices.choose(Grouping.ID, "room", None)
    assert choices.of(Grouping.ID, "room") is None


def test_whoever_observes_is_told_until_he_wants_no_more() -> None:
    choices, told = ColumnChoices(), [0]

    def tell() -> None:
        told[0] += 1

    stop = choices.observe(tell)
    choices.choose(Grouping.ID, "room", CHOSEN)
    choices.choose(Grouping.ID, "room", None)
    stop()
    choices.choose(Grouping.ID, "room", CHOSEN)
    assert told == [2]


async def test_choices_are_there_in_the_next_run(tmp_path: Path) -> None:
    remembered = Remembered.of(tmp_path, "lab")
    ColumnChoices(remembered).choose(Grouping.ID, "room", CHOSEN)
    remembered.close()
    again = ColumnChoices(Remembered.of(tmp_path, "lab"))
    assert again.of(Grouping.ID, "room") == CHOSEN


def test_the_groups_chosen_for_last_are_remembered() -> None:
    choices = ColumnChoices()
    for number in range(MOST + 1):
        choices.choose(Grouping.ID, f"g-{number}", ())
    assert choices.of(Grouping.ID, "g-0") is None
    assert choices.of(Grouping.ID, "g-1") == ()


def test_a_column_that_cannot_be_read_is_left_out() -> None:
    saved: list[Json] = [["value", "a"], ["value"], ["age", "a"], ["trend", "a", "b"], ["?"], 3, []]
    assert COLUMNS.read({"id/room": saved}) == {"id/room": (ColumnSpec.value("a"),)}


@pytest.mark.parametrize("saved", [[], "x", {"id/room": "x"}])
def test_what_are_no_choices_are_none(saved: Json) -> None:
    with pytest.raises(ValueError, match="no "):
        COLUMNS.read(saved)


@given(st.lists(json_values))
def test_no_file_is_read_as_another_error(saved: Sequence[Json]) -> None:
    ColumnSpec.from_json(list(saved))
