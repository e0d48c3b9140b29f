"""A table becomes events, each cell as JSON would read it; and an export is read again."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.entity import Entity
from flux_tui.model.json import JsonObject, same
from flux_tui.protocol.events import read_event
from flux_tui.protocol.json_text import decode
from flux_tui.replica.export import Columns, Format, cell_text, pieces, text_cell
from flux_tui.replica.table import Filling, TableProblem, events, read_header
from tests.strategies import json_values

BY_ME = Filling("lab.sensors", "me")


def read(text: str, filling: Filling = BY_ME) -> list[object]:
    """Each row's event as JSON, or what is wrong with it."""
    answers = events(text, read_header(text), filling)
    return [decode(row) if isinstance(row, str) else row and str(row) for row in answers]


def properties(text: str, filling: Filling = BY_ME) -> list[JsonObject]:
    answers = events(text, read_header(text), filling)
    return [read_event(decode(row)).properties or {} for row in answers if isinstance(row, str)]


def exported(entities: Sequence[Entity]) -> str:
    columns = Columns()
    for entity in entities:
        columns.take(entity)
    return "".join(pieces(Format.CSV, entities, columns))


def test_a_row_is_an_event() -> None:
    text = "entity_id,stream,source,timestamp,key,temp\nlamp,s,me,1700000000000,k,22.5\n"
    assert read(text) == [
        {
            "stream": "s",
            "source": "me",
            "timestamp": 1700000000000,
            "key": "k",
            "payload": {"entity_id": "lamp", "properties": {"temp": 22.5}},
        }
    ]


def test_cells_are_what_json_would_read_and_else_text() -> None:
    row = '1.50,true,null,"{""a"": [1]}",all right,\'22,007,1e5,'
    text = f"id,n,b,z,j,t,q,o,e,none\nlamp,{row}\n"
    assert properties(text) == [
        {
            "n": 1.5,
            "b": True,
            "z": None,
            "j": {"a": [1]},
            "t": "all right",
            "q": "22",
            "o": "007",
            "e": 1e5,
        }
    ]
    assert "1.50" in str(next(events(text, read_header(text), BY_ME))), "digit for digit"


def test_all_text_leaves_what_looks_like_a_number_text() -> None:
    text = "id,zip,ok\nlamp,80331,true\n"
    assert properties(text, Filling("s", "me", all_text=True)) == [{"zip": "80331", "ok": "true"}]


def test_names_are_literal_and_a_time_may_be_written_out() -> None:
    text = "entity_id;a.b;timestamp\nlamp;1;2026-02-03T12:30:00Z\n"
    (event,) = read(text)
    assert isinstance(event, dict)
    assert event["timestamp"] == 1770121800000
    assert event["payload"] == {"entity_id": "lamp", "properties": {"a.b": 1}}


def test_stream_and_source_are_said_where_the_table_does_not() -> None:
    header = read_header("entity_id,source,p\n")
    assert header.lacks == ["stream"]
    (own, given_) = read("entity_id,source,p\na,theirs,1\nb,,2\n")
    assert isinstance(own, dict)
    assert isinstance(given_, dict)
    assert (own["source"], given_["source"]) == ("theirs", "me")


def test_a_decimal_comma_makes_a_number_where_that_is_wanted() -> None:
    text = "entity_id;p;q;r;s\na;22,50;-1,5;1,2,3;[1,2]\n"
    assert properties(text) == [{"p": "22,50", "q": "-1,5", "r": "1,2,3", "s": [1, 2]}]
    wanted = Filling("s", "me", decimal_comma=True)
    assert properties(text, wanted) == [{"p": 22.5, "q": -1.5, "r": "1,2,3", "s": [1, 2]}]
    (line,) = events(text, read_header(text), wanted)
    assert '"p": 22.50' in str(line)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("entity_id,p\n,1\n", "row 2, column entity_id: entity_id is missing"),
        ("entity_id,p\na,1\nb,1,2\n", "row 3: 3 cells, but the header has 2"),
        ("entity_id,timestamp\na,soon\n", "row 2, column timestamp: a timestamp is milliseconds"),
        ("entity_id,,p,\na,1,2,3\n", "row 2, column 4: it has no name, as another before it"),
        ('entity_id,p\na,"1\n', 'row 2: a quote (") is opened and never closed; the rows after it'),
        ('entity_id,p\na,"1"2\n', 'row 2: text stands behind a closing quote ("); within a cell'),
    ],
)
def test_a_problem_names_row_and_column(text: str, said: str) -> None:
    assert str(read(text)[-1]).startswith(said)


def test_columns_without_a_name_and_without_a_word_are_nothing() -> None:
    assert properties("entity_id,p,,\na,1,,\n") == [{"p": 1}]


def test_one_bad_row_hides_none_of_the_others() -> None:
    assert len(properties("entity_id,p\na,1\n,2\nc,3\n")) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "must have a column entity_id"),
        ("name,p\na,1\n", "must have a column entity_id"),
        ("entity_id,p,p\n", "column p: there is a column of this name already"),
    ],
)
def test_a_table_that_is_none_is_refused(text: str, said: str) -> None:
    with pytest.raises(TableProblem, match=said):
        read_header(text)


@given(st.text())
def test_a_text_is_the_same_text_when_it_is_read_again(text: str) -> None:
    assert cell_text(text_cell(text)) == text


names = st.text(max_size=4)
entities = st.lists(
    st.builds(
        Entity,
        st.text(max_size=4),
        st.dictionaries(
            names, json_values | st.sampled_from(["22", "", "'", "true", " 1", "=1", '"x"'])
        ),
        st.just(0),
    ),
    max_size=4,
    unique_by=lambda entity: entity.id,
)


@given(entities)
def test_an_export_is_read_as_the_same_entities(given_: list[Entity]) -> None:
    text = exported(given_)
    answers = [row for row in events(text, read_header(text), BY_ME) if row is not None]
    found = {}
    for row in answers:
        assert isinstance(row, str)
        event = read_event(decode(row))
        found[event.entity_id] = event.properties or {}
    whole = {entity.id: entity.properties for entity in given_ if entity.id or entity.properties}
    assert found.keys() <= {entity.id for entity in given_}
    for entity_id, values in found.items():
        assert same(dict(values), dict(whole[entity_id or ""]))
    for entity_id in whole.keys() - found.keys():
        assert entity_id == "", "an entity of no name and no values is an empty row"
