"""Strips are what they were, and keep no more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual import strip
from textual.cache import FIFOCache
from textual.strip import Strip

from flux_tui.tui.sparing_strips import SmallStripCache, StripCache, spare_strips

STYLES = [Style(bold=True), Style(color="red"), Style(reverse=True)]

SEGMENTS = st.lists(
    st.builds(Segment, st.text("ab 界", max_size=6), st.sampled_from(STYLES), st.none()),
    max_size=4,
)

DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("crop"), st.integers(0, 9), st.integers(9, 20)),
        st.tuples(st.just("adjust_cell_length"), st.integers(0, 20)),
        st.tuples(st.just("crop_extend"), st.integers(0, 9), st.integers(9, 20), st.none()),
        st.tuples(st.just("apply_style"), st.sampled_from(STYLES)),
        st.tuples(st.just("apply_offsets"), st.integers(0, 9), st.integers(0, 9)),
    ),
    max_size=40,
)


@pytest.fixture(autouse=True)
def _caches_as_they_were() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strip, "FIFOCache", FIFOCache)
        yield


@given(segments=SEGMENTS, deeds=DEEDS)
def test_whatever_is_done_with_a_strip_it_comes_to_the_same(
    segments: list[Segment], deeds: list[tuple[str, object]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strip, "FIFOCache", FIFOCache)
        usual = Strip(segments)
        expected = [getattr(usual, deed)(*arguments) for deed, *arguments in deeds]
        spare_strips()
        sparing = Strip(segments)
        done = [getattr(sparing, deed)(*arguments) for deed, *arguments in deeds]
    assert done == expected


def test_a_strip_remembers_no_more_than_textual_has_it_remember() -> None:
    spare_strips()
    line = Strip([Segment("a line of some length")])
    first = line.crop(0, 2)
    assert line.crop(0, 2) is first
    for end in range(3, 19):
        line.crop(0, end)
    assert line.crop(0, 2) is not first


@pytest.mark.parametrize("cache", [StripCache(), SmallStripCache()])
def test_the_first_goes_for_the_next(cache: StripCache) -> None:
    for key in range(cache.most + 2):
        cache[key] = key
        cache[key] = "again"
    assert list(cache) == list(range(2, cache.most + 2))
    assert set(cache.values()) == {"again"}
