"""No sentence names a key that a person may have given to something else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from textual.binding import Binding

import flux_tui.tui
from flux_tui.tui.app import ExplorerApp
from flux_tui.tui.keys.known import known_bindings, load_all
from flux_tui.tui.keys.leaving import how_to_leave
from flux_tui.tui.keys.own_keys import OwnKeys
from tests.tui.workspaces import until_shown, workspace_of

KEY = re.compile(r"\b(?:ctrl\+[a-z]|f\d{1,2}|esc)\b")
"""A key, as sentences call it."""

NAMED = re.compile(r"\{([a-z]+\.[a-z-]+)\}")
"""The place of an action's key in a sentence."""

FIXED = {"leaving.py": {"ctrl+q"}, "problems.py": {"ctrl+x", "f5"}}
"""Textual's own key, which nobody can change, and examples of how keys are written."""

SOURCES = sorted(Path(flux_tui.tui.__file__).parent.rglob("*.py"))


def test_they_name_keys_by_their_actions() -> None:
    for path in SOURCES:
        said = {key for text in _texts(path) for key in KEY.findall(text) if " " in text.strip()}
        assert said <= FIXED.get(path.name, set()), path


def test_every_action_whose_key_is_said_is_one() -> None:
    load_all()
    known = known_bindings().keys()
    for path in SOURCES:
        assert {name for text in _texts(path) for name in NAMED.findall(text)} <= known, path


async def test_dialogs_say_the_keys_that_a_person_has_given() -> None:
    own = OwnKeys(
        {
            "explorer.undo": "U",
            "explorer.ledger": "f12",
            "decision.leave": "f11",
            "decision.target": "ctrl+b",
        }
    )
    app = ExplorerApp(workspace_of({"lab-1": {}, "lab-2": {}}), own_keys=own)
    async with app.run_test(size=(118, 30)) as pilot:
        await until_shown(pilot, "lab-1")
        await pilot.press("d")
        await until_shown(pilot, "ctrl+b changes that")
        await until_shown(pilot, "U brings the values back")
        await until_shown(pilot, "the ledger (f12)")
        assert how_to_leave(app.screen.active_bindings.values()).startswith("f11 closes this")


def _texts(path: Path) -> Iterator[str]:
    """The texts in a file, but for docstrings and what bindings are made of."""
    tree = ast.parse(path.read_text())
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == Binding.__name__:
            skipped |= {id(part) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in skipped:
            yield str(node.value)
