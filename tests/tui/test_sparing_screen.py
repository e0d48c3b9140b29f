"""Screens are styled, laid out and painted no more than there is need for."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.dom import DOMNode
from textual.geometry import Region
from textual.screen import Screen
from textual.widgets import Input, Static

from flux_tui.tui.sparing_screen import SparingModal, SparingScreen
from tests.tui.workspaces import until


class Place(Static):
    """Something that is wider on a wide screen, and notes the widths that it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.widths = list[int]()

    def on_resize(self) -> None:
        self.widths.append(self.size.width)


class Somewhere(SparingScreen[None]):
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self.place = Place()

    def compose(self) -> ComposeResult:
        yield self.place


class Above(SparingModal[None]):
    DEFAULT_CSS = "Above { background: black 50%; }"


class Fields(SparingScreen[None]):
    def compose(self) -> ComposeResult:
        yield Input()
        yield Input()


def told_of(screen: SparingScreen[None], monkeypatch: pytest.MonkeyPatch) -> list[Region]:
    """The regions of which the screen itself is asked to be painted from now on."""
    regions, refresh = list[Region](), screen.refresh

    def tell(*asked: Region, **how: Any) -> object:
        regions.extend(asked or [screen.region])
        return refresh(*asked, **how)

    monkeypatch.setattr(screen, "refresh", tell)
    return regions


class Shown(App[None]):
    CSS = "Place { width: 10; } .-wide Place { width: 30; }"


@pytest.mark.parametrize(("size", "width"), [((120, 34), 30), ((80, 24), 10)])
async def test_what_is_in_it_is_laid_out_once(size: tuple[int, int], width: int) -> None:
    app, somewhere = Shown(), Somewhere()
    async with app.run_test(size=size) as pilot:
        await app.push_screen(somewhere)
        await pilot.pause()
        assert somewhere.place.widths == [width]


async def test_another_size_gives_it_other_classes() -> None:
    app, somewhere = Shown(), Somewhere()
    async with app.run_test(size=(120, 34)) as pilot:
        await app.push_screen(somewhere)
        await pilot.resize_terminal(80, 34)
        assert somewhere.classes == {"-narrow", "-tall"}
        assert somewhere.place.size.width == 10


async def test_what_is_in_it_is_styled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    app, somewhere = Shown(), Somewhere()
    async with app.run_test() as pilot:
        styled, style = list[DOMNode](), app.stylesheet.apply

        def apply(node: DOMNode, **how: Any) -> None:
            styled.append(node)
            style(node, **how)

        monkeypatch.setattr(app.stylesheet, "apply", apply)
        await app.push_screen(somewhere)
        await pilot.pause()
        assert styled.count(somewhere.place) == 1


def test_a_dialog_has_the_styles_of_textuals_own() -> None:
    names = Above()._css_type_names
    assert {"Above", "SparingModal", "ModalScreen", "Screen"} <= names


async def test_a_theme_that_was_put_on_above_it_is_seen_once_that_is_gone() -> None:
    app, somewhere = Shown(), Somewhere()
    async with app.run_test() as pilot:
        await app.push_screen(somewhere)
        await pilot.pause()
        before = somewhere.styles.background
        await app.push_screen(Somewhere())
        app.theme = "textual-light"
        await app.pop_screen()
        await pilot.pause()
        assert somewhere.styles.background != before


async def test_what_changes_behind_a_dialog_is_painted_and_nothing_else_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app, fields, above = Shown(), Fields(), Above()
    async with app.run_test() as pilot:
        await app.push_screen(fields)
        await app.push_screen(above)
        await pilot.pause()
        asked = told_of(above, monkeypatch)
        first, second = fields.query(Input)
        first.refresh()
        await until(pilot, lambda: asked)
        asked.clear()
        second.refresh()
        await until(pilot, lambda: asked)
        assert asked == [second.region]


