"""What rules come to is remembered, and always what Textual itself finds."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

from flux_tui.tui.sparing_stylesheet import SparingStylesheet
from tests.tui.workspaces import app_of, screen_of, until_shown, workspace_of

STATE: Mapping[str, Mapping[str, int]] = {f"room-{n}": {"floor": n} for n in range(9)}

CLASSES = ("-wide", "-on")

SIMPLE = st.sampled_from(["*", "Box", "Sheet", "#top", ".-wide", ".-on", "Box.-on", "#low.-wide"])

PART = st.sampled_from(["Box", "Sheet", "#low", ".-on", ".box--part", "Sheet.-wide"])

RULES = st.lists(
    st.builds(
        "{}{}{} {{ width: {}; }}".format,
        SIMPLE,
        st.sampled_from([" ", " > "]),
        PART,
        st.integers(1, 99),
    ),
    min_size=1,
    max_size=6,
)


class Box(DOMNode):
    """A node that has a part with a class of its own."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"box--part"}


class Sheet(Box):
    """One of another type, which is a box as well."""


def tree() -> list[Box]:
    """Nodes, each within the one before."""
    nodes = [Sheet(id="top"), Box(), Sheet(), Box(id="low")]
    for above, below in pairwise(nodes):
        below._attach(above)
    return nodes


def styles_of(nodes: list[DOMNode]) -> list[object]:
    """All that the rules came to, of the nodes and of their parts."""
    return [
        (
            node.styles.base.get_rules(),
            {n: s.get_rules() for n, s in node._component_styles.items()},
        )
        for node in nodes
    ]


@given(
    rules=RULES,
    toggles=st.lists(st.tuples(st.integers(0, 3), st.sampled_from(CLASSES)), max_size=8),
)
def test_whatever_classes_come_and_go_it_is_what_textual_finds(
    rules: list[str], toggles: list[tuple[int, str]]
) -> None:
    sparing, plain = SparingStylesheet(), Stylesheet()
    for sheet in (sparing, plain):
        sheet.add_source("\n".join(rules))
    ours, theirs = tree(), tree()
    for at, name in [(0, ""), *toggles]:
        for nodes in (ours, theirs):
            nodes[at]._classes ^= {name} - {""}
        sparing.update_nodes(ours)
        plain.update_nodes(theirs)
        assert styles_of([*ours]) == styles_of([*theirs])


def assert_styled_as_by_textual(app: App[None]) -> None:
    """Nothing differs when Textual's own stylesheet styles it all anew."""
    plain = app.stylesheet.copy()
    plain.parse()
    for screen in app.screen_stack:
        nodes = [*screen.walk_children(with_self=True)]
        before = styles_of(nodes)
        plain.update(screen)
        assert styles_of(nodes) == before


@pytest.mark.parametrize("size", [(120, 34), (80, 24)])
async def test_wherever_the_keys_are_it_is_what_textual_finds(size: tuple[int, int]) -> None:
    app = app_of(workspace_of(STATE))
    async with app.run_test(size=size) as pilot:
        await until_shown(pilot, "room-0")
        for key in ("tab", "tab", "slash", "x", "escape", "enter", "escape", "f1", "escape", "e"):
            await pilot.press(key)
            assert_styled_as_by_textual(app)
        app.theme = "flux-light"
        await pilot.pause()
        assert_styled_as_by_textual(app)


async def test_which_notice_is_the_last_is_asked_each_time() -> None:
    app = app_of(workspace_of(STATE))
    async with app.run_test(notifications=True) as pilot:
        await until_shown(pilot, "room-0")
        await pilot.press("slash")
        for number in range(3):
            app.notify(f"notice {number}")
            await until_shown(pilot, f"notice {number}")
            assert_styled_as_by_textual(app)
        assert "notice 1" not in screen_of(pilot)
