"""A field shows what it wants, and says where it has no room for that."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Region
from textual.widgets import Static

from flux_tui.tui.exact_input import LONGEST, ExactInput

HINT = "lowercase words and dots, as lab.sensors"


class Form(App[None]):
    """One field, and something to look at beside it."""

    CSS = "ExactInput { width: 100%; } Screen { layout: vertical; }"

    def compose(self) -> ComposeResult:
        """The field above."""
        yield ExactInput(placeholder=HINT)
        yield Static(Content("beneath"))


@pytest.mark.parametrize(
    ("width", "shown"),
    [(60, HINT), (len(HINT), HINT), (30, "lowercase words and dots, as…"), (10, "lowercase…")],
)
async def test_a_hint_that_has_no_room_is_cut_with_a_mark(width: int, shown: str) -> None:
    app = Form()
    async with app.run_test(size=(width, 5)) as pilot:
        await pilot.pause()
        assert app.query_one(ExactInput).render_line(0).text.rstrip() == shown
        await pilot.press("tab", "x")
        assert app.query_one(ExactInput).render_line(0).text.rstrip() in (shown, "x")


async def test_a_paste_fills_a_line_as_far_as_keys_stay_quick_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app, said = Form(), list[str]()
    monkeypatch.setattr(app, "notify", lambda message, **how: said.append(message))
    async with app.run_test(size=(80, 10)) as pilot:
        field = app.query_one(ExactInput)
        await pilot.press("tab", "a")
        field.take_paste("x" * 1_000_000 + "\n")
        assert said == ["pasted 19,999 of 1,000,000 characters: more do not fit into one line"]
        await pilot.press("left", "backspace", "n")
        assert field.value == "a" + "x" * (LONGEST - 3) + "nx"
        field.take_paste("b\n")
        assert len(field.value) == LONGEST


async def test_a_longer_text_lays_nothing_out_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Form()
    async with app.run_test(size=(20, 5)) as pilot:
        field = app.query_one(ExactInput)
        await pilot.press("tab")
        reasons, refresh = list[bool](), field.refresh

        def tell(*regions: Region, layout: bool = False, **how: Any) -> object:
            reasons.append(layout)
            return refresh(*regions, layout=layout, **how)

        monkeypatch.setattr(field, "refresh", tell)
        await pilot.press(*"one two three four five six")
        assert reasons
        assert not any(reasons)
        assert field.render_line(0).text.rstrip().endswith("six"), "the end is in sight"
