"""The JSON editor: any text is safe in it, and a long one is painted by what is seen."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from flux_tui.tui.json_editor.editor import JsonEditor
from flux_tui.tui.json_editor.flat_document import FlatDocument


class Editing(App[None]):
    """An editor alone on the screen."""

    def compose(self) -> ComposeResult:
        """The editor."""
        yield JsonEditor()


@asynccontextmanager
async def editing(text: str) -> AsyncIterator[JsonEditor]:
    app = Editing()
    async with app.run_test(size=(40, 8)) as pilot:
        editor = app.query_one(JsonEditor)
        editor.load_text(text)
        editor.focus()
        await pilot.pause()
        yield editor


def painted(editor: JsonEditor) -> list[str]:
    return [editor.render_line(y).text for y in range(editor.size.height)]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.text("ab\n漢é", max_size=6))))
def test_the_document_remembers_what_it_holds(edits: list[tuple[int, int, str]]) -> None:
    document = FlatDocument("one\ntwo")
    for row, column, text in edits:
        row = min(row, document.line_count - 1)
        start = (row, min(column, len(document.get_line(row))))
        document.replace_range(start, (row, len(document.get_line(row))), text)
    assert document.text == "\n".join(document.lines)
    assert document.get_size(4).height == len(document.lines)


async def test_what_acts_on_a_terminal_becomes_an_escape_of_the_same_text() -> None:
    text = '{"a": "\x1b[31m\u202e\u2028", "b": "漢"}'
    async with editing(text) as editor:
        assert json.loads(editor.text) == json.loads(text, strict=False)
        assert "\\u001b[31m\\u202e\\u2028" in editor.text
        editor.insert("\x9b")
        assert "\x9b" not in editor.text


async def test_the_end_of_a_very_long_line_is_seen_where_the_cursor_is() -> None:
    for filling in ("x", "漢"):
        async with editing("[" + filling * 10_000 + "END") as editor:
            editor.move_cursor((0, 10_004))
            editor.scroll_cursor_visible()
            assert "END" in painted(editor)[0]
            assert all(len(line) <= 40 for line in painted(editor))


async def test_lines_are_numbered_and_cut_at_the_width() -> None:
    async with editing('{\n  "name": 1\n}') as editor:
        assert [line.rstrip() for line in painted(editor)[:3]] == ["1  {", '2    "name": 1', "3  }"]


async def test_what_brought_many_lines_is_undone_and_done_again() -> None:
    async with editing("[]") as editor:
        editor.insert("1,\n" * 100)
        editor.undo()
        assert (editor.text, editor.cursor_location) == ("[]", (0, 0))
        editor.redo()
        assert (editor.text, editor.cursor_location) == ("1,\n" * 100 + "[]", (100, 0))


async def test_an_editor_that_takes_no_edits_for_a_while_is_styled_as_before() -> None:
    async with editing("a") as editor:
        classes = set(editor.classes)
        editor.take_edits(False)
        editor.action_delete_right()
        assert (editor.text, set(editor.classes)) == ("a", classes)
        editor.take_edits(True)
        editor.action_delete_right()
        assert editor.text == ""
