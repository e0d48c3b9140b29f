"""What is pasted is taken out of the keys, however the terminal's input is cut into pieces."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.tui.terminal.pasted_text import BEGIN, END, PastedText

KEYS = st.text(alphabet="aj/\r\x1b[").filter(lambda keys: "\x1b[20" not in keys)
PASTED = st.text(alphabet="aj\r\n\x1b[0123m~").filter(lambda text: END not in text)


@st.composite
def cut(draw: st.DrawFn, text: str) -> Sequence[str]:
    """A text in pieces."""
    places = sorted(draw(st.sets(st.integers(0, len(text)))))
    ends = [0, *places, len(text)]
    return [text[start:end] for start, end in pairwise(ends)]


@given(st.data(), st.lists(st.tuples(KEYS, PASTED), max_size=4), KEYS)
def test_keys_stay_and_pasted_texts_lose_only_their_escapes(
    data: st.DataObject, both: Sequence[tuple[str, str]], last: str
) -> None:
    whole = "".join(f"{keys}{BEGIN}{text}{END}" for keys, text in both) + last
    pasted = PastedText()
    left = "".join(pasted.take_out(piece) for piece in data.draw(cut(whole)))
    assert left == "".join(f"{keys}{BEGIN}{END}" for keys, _ in both) + last
    assert [pasted.collect() for _ in both] == [text.replace("\x1b", "") for _, text in both]
    assert pasted.collect() == ""


def test_the_mark_that_a_file_begins_with_is_no_part_of_what_was_copied_from_it() -> None:
    pasted = PastedText()
    pasted.take_out(f'{BEGIN}\ufeff{{"a": "\ufeff"}}{END}')
    assert pasted.collect() == '{"a": "\ufeff"}'
