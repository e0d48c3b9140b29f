"""What is written can be read again, and does nothing to who looks at it."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.errors import UsageError
from flux_tui.model.entity import Entity
from flux_tui.model.json import Json, same
from flux_tui.model.printable import printable
from flux_tui.protocol.json_text import decode
from flux_tui.protocol.snapshot import SnapshotDecoder
from flux_tui.replica.export import (
    MOST_COLUMNS,
    Columns,
    Format,
    cell_text,
    entity_json,
    guarded,
    pieces,
    unguarded,
    value_json,
)
from tests.strategies import json_values

entities = st.lists(
    st.builds(
        Entity,
        st.text(max_size=6),
        st.dictionaries(st.text(max_size=3), json_values, max_size=4),
        st.integers(0, 2 * 10**18),
    ),
    max_size=4,
)

HOSTILE = "=cmd|'/c calc'!A1\x1b]0;pwn\x07\u202e"


def written(format_: Format, given: list[Entity]) -> str:
    columns = Columns()
    for entity in given:
        columns.take(entity)
    return "".join(pieces(format_, given, columns))


def table(given: list[Entity]) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written(Format.CSV, given), newline="")))


def are_same(a: list[Entity], b: list[Entity]) -> bool:
    return len(a) == len(b) and all(
        (x.id, x.updated) == (y.id, y.updated) and same(dict(x.properties), dict(y.properties))
        for x, y in zip(a, b, strict=True)
    )


@given(entities)
def test_a_json_export_is_read_as_a_servers_list(given: list[Entity]) -> None:
    decoder = SnapshotDecoder()
    text = written(Format.JSON, given).encode()
    assert are_same([*decoder.feed(text), *decoder.close()], given)


@given(entities)
def test_json_lines_are_an_entity_a_line(given: list[Entity]) -> None:
    lines = written(Format.JSONL, given).split("\n")
    assert lines.pop() == ""
    assert lines == [entity_json(entity) for entity in given]
    assert [json.loads(line)["id"] for line in lines] == [entity.id for entity in given]


@given(json_values)
def test_json_has_nothing_in_it_that_is_not_seen(value: Json) -> None:
    text = value_json(value)
    assert printable(text) == text
    assert same(decode(text), value)


@given(entities)
def test_a_table_has_a_row_an_entity_and_gives_every_value_back(given: list[Entity]) -> None:
    header, *rows = table(given)
    names = sorted({name for entity in given for name in entity.properties})
    assert [unguarded(cell) for cell in header] == ["id", *names]
    assert [unguarded(row[0]) for row in rows] == [entity.id for entity in given]
    for entity, row in zip(given, rows, strict=True):
        for name, cell in zip(names, row[1:], strict=True):
            value = entity.properties.get(name)
            if name not in entity.properties:
                assert cell == ""
            elif isinstance(value, str):
                assert cell_text(cell) == value
            else:
                assert same(decode(cell), value)


@given(st.text())
def test_no_cell_begins_as_a_formula_and_the_guard_can_be_taken_away(text: str) -> None:
    cell = guarded(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert unguarded(cell) == text


def test_a_formula_in_an_id_a_name_or_a_value_is_guarded_and_a_number_is_not() -> None:
    header, row = table([Entity(HOSTILE, {"=n": -5, "v": "+1", "w": "it's"}, 0)])
    assert header == ["id", "'=n", "v", "w"]
    assert row == [f"'{HOSTILE}", "-5", "'+1", "it's"]


def test_what_a_hostile_world_exports_as_json_can_be_looked_at() -> None:
    for format_ in (Format.JSON, Format.JSONL):
        text = written(format_, [Entity(HOSTILE, {HOSTILE: [HOSTILE]}, 0)])
        assert printable(text.replace("\n", "")) == text.replace("\n", "")


def test_a_table_of_too_many_columns_is_refused_in_words() -> None:
    columns = Columns()
    columns.take(Entity("a", {f"p-{n}": n for n in range(MOST_COLUMNS)}, 0))
    with pytest.raises(UsageError, match="export them as jsonl"):
        columns.take(Entity("b", {"q": 1}, 0))
