"""A line of the changes fits, is safe, and says what is new even where there is little room."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from flux_tui.model.printable import printable
from flux_tui.replica.change_lines import ChangeLine
from flux_tui.replica.outcome import Kind, Outcome
from flux_tui.tui.cells import width_of
from flux_tui.tui.changes.painter import ChangeColumns, paint
from tests.strategies import json_values

LOOKS = dict.fromkeys(("focus", "dim", "bar", "deleted", "warning", "failing"), Style.null())


def line(kind: Kind, value: Json, width: int, *, had: bool = False, before: Json = None) -> str:
    change = PropertySet("incident-017", "assignee", value, 0, "an-agent")
    outcome = Outcome(kind, change, had, before)
    shown = ChangeLine(1, outcome)
    columns = ChangeColumns().grown([shown], width)
    segments = paint(shown, width, columns, LOOKS, utc=True, focused=False)
    return "".join(segment.text for segment in segments)


@given(json_values, st.integers(57, 200), st.sampled_from((Kind.CREATED, Kind.CHANGED)))
def test_what_was_not_there_is_called_new_at_any_width(value: Json, width: int, kind: Kind) -> None:
    text = line(kind, value, width)
    assert "new → " in text or "new entity → " in text


def test_a_new_entity_is_called_one_where_there_is_room() -> None:
    assert "new entity → 1" in line(Kind.CREATED, 1, 100)
    assert "new → overheated" in line(Kind.CREATED, "overheated", 60)


BEFORE: Json = {"floor": 1, "x": 25.1, "y": 7.25}
AFTER: Json = {"floor": 1, "x": 26.0, "y": 7.5}


def test_of_several_members_the_first_stands_there_where_all_have_no_room() -> None:
    assert "25.1 → 26.0 and 1 more" in line(Kind.CHANGED, AFTER, 70, had=True, before=BEFORE)
    assert "25.1 → 26.0 +1" in line(Kind.CHANGED, AFTER, 57, had=True, before=BEFORE)
    whole = line(Kind.CHANGED, AFTER, 160, had=True, before=BEFORE)
    assert '{"floor": 1, "x": 25.1, "y": 7.25} → {"floor": 1, "x": 26.0, "y": 7.5}' in whole


@given(json_values, json_values, st.integers(57, 200), st.booleans())
def test_it_fits_and_is_safe(value: Json, before: Json, width: int, had: bool) -> None:
    text = line(Kind.CHANGED, value, width, had=had, before=before)
    assert printable(text) == text
    assert width_of(text) == width
