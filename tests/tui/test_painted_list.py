"""A painted list shows what its lines say now, however little of it is painted anew."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from flux_tui.tui.layers import Looks
from flux_tui.tui.painted_list import PaintedList
from tests.tui.workspaces import until

RED, BLUE = Style(color="red"), Style(color="blue")


class Figures(PaintedList):
    """Lines of numbers with an age, and how often each was asked for."""

    def __init__(self) -> None:
        super().__init__("figures", (), id="figures")
        self.figures = list(range(100))
        self.age = 0
        self.asked: list[int] = []

    def on_resize(self) -> None:
        self.virtual_size = Size(20, len(self.figures))

    def segments_of(self, line: int) -> list[Segment]:
        self.asked.append(line)
        return [Segment(f"figure {self.figures[line]} "), Segment(f"{self.tick_of(line)}s", RED)]

    def tick_of(self, line: int) -> Hashable:
        return self.age if line % 2 else 0


class FiguresApp(App[None]):
    CSS = "Figures { overflow-y: scroll; scrollbar-size: 1 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.list = Figures()

    def compose(self) -> ComposeResult:
        yield self.list

    @property
    def lines(self) -> list[str]:
        return [self.list.render_line(y).text.rstrip() for y in range(self.list.size.height)]


async def test_a_tick_repaints_only_the_lines_that_read_otherwise() -> None:
    app = FiguresApp()
    async with app.run_test(size=(30, 6)):
        assert app.lines[1] == "figure 1 0s"
        app.list.asked.clear()
        app.list.age = 7
        app.list.repaint_ticked()
        assert app.lines[:2] == ["figure 0 0s", "figure 1 7s"]
        assert set(app.list.asked) == {1, 3, 5}


async def test_a_tick_repaints_what_was_forgotten_and_not_painted_since() -> None:
    app = FiguresApp()
    async with app.run_test(size=(30, 6)):
        assert app.lines[1] == "figure 1 0s"
        app.list.watch_has_focus(False)
        app.list.asked.clear()
        app.list.age = 7
        app.list.repaint_ticked()
        assert set(app.list.asked) == set(range(6))


class Untold(Figures):
    """Told of no size before it is painted."""

    is_painted = False

    def post_message(self, message: Message) -> bool:
        if isinstance(message, events.Resize) and not self.is_painted:
            return False
        return super().post_message(message)

    def render_line(self, y: int) -> Strip:
        self.is_painted = True
        return super().render_line(y)


async def test_a_size_that_it_was_not_told_of_is_noticed_when_it_is_painted() -> None:
    app = FiguresApp()
    app.list = Untold()
    async with app.run_test(size=(30, 6)) as pilot:
        await until(pilot, lambda: app.list.virtual_size.height == 100)


async def test_a_scroll_paints_only_the_lines_that_come_into_sight() -> None:
    app = FiguresApp()
    async with app.run_test(size=(30, 6)) as pilot:
        assert app.lines[0] == "figure 0 0s"
        app.list.asked.clear()
        app.list.scroll_to(y=2, animate=False)
        await pilot.pause()
        assert app.lines[0] == "figure 2 0s"
        assert set(app.list.asked) == {6, 7}


async def test_a_line_that_changed_out_of_sight_is_right_when_it_comes_back() -> None:
    app = FiguresApp()
    async with app.run_test(size=(30, 6)) as pilot:
        assert app.lines[0] == "figure 0 0s"
        app.list.scroll_to(y=50, animate=False)
        await pilot.pause()
        assert app.lines[0] == "figure 50 0s"
        app.list.figures[0] = 1000
        app.list.repaint_seen([0])
        app.list.scroll_to(y=0, animate=False)
        await pilot.pause()
        assert app.lines[0] == "figure 1000 0s"


async def test_more_lines_below_are_there_to_be_scrolled_to_and_paint_nothing() -> None:
    app = FiguresApp()
    async with app.run_test(size=(30, 6)) as pilot:
        assert app.lines[0] == "figure 0 0s"
        app.list.asked.clear()
        app.list.figures.extend(range(100, 900))
        app.list.hold(900)
        await pilot.pause()
        assert app.list.asked == []
        assert app.list.vertical_scrollbar.window_virtual_size == 900
        app.list.scroll_to(y=894, animate=False)
        await pilot.pause()
        assert app.lines == [f"figure {n} 0s" for n in range(894, 900)]


async def test_fewer_lines_than_there_is_room_for_scroll_back_to_the_first() -> None:
    app = FiguresApp()
    async with app.run_test(size=(30, 6)) as pilot:
        app.list.scroll_to(y=50, animate=False)
        await pilot.pause()
        app.list.hold(4)
        await pilot.pause()
        assert (app.list.scroll_offset.y, app.list.max_scroll_y) == (0, 0)


PIECES = st.lists(
    st.tuples(st.text("ab漢é ", max_size=6), st.sampled_from([None, RED, BLUE, Style.null()]))
)


@given(PIECES, st.integers(1, 40))
def test_a_line_is_exactly_as_wide_as_wanted_and_says_the_same(
    pieces: list[tuple[str, Style | None]], width: int
) -> None:
    looks = Looks(Figures(), "figures", ())
    strip = looks.line([Segment(text, style) for text, style in pieces], width)
    assert strip.cell_length == sum(segment.cell_length for segment in strip) == width
    whole = "".join(text for text, _ in pieces)
    assert strip.text.rstrip() == whole[: len(strip.text)].rstrip() or "漢" in whole
    styles = [segment.style for segment in strip]
    assert all(a is not b for a, b in pairwise(styles))
