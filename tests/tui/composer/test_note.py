"""A note says what it has room for, and marks what it has not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.content import Content

from flux_tui.tui.composer.note import CUT, Note, fitting
from tests.tui.workspaces import until

words = st.text(st.sampled_from("ab 世\n"), max_size=60)


@given(words, st.integers(2, 20), st.integers(1, 4))
def test_what_is_said_fits_and_begins_as_it_was_meant(text: str, width: int, height: int) -> None:
    said = fitting(Content(text), width, height)
    lines = said.wrap(width)
    assert len(lines) <= height
    assert all(cell_len(line.plain.rstrip()) <= width for line in lines)
    if said.plain != text:
        begun = "".join(said.plain.removesuffix(CUT).split())
        assert said.plain.endswith(CUT)
        assert "".join(text.split()).startswith(begun)


def test_what_was_cut_before_is_marked_once() -> None:
    assert fitting(Content("abc… d e f"), 5, 1).plain == "abc…"


class OneNote(App[None]):
    def compose(self) -> ComposeResult:
        yield Note(id="note")


async def test_a_note_goes_on_where_there_is_more_room() -> None:
    app = OneNote()
    async with app.run_test(size=(20, 1)) as pilot:
        note = app.query_one(Note)
        note.say(Content("what was not sent stays where it is"))

        def shown() -> str:
            return note.render_line(0).text.rstrip()

        await until(pilot, lambda: shown() == "what was not sent" + CUT)
        await pilot.resize_terminal(60, 1)
        await until(pilot, lambda: shown() == "what was not sent stays where it is")
