"""A report that was packed comes back as it was, whatever its source and its event are called."""

from __future__ import annotations

import sys
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.replica.record.report import Report, pack, source_of, time_of, unpack

ANY_TEXT = st.text(st.characters(), max_size=40)
IDS = st.one_of(
    st.uuids().map(str),
    st.uuids().map(lambda number: str(number).upper()),
    st.text("0123456789abcdefAB- ", min_size=36, max_size=36),
    ANY_TEXT,
)


@given(st.integers(-(2**70), 2**70), st.none() | ANY_TEXT, st.none() | IDS)
def test_what_was_packed_comes_back(at: int, source: str | None, event_id: str | None) -> None:
    packed = pack((at, source, event_id))
    assert unpack(packed) == Report(at, source, event_id)
    assert (time_of(packed), source_of(packed)) == (at, source)


@pytest.mark.parametrize(
    "event_id",
    [
        "0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f405 ",
        "0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f-05",
        "0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f40ç5",
        "0193A1B2-c3d4-7e5f-8a9b-0c1d2e3f4050",
        "\ud800",
    ],
)
def test_what_only_looks_like_a_uuid_is_kept_as_text(event_id: str) -> None:
    assert unpack(pack((1, "agent", event_id))).event_id == event_id


def test_a_usual_report_takes_few_bytes() -> None:
    packed = pack((1_700_000_000_000_000_000, "agent-01", str(UUID(int=2**127 + 5))))
    assert sys.getsizeof(packed) < 80
