"""However little is written, the terminal shows what Textual wanted on it."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flux_tui.tui.terminal.display import Display

ROWS, COLUMNS = 4, 24

STYLES = ["", "1", "2;38;5;9", "1;38;2;200;10;10;48;2;0;0;60", "38;2;200;10;10;48;2;0;0;60", "7;31"]

WORDS = ["", "a", "ok", "22.5", "in use", "→", "│", "▌", " ", "  ", "     "]


def frame(*lines: tuple[int, int, list[tuple[str, str]]], cursor: tuple[int, int] = (1, 1)) -> str:
    """What Textual writes for runs of (style, text), each line at its row and column."""
    written = ""
    for row, column, runs in lines:
        written += f"\x1b[{row};{column}H"
        written += "".join(f"\x1b[{style}m{text}\x1b[0m" if style else text for style, text in runs)
        written += "\n" if row != lines[-1][0] else ""
    return written + f"\x1b[{cursor[0]};{cursor[1]}H"


class Shown:
    """A terminal's screen, as pyte understands what is written to it."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.Stream(self.screen)

    def feed(self, text: str) -> None:
        self._stream.feed(text)

    @property
    def cells(self) -> list[list[pyte.screens.Char]]:
        return [[self.screen.buffer[y][x] for x in range(COLUMNS)] for y in range(ROWS)]

    @property
    def cursor(self) -> tuple[int, int]:
        return self.screen.cursor.y + 1, self.screen.cursor.x + 1


@st.composite
def frames(draw: st.DrawFn, words: list[str]) -> str:
    """A few lines anywhere on the screen, and the cursor."""
    lines = []
    for _ in range(draw(st.integers(1, 4))):
        row, column = draw(st.integers(1, ROWS)), draw(st.integers(1, COLUMNS))
        runs, room = [], COLUMNS + 1 - column
        for _ in range(draw(st.integers(1, 4))):
            text = "".join(draw(st.lists(st.sampled_from(words), min_size=1, max_size=4)))
            if len(text) > room:
                break
            runs.append((draw(st.sampled_from(STYLES)), text))
            room -= len(text)
        lines.append((row, column, runs))
    cursor = draw(st.integers(1, ROWS)), draw(st.integers(1, COLUMNS))
    return frame(*sorted(lines), cursor=cursor)


@given(st.lists(frames(WORDS), max_size=8), st.sets(st.integers(0, 7)))
@settings(max_examples=100, deadline=None)
def test_any_frames_leave_the_same_cells_and_cursor(drawn: list[str], forgets: set[int]) -> None:
    display, sparing, plain = Display(), Shown(), Shown()
    for number, data in enumerate(drawn):
        if number in forgets:
            display.forget()
        sparing.feed(display.draw(data))
        plain.feed(data)
        assert sparing.cells == plain.cells
        assert sparing.cursor == plain.cursor


def test_what_stands_there_is_not_written_again() -> None:
    display = Display()
    data = frame((2, 3, [("1", "temp  "), ("", "22.5")]), cursor=(1, 1))
    assert "22.5" in display.draw(data)
    assert display.draw(data) == ""


def test_a_word_that_differs_is_written_whole_and_nothing_else() -> None:
    display = Display()
    style = "38;2;200;200;200"
    display.draw(frame((2, 1, [(style, "│ room  22.5  in use  7s")])))
    assert display.draw(frame((2, 1, [(style, "│ room  22.6  in use  8s")]))) == (
        "\x1b[2;9H22.6\x1b[10C8s\x1b[1;1H"
    )


def test_a_line_whose_width_terminals_disagree_about_is_written_as_textual_does_or_not() -> None:
    def of(name: str, age: str) -> str:
        return frame((1, 1, [("1", name), ("", f" ok {age}")]), (2, 1, [("", "y")]))

    display = Display()
    display.draw(of("漢字", "7s"))
    assert display.draw(of("漢字", "7s")) == ""
    assert display.draw(of("漢字", "8s")) == "\x1b[1m漢字\x1b[0m ok 8s\x1b[1;1H"
    assert display.draw(of("abcd", "8s")) == "\x1b[1mabcd\x1b[0m ok 8s\x1b[1;1H"


@pytest.mark.parametrize(
    "data", ["\x1b[?1049h", "\x1b[2J", "\x1b[1;1Hab\x07cd", "\x1b[1;1H\x1b[31mred", "plain"]
)
def test_what_is_no_frame_is_written_as_it_is_and_may_have_drawn_over_anything(data: str) -> None:
    display = Display()
    drawn = frame((1, 1, [("1", "text")]))
    display.draw(drawn)
    assert display.draw(data) == "\x1b[0m" + data
    assert "text" in display.draw(drawn)


@pytest.mark.parametrize(
    "data", ["\x1b[?25l", "\x1b[?2026$p", "\x1b]22;text\x07", "\x1b[>25u", "\x1b[?1000h\x1b[?1003h"]
)
def test_modes_and_titles_draw_over_nothing(data: str) -> None:
    display = Display()
    drawn = frame((1, 1, [("", "text")]))
    display.draw(drawn)
    assert display.draw(data) == data
    assert display.draw(drawn) == ""


@given(st.text(max_size=40))
@settings(deadline=None)
def test_any_text_is_taken(text: str) -> None:
    assert Display().draw(text).endswith(text)
