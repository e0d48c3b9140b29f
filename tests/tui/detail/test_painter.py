"""What a value looks like never leaves its type in doubt."""

from __future__ import annotations

import pytest
from rich.style import Style

from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from flux_tui.replica.world import World
from flux_tui.tui.detail.columns import DetailColumns, header
from flux_tui.tui.detail.movement import STILL, Movement
from flux_tui.tui.detail.painter import DetailStyles, paint
from flux_tui.tui.detail.rows import DetailRow, quoted_if_doubtful, rows_of, shown
from flux_tui.tui.glow import Stage

NO_STYLES = DetailStyles(*[Style.null()] * 9)


@pytest.mark.parametrize("text", ["22", "true", "null", "", " x", "x ", "-1e5", '"q"', "{}", "[1]"])
def test_text_that_reads_as_something_else_stands_in_quotes(text: str) -> None:
    assert quoted_if_doubtful(text).startswith('"')


@pytest.mark.parametrize("text", ["celsius", "B2", "3 rooms", "1.2.3", "NaNny"])
def test_other_text_stands_bare(text: str) -> None:
    assert quoted_if_doubtful(text) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (22, "22"),
        (22.0, "22.0"),
        (True, "true"),
        (None, "null"),
        ({"a": 1}, '{1} {"a": 1}'),
        ("\x1b[31mred", "␛[31mred"),
    ],
)
def test_values_are_shown_as_they_were_sent(value: Json, text: str) -> None:
    assert shown(DetailRow(("p",), "p", value, True if isinstance(value, dict) else None)) == text


def test_a_row_says_the_value_before_its_age_and_how_it_moves() -> None:
    world = World()
    world.apply(PropertySet("a", "temperature", 30.5, 1))
    world.apply(PropertySet("a", "temperature", 31.0, 2))
    record = world.entities["a"]
    rows = rows_of(record.properties, {}, 20)
    columns = DetailColumns.fitting(rows, 80)
    segments = paint(
        rows[0],
        record,
        columns,
        age="3s",
        stage=Stage.OFF,
        movement=Movement("+0.5", "▁▅█", "1/s"),
        focused=False,
        linked=False,
        styles=NO_STYLES,
    )
    line = "".join(segment.text for segment in segments)
    assert line.split() == ["temperature", "31.0", "30.5", "+0.5", "▁▅█", "3s", "1/s"]
    assert len(line) == 80 == len(header(columns))


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("width", [20, 40, 58, 80, 200])
def test_a_row_fills_its_width_at_any_width(width: int, linked: bool) -> None:
    world = World()
    world.apply(PropertySet("a", "p" * 300, "v" * 3000, 1))
    record = world.entities["a"]
    rows = rows_of(record.properties, {}, 20)
    columns = DetailColumns.fitting(rows, width)
    segments = paint(
        rows[0],
        record,
        columns,
        age="",
        stage=Stage.BRIGHT,
        movement=STILL,
        focused=True,
        linked=linked,
        styles=NO_STYLES,
    )
    assert sum(segment.cell_length for segment in segments) == width
