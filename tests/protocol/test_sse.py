"""Server-Sent Events are read alike however their bytes come."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import httpx
import pytest
from httpx_sse import EventSource
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.errors import Malformed
from flux_tui.protocol.sse import LARGEST, SseDecoder, SseMessage


def read(*chunks: bytes) -> list[SseMessage]:
    decoder = SseDecoder()
    return [message for chunk in chunks for message in decoder.feed(chunk)]


def test_a_message_has_its_kind_its_data_and_its_id() -> None:
    assert read(b'id: 7\nevent: event\ndata: {"a":1}\n\n') == [(b"event", b'{"a":1}', b"7")]


def test_comments_unknown_fields_and_blocks_without_data_are_passed_over() -> None:
    text = b": hello\n\nretry: 5\nwhatever\n\nid: 3\n\n\n\ndata: x\n\n"
    assert read(text) == [(b"message", b"x", b"3")]


def test_an_id_holds_until_there_is_another_and_none_has_a_nul() -> None:
    text = b"id: 1\ndata: a\n\ndata: b\n\nid: 2\0\ndata: c\n\nid\ndata: d\n\n"
    assert [message.id for message in read(text)] == [b"1", b"1", b"1", b""]


def test_lines_of_data_are_joined_and_lose_one_space() -> None:
    assert read(b"data:  two\ndata:three\ndata\n\n")[0].data == b" two\nthree\n"


def test_a_message_that_never_ends_is_malformed() -> None:
    decoder = SseDecoder()
    assert decoder.feed(b"x" * LARGEST) == []
    with pytest.raises(Malformed, match="16,777,216"):
        decoder.feed(b"x")


LINES = st.sampled_from(
    ["data: x", "data:y", "data", "event: e", "event:", "id: 5", "id", ": c", "", "", "what: z"]
)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@given(st.lists(st.tuples(LINES, ENDS), max_size=20), st.lists(st.integers(0, 200)))
def test_any_lines_with_any_ends_cut_anywhere_are_what_httpx_sse_reads(
    lines: list[tuple[str, str]], cuts: Iterable[int]
) -> None:
    text = "".join(line + end for line, end in lines).encode()
    places = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    chunks = [text[a:b] for a, b in pairwise(places)]
    response = httpx.Response(200, headers={"Content-Type": "text/event-stream"}, content=text)
    expected = [
        (event.event.encode(), event.data.encode(), event.id.encode())
        for event in EventSource(response).iter_sse()
        if event.data
    ]
    assert [message for message in read(*chunks) if message.data] == expected


def test_a_byte_order_mark_is_no_part_of_the_first_field() -> None:
    assert read(b"\xef", b"\xbb", b"\xbfdata: x\n\n") == [(b"message", b"x", b"")]
