"""Streams that were heard of are offered; however many there are, few are kept."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.client.session.heard_streams import LONGEST, MOST, HeardStreams
from flux_tui.model.event import DELETIONS_STREAM


@given(st.lists(st.text("abc.", max_size=3)))
def test_each_is_known_once_and_the_newest_comes_first(heard: list[str]) -> None:
    streams = HeardStreams()
    for stream in heard:
        streams.hear(stream)
    assert list(streams) == list(dict.fromkeys(heard))[::-1]


def test_of_very_many_the_newest_are_kept() -> None:
    streams = HeardStreams()
    for number in range(10 * MOST):
        streams.hear(f"s{number}")
    assert len(list(streams)) == MOST
    assert next(iter(streams)) == f"s{10 * MOST - 1}"
    streams.hear_some(f"t{number}" for number in range(10 * MOST))
    assert f"t{MOST}" not in set(streams)


def test_what_nobody_would_write_to_is_not_offered() -> None:
    streams = HeardStreams()
    streams.hear(DELETIONS_STREAM)
    streams.hear("x" * (LONGEST + 1))
    assert list(streams) == []
