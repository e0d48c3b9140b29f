"""Compares what a scene looks like with its picture; ``--snapshot-update`` takes it anew.

Look at a picture before it is accepted: it is the only test of colours.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.metadata import version

import pytest
from textual.app import App

from tests.tui.snapshots.drawing import Drawn
from tests.tui.snapshots.scene import Look, Scene

DRAWN_BY = {"textual": "8.2.", "rich": "15."}
"""The versions that the pictures were taken with: others may draw the same screen otherwise."""

Compare = Callable[[Scene, Look], Awaitable[bool]]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """What was drawn so far of a module's scenes."""
    return Drawn(tmp_path_factory.mktemp("scenes"))


@pytest.fixture
def looks_as_pictured(
    drawn: Drawn, snap_compare: Callable[[App[None]], bool], monkeypatch: pytest.MonkeyPatch
) -> Compare:
    """Whether a scene looks as in its picture; the report of all that do not is the plugin's.

    The plugin would run an application for each picture: it is handed what was drawn.
    """
    if any(not version(name).startswith(drawn_by) for name, drawn_by in DRAWN_BY.items()):
        pytest.skip(f"the pictures were taken with {DRAWN_BY}")

    async def compare(scene: Scene, look: Look) -> bool:
        picture = await drawn.picture(scene, look)
        monkeypatch.setattr("textual._doc.take_svg_screenshot", lambda **_: picture)
        return snap_compare(App())

    return compare
