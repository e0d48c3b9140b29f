"""The list of entities reads the same in pieces as whole."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import from_json

from flux_tui.errors import Malformed
from flux_tui.model.entity import Entity
from flux_tui.model.json import Json, same
from flux_tui.protocol import snapshot
from flux_tui.protocol.snapshot import SnapshotDecoder
from tests.strategies import json_values

UPDATED = "2026-11-25T01:18:11.890704815+00:00"
AT = 1_795_569_491_890_704_815

TEXTS = st.text(max_size=8) | st.sampled_from(["},{", '"},{"', "]}", "\\", '[{"', "\u2028"])
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
STATES = st.lists(st.tuples(TEXTS, st.dictionaries(TEXTS, VALUES, max_size=3)), max_size=12)


def written(state: list[tuple[str, dict[str, Json]]], separators: tuple[str, str]) -> bytes:
    listed = [{"id": i, "properties": p, "lastUpdated": UPDATED} for i, p in state]
    return json.dumps(listed, separators=separators).encode()


def read(text: bytes, size: int) -> list[Entity]:
    decoder = SnapshotDecoder()
    found: list[Entity] = []
    for start in range(0, len(text), size):
        found += decoder.feed(text[start : start + size])
    return found + decoder.close()


@given(
    STATES,
    st.integers(1, 200),
    st.integers(1, 100),
    st.sampled_from([(",", ":"), (", ", ": "), (",\n ", " : ")]),
)
def test_any_list_in_pieces_of_any_size_reads_as_it_was_written(
    state: list[tuple[str, dict[str, Json]]], size: int, piece: int, separators: tuple[str, str]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshot, "PIECE", piece)
        found = read(written(state, separators), size)
    assert found == [Entity(entity_id, properties, AT) for entity_id, properties in state]


@given(json_values | st.integers(-(10**40), 10**40))
def test_a_value_is_the_same_in_a_snapshot_as_in_a_frame(value: Json) -> None:
    text = json.dumps(value, ensure_ascii=False)
    listed = f'[{{"id":"a","properties":{{"v":{text}}},"lastUpdated":"{UPDATED}"}}]'
    (entity,) = read(listed.encode(), 50)
    assert same(entity.properties["v"], from_json(text, allow_inf_nan=False))


@pytest.mark.parametrize("text", ["1e400", "-0", "-0.0", "5e-324", "1E5", '"\\ud83d\\ude00"'])
def test_rare_numbers_and_escapes_are_the_same_too(text: str) -> None:
    listed = f'[{{"id":"a","properties":{{"v":{text}}},"lastUpdated":"{UPDATED}","more":1}}]'
    (entity,) = read(listed.encode(), 50)
    assert repr(entity.properties["v"]) == repr(from_json(text, allow_inf_nan=False))


def test_entities_come_before_the_list_has_ended() -> None:
    text = written([(f"e-{n}", {"n": n}) for n in range(2000)], (",", ":"))
    decoder = SnapshotDecoder()
    early = decoder.feed(text[: len(text) // 2])
    assert 900 < len(early) < 1100
    assert len(early + decoder.feed(text[len(text) // 2 :]) + decoder.close()) == 2000


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"  ",
        b"{}",
        b'"text"',
        b"[",
        b"[{}]",
        b"[1]",
        b"[[]]",
        b'[{"id":1,"properties":{},"lastUpdated":"2026-11-25T01:18:11Z"}]',
        b'[{"id":"a","properties":[],"lastUpdated":"2026-11-25T01:18:11Z"}]',
        b'[{"id":"a","properties":{},"lastUpdated":"yesterday"}]',
        b'[{"id":"a","properties":{}}]',
        b'[{"id":"a","properties":{"n":NaN},"lastUpdated":"2026-11-25T01:18:11Z"}]',
        b'[{"id":"a","properties":{},"lastUpdated":"2026-11-25T01:18:11Z"}] more',
        b'[{"id":"a","properties":{},"lastUpdated":"2026-11-25T01:18:11Z"},',
        b"<html>",
        b"\xff",
    ],
)
def test_what_is_no_list_of_entities_is_malformed(text: bytes) -> None:
    with pytest.raises(Malformed):
        read(text, 7)
