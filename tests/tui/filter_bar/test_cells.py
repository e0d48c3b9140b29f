"""A filter is made of what stands in a row: with it, or without it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from flux_tui.model.printable import printable
from flux_tui.replica.grouping import group_of
from flux_tui.replica.query import BareContext, parse
from flux_tui.replica.record import EntityRecord
from flux_tui.tui.columns.spec import ColumnSpec
from flux_tui.tui.filter_bar.cells import MOST, terms_of
from tests.replica.query.expressions import NOW, texts
from tests.strategies import json_values
from tests.tui.composer.publishing import exploring, press, type_text
from tests.tui.filter_bar.bars import bar_of
from tests.tui.workspaces import NOON, lines_of, until_shown, workspace_of

STATE: dict[str, dict[str, Json]] = {
    "lab/one": {"status": "ok", "floor": 1},
    "lab/two": {"status": "in use", "floor": 2},
    "hall/a": {"status": "ok", "floor": 1},
}


@given(
    texts, st.dictionaries(texts, json_values | texts, max_size=3), st.lists(texts), st.booleans()
)
def test_an_entity_matches_each_of_its_terms_and_none_of_the_others(
    entity_id: str, properties: dict[str, Json], path: list[str], without: bool
) -> None:
    entity = EntityRecord(entity_id, properties, NOW)
    columns = [ColumnSpec.AGE, *([ColumnSpec.value(*path)] if path else [])]
    for _, term in terms_of(entity, group_of(entity_id), columns, without=without):
        assert parse(term).matches(entity, BareContext(NOW)) is not without, term
        assert printable(term) == term


def test_what_stands_in_columns_comes_first_and_nothing_twice() -> None:
    entity = EntityRecord("lab/a", {"o": {"x": 1}, "b": 2, "a": 1}, NOW)
    columns = [ColumnSpec.value("o", "x"), ColumnSpec.value("a"), ColumnSpec.AGE]
    terms = [term for _, term in terms_of(entity, "lab", columns, without=False)]
    assert terms == ["o.x=1", "a=1", "has:o", "b=2", "@group=lab", "@id=lab/a"]


def test_of_very_many_properties_the_first_are_offered() -> None:
    entity = EntityRecord("a", {f"p{n}": n for n in range(5_000)}, NOW)
    assert len(terms_of(entity, "", [], without=False)) == MOST


@pytest.mark.parametrize(
    ("key", "text", "counted"), [("plus", "floor=1", "2 of 3"), ("minus", "floor!=1", "1 of 3")]
)
async def test_a_value_of_the_focused_row_is_chosen_by_its_name(
    key: str, text: str, counted: str
) -> None:
    async with exploring(workspace_of(STATE), size=(120, 30)) as pilot:
        await press(pilot, key)
        await until_shown(pilot, "filter")
        await type_text(pilot, "floor")
        await press(pilot, "enter")
        await until_shown(pilot, f"{counted} ── {text}")
        assert bar_of(pilot).display, "no filter is active unseen"
        assert not bar_of(pilot).has_focus_within


async def test_it_is_added_to_the_filter_that_is_on() -> None:
    async with exploring(workspace_of(STATE), size=(120, 30)) as pilot:
        await press(pilot, "slash")
        await type_text(pilot, "lab or hall")
        await press(pilot, "enter", "plus")
        await until_shown(pilot, "filter by")
        await type_text(pilot, "status")
        await press(pilot, "enter")
        await until_shown(pilot, "(lab or hall) status=ok")


async def test_what_was_clicked_comes_first() -> None:
    async with exploring(workspace_of(STATE), size=(120, 30)) as pilot:
        await until_shown(pilot, "in use")
        y = next(n for n, line in enumerate(lines_of(pilot)) if "in use" in line)
        for text, term in (("in use", 'status="in use"'), (" 2 ", "floor=2")):
            await pilot.click(offset=(lines_of(pilot)[y].index(text) + 1, y))
            await press(pilot, "plus", "enter")
            await until_shown(pilot, f"of 3 ── {term}")
            bar_of(pilot).set("")
            await until_shown(pilot, "Entities ── 3")


async def test_of_a_header_it_is_the_group() -> None:
    async with exploring(workspace_of(STATE), size=(120, 30)) as pilot:
        await press(pilot, "g", "minus")
        await until_shown(pilot, "2 of 3 ── @group!=hall")


async def test_who_set_it_can_be_asked_for() -> None:
    workspace = workspace_of(STATE)
    workspace.world.apply(PropertySet("lab/one", "floor", 7, NOON, source="agent 7"))
    async with exploring(workspace, size=(120, 30)) as pilot:
        index = workspace.view.index(workspace.view.key_of("lab/one"))
        await press(pilot, "g", *["down"] * (index or 0), "plus")
        await type_text(pilot, "source")
        await press(pilot, "enter")
        await until_shown(pilot, '@source="agent 7"')
