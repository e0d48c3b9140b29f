"""A text that was changed is read where it was changed, and reads as it would anew."""

from __future__ import annotations

import json

from hypothesis import example, given
from hypothesis import strategies as st

from flux_tui.tui.composer.batch.reading import read_whole
from flux_tui.tui.composer.batch.rereading import Rereading
from flux_tui.tui.json_editor.text_change import TextEdit, edit_between

EVENT = '{"stream":"s","source":"x","payload":{"entity_id":"é","properties":{"n":1}}}'

parts = st.sampled_from(
    [EVENT, "7", '"x"', "{oops}", "{", "}", "\n", "\n", " ", ",", "[", "]", "é"]
)
junk = st.lists(parts, max_size=5).map("".join)
wholes = st.lists(st.sampled_from([EVENT, "7", EVENT.replace(",", ",\n"), "{}"]), max_size=5)
lines = st.lists(st.sampled_from([EVENT, "7", "{oops}", EVENT + " tail", "{}", ""]), max_size=6)
texts = st.one_of(
    wholes.map(lambda given: "[" + ",\n".join(given) + "]"),
    wholes.map(lambda given: '{"n": 1, "events": [\n' + ", ".join(given) + "]}"),
    lines.map("\n".join),
    junk,
)


@given(st.text("ab\n", max_size=40), st.text("ab\n", max_size=40))
def test_the_edit_between_two_texts_leads_from_one_to_the_other(before: str, after: str) -> None:
    edit = edit_between(before, after)
    assert edit.apply(before) == after


@given(texts, st.data())
def test_a_changed_text_reads_as_it_would_anew(text: str, data: st.DataObject) -> None:
    reading = read_whole(text)
    for _ in range(3):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
        text = TextEdit(start, end, data.draw(junk)).apply(text)
        again = Rereading(reading, text)
        for _ in again.steps():
            pass
        assert again.reading == read_whole(text)
        reading = again.reading


@given(texts, texts)
@example("\n".join(["{oops}"] * 120), "\n".join(["{oops}"] * 90 + [EVENT]))
def test_any_text_reads_as_itself_after_any_other(before: str, after: str) -> None:
    again = Rereading(read_whole(before), after)
    for _ in again.steps():
        pass
    assert again.reading == read_whole(after)


def test_of_many_events_only_the_changed_one_is_read_again() -> None:
    many = [EVENT.replace("é", f"e-{n}") for n in range(1000)]
    before = read_whole("[" + ",\n".join(many) + "]")
    many[500] = EVENT.replace("é", "another\\n")
    again = Rereading(before, "[" + ",\n".join(many) + "]")
    steps = sum(1 for _ in again.steps())
    assert (again.kept, again.joined) == (500, 499)
    assert steps < 10
    assert json.loads(again.reading.text)[500]["payload"]["entity_id"] == "another\n"
