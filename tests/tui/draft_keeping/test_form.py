"""Whatever a draft says is read as it was written, and no file can hurt."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.tui.composer.delivering.outbox import Tried
from flux_tui.tui.composer.drafts import Origin
from flux_tui.tui.composer.event.draft import Mode
from flux_tui.tui.composer.rows import PropertyRow, RowKind
from flux_tui.tui.draft_keeping.form import MOST_BYTES, OtherVersion, read, written
from flux_tui.tui.draft_keeping.kept import KeptDrafts, KeptEvent, put_together
from tests.strategies import properties

any_text = st.text(st.characters(), max_size=8)
origins = st.builds(Origin, any_text, st.none() | st.tuples(any_text))
tried = st.lists(
    st.builds(
        Tried,
        st.binary(max_size=4).map(bytes.hex),
        any_text,
        st.integers(),
        st.none() | any_text,
    ),
    max_size=2,
).map(tuple)
events = st.builds(
    KeptEvent,
    any_text,
    any_text,
    any_text,
    any_text,
    st.sampled_from(Mode),
    st.lists(
        st.builds(PropertyRow, any_text, any_text, st.none() | st.sampled_from(RowKind)), max_size=3
    ).map(tuple),
    any_text,
    st.none() | properties,
    st.booleans(),
    st.none() | st.tuples(any_text, any_text, any_text),
    tried,
    st.frozensets(any_text, max_size=2),
)
all_drafts = st.builds(
    KeptDrafts,
    st.none() | events,
    any_text,
    tried,
    st.dictionaries(origins, events, max_size=3),
    st.frozensets(any_text, max_size=2),
    st.none() | st.frozensets(any_text, max_size=2),
)


def event(entity_id: str, text: str = "") -> KeptEvent:
    return KeptEvent("s", "me", entity_id, "now", Mode.JSON, (), text, None, False, None, ())


@given(all_drafts)
def test_what_was_written_is_read(kept: KeptDrafts) -> None:
    data = b"".join(written(kept))
    assert read(data) == kept
    assert list(read(data).edits) == list(kept.edits), "in their order"


@given(st.binary() | st.recursive(st.none() | st.text(), st.lists).map(json.dumps).map(str.encode))
def test_what_is_no_drafts_is_refused_in_one_way(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any kind of it is caught
        read(data)


@given(all_drafts, st.data())
def test_a_file_that_somebody_has_edited_is_read_or_refused(
    kept: KeptDrafts, data: st.DataObject
) -> None:
    whole = b"".join(written(kept))
    place = data.draw(st.integers(0, len(whole) - 1))
    try:
        read(whole[:place] + data.draw(st.binary(max_size=3)) + whole[place + 1 :])
    except ValueError:
        return


def test_a_newer_version_is_told_from_rubbish() -> None:
    with pytest.raises(OtherVersion):
        read(b'{"version": 2}\n')


def test_what_would_make_the_file_too_large_is_left_out_the_oldest_first() -> None:
    large = "x" * (MOST_BYTES // 3)
    edits = {Origin(name): event(name, large) for name in ("old", "newer", "newest")}
    data = b"".join(written(KeptDrafts(event("a"), "", (), edits)))
    assert len(data) <= MOST_BYTES
    assert list(read(data).edits) == [Origin("newer"), Origin("newest")]
    assert read(data).event == event("a")


@given(st.lists(all_drafts, max_size=4))
def test_put_together_nothing_is_lost_and_nothing_doubled(found: list[KeptDrafts]) -> None:
    whole, left = put_together(found)
    for kept, rest in zip(found, left, strict=True):
        assert kept.event in (None, whole.event, rest.event)
        assert not kept.batch.strip() or kept.batch in (whole.batch, rest.batch)
        for origin, edit in kept.edits.items():
            assert (whole.edits.get(origin) == edit) != (rest.edits.get(origin) == edit)
    assert not left or left[0].is_empty, "the first is had whole"