async def test_another_focus_is_no_reason_to_paint_the_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app, fields = Shown(), Fields()
    async with app.run_test() as pilot:
        await app.push_screen(fields)
        await pilot.pause()
        asked = told_of(fields, monkeypatch)
        first = fields.focused
        await pilot.press("tab")
        await until(pilot, lambda: fields.focused not in (None, first))
        await pilot.pause()
        assert not asked


async def test_a_notice_is_shown_by_the_dialog_in_front_and_not_by_what_is_behind_it_too() -> None:
    app, somewhere = Shown(), Somewhere()
    async with app.run_test(notifications=True) as pilot:
        await app.push_screen(somewhere)
        app.notify("said once")
        await until(pilot, lambda: somewhere.query("Toast"))
        await app.push_screen(Above())
        await until(pilot, lambda: app.screen.query("Toast"))
        assert not somewhere.query_one("ToastRack").display
        await app.pop_screen()
        await until(pilot, lambda: somewhere.query_one("ToastRack").display)


class Panes(SparingScreen[None]):
    """One pane of two is seen; it has more lines than the other."""

    def __init__(self) -> None:
        super().__init__()
        self.seen, self.other = Static("one\ntwo\nthree"), Static("instead")

    def compose(self) -> ComposeResult:
        self.other.display = False
        yield from (self.seen, self.other)


async def test_a_pane_that_takes_the_place_of_another_is_painted_though_it_was_looked_for_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app, panes = Shown(), Panes()
    async with app.run_test() as pilot:
        await app.push_screen(panes)
        await pilot.pause()
        painted, display = set[int](), app._display

        def note(screen: Screen[Any], update: Any) -> None:
            if update is not None:
                spans = getattr(update, "spans", [(2, 0, 80)])  # without any it is all of it
                painted.update(y for y, _, _ in spans)
            display(screen, update)

        monkeypatch.setattr(app, "_display", note)
        panes.seen.display, panes.other.display = False, True
        panes._compositor.update_widgets({panes.other})  # it gets the focus before that is laid out
        panes.find_widget(panes.other)  # and is to be scrolled to
        await until(pilot, lambda: 2 in painted, "what stood in the third line is taken away")


async def test_a_screen_is_not_laid_out_anew_when_a_dialog_above_it_has_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app, fields = Shown(), Fields()
    async with app.run_test() as pilot:
        await app.push_screen(fields)
        await app.push_screen(Above())
        await pilot.pause()
        asked, refresh = list[str](), fields.refresh

        def note(*regions: Region, layout: bool = False, **how: Any) -> object:
            asked.append("layout" if layout else "paint")
            return refresh(*regions, layout=layout, **how)

        monkeypatch.setattr(fields, "refresh", note)
        await app.pop_screen()
        await until(pilot, lambda: asked)
        assert set(asked) == {"paint"}


class Saying(Above):
    """Says something where nothing stands behind it."""

    DEFAULT_CSS = "Saying { align: right bottom; } Static { width: auto; }"

    def compose(self) -> ComposeResult:
        yield Static("one")


async def test_what_changes_in_a_dialog_is_painted_though_something_behind_it_changes_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app, fields, saying = Shown(), Fields(), Saying()
    async with app.run_test() as pilot:
        await app.push_screen(fields)
        await app.push_screen(saying)
        await pilot.pause()
        word, field = saying.query_one(Static), fields.query(Input).first()
        lines, display = set[int](), app._display

        def note(screen: Screen[Any], update: Any) -> None:
            lines.update(y for y, _, _ in getattr(update, "spans", ()))
            display(screen, update)

        monkeypatch.setattr(app, "_display", note)
        with app.batch_update():
            word.update("two", layout=False)
            field.refresh()
            await asyncio.sleep(0.05)  # both are noted, and not painted yet
        for screen in (fields, saying):
            screen._on_timer_update()  # as Textual does, in the order that lost what was said
        assert {field.region.y, word.region.y} <= lines
