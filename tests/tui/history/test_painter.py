"""A step's line is as wide as it should be, safe, and never leaves in doubt what was before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from flux_tui.model.event import Event, setting
from flux_tui.model.json import Json
from flux_tui.model.printable import printable
from flux_tui.replica.past.steps import Step, StepKind, Was
from flux_tui.tui.cells import width_of
from flux_tui.tui.history.columns import HistoryColumns
from flux_tui.tui.history.event_list import PARTS
from flux_tui.tui.history.painter import step_segments
from flux_tui.tui.history.wording import provenance, short_time
from tests.strategies import json_values

LOOKS = dict.fromkeys(PARTS, Style.null())

LONG: dict[str, Json] = {"a": "x" * 30, "c": 6}


def line(step: Step, width: int = 80) -> str:
    columns = HistoryColumns.fitting(width)
    segments = step_segments(step, "12:03:04.1", columns, LOOKS, focused=False)
    return "".join(segment.text for segment in segments)


def step(kind: StepKind, was: Was, before: Json, value: Json, name: str = "p") -> Step:
    return Step(setting("lab", "agent-a", "e", {}), kind, name, value, before, was)


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (step(StepKind.SET, Was.VALUE, 1, 2), "1 → 2"),
        (step(StepKind.SET, Was.VALUE, 1, "1"), '1 → "1"'),
        (step(StepKind.SET, Was.VALUE, {"a": 1, "b": 2}, {"a": 1, "b": 3}), "2 → 3"),
        (
            step(StepKind.SET, Was.VALUE, {"a": "x" * 30, "b": 2, "c": 5}, {**LONG, "b": 3}),
            "2 → 3 and 1 more",
        ),
        (step(StepKind.SET, Was.ABSENT, None, 2), "new: 2"),
        (step(StepKind.SET, Was.UNKNOWN, None, 2), "… → 2"),
        (step(StepKind.REPEATED, Was.VALUE, 2, 2), "= 2"),
        (step(StepKind.DELETED, Was.UNKNOWN, None, None, ""), "deleted, with all its properties"),
        (step(StepKind.IGNORED, Was.UNKNOWN, None, None, ""), "no effect"),
        (step(StepKind.MISSING, Was.UNKNOWN, None, None, ""), "some may be missing here"),
    ],
)
def test_every_kind_of_step_has_its_words(one: Step, text: str) -> None:
    assert text in line(one)


def test_the_path_into_a_nested_value_is_named() -> None:
    assert "p.b" in line(step(StepKind.SET, Was.VALUE, {"a": 1, "b": 2}, {"a": 1, "b": 3}))


@given(
    st.sampled_from(StepKind),
    st.sampled_from(Was),
    json_values,
    json_values,
    st.text(max_size=40),
    st.integers(20, 200),
)
def test_a_line_is_safe_and_fits(
    kind: StepKind, was: Was, before: Json, value: Json, name: str, width: int
) -> None:
    text = line(step(kind, was, before, value, name), width)
    assert printable(text) == text
    assert width_of(text) == width - 1, "the last cell is the scrollbar's"


@given(st.none() | st.integers(-(2**63), 2**63 - 1))
def test_any_timestamp_can_be_shown(timestamp: int | None) -> None:
    event = Event("lab", "me", {}, timestamp, None)
    assert width_of(short_time(event, "2026-11-25", utc=True)) <= 11
    assert "by me" in provenance(event, "2026-11-25", utc=False)


def test_a_source_is_whole_where_the_change_has_room_to_spare() -> None:
    columns = HistoryColumns.fitting(55, source=len("gateway-3"), name=len("temperature"))
    assert columns[:2] == (9, 11)
    assert columns.change >= len("failing → ok")


@given(st.integers(0, 300), st.integers(0, 200), st.integers(0, 200))
def test_columns_fill_the_width_whatever_is_in_them(width: int, source: int, name: int) -> None:
    columns = HistoryColumns.fitting(width, source, name)
    gaps = 2 * (len(columns) - (not columns.source))
    assert sum(columns) + gaps + 12 == max(width - 1, 12 + gaps + columns.name)
    assert width < 60 or columns.change >= sum(columns) // 3
    assert columns.source <= max(source, 8)
