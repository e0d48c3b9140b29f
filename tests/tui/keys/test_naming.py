"""Sentences name the keys as they are, also those of a person's own."""

from __future__ import annotations

import pytest
from textual.binding import Binding
from textual.widgets import Input

from flux_tui.tui.app import ExplorerApp
from flux_tui.tui.keys.known import known_bindings
from flux_tui.tui.keys.naming import KeyNames, called
from flux_tui.tui.keys.own_keys import OwnKeys
from tests.tui.workspaces import until, until_shown, workspace_of


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("escape", "esc"),
        ("slash", "/"),
        ("f", "f"),
        ("F", "F"),
        ("ctrl+r", "ctrl+r"),
        ("enter", "enter"),
        ("space", "space"),
        ("ctrl+slash", "ctrl+/"),
        ("f5", "f5"),
    ],
)
def test_keys_are_called_as_people_call_them(key: str, name: str) -> None:
    assert called(key) == name


def test_the_first_of_several_keys_is_named_and_what_looks_otherwise_is_left() -> None:
    names = KeyNames(OwnKeys({"explorer.pause": "P, f9"}))
    assert names.say("{explorer.pause} or {explorer.filter}; {} {x y}") == "P or /; {} {x y}"


def test_every_action_has_a_name() -> None:
    names = KeyNames()
    for binding_id, keys in known_bindings().items():
        (first, *_) = Binding.make_bindings([Binding(keys[0], "")])
        assert names(binding_id) == called(first.key)


async def test_the_screen_says_the_keys_that_a_person_has_given() -> None:
    own = OwnKeys({"explorer.back": "f12", "explorer.suspend-filter": "f9", "explorer.filter": "Z"})
    app = ExplorerApp(workspace_of({"lab-1": {}}), own_keys=own)
    async with app.run_test(size=(118, 30)) as pilot:
        await until_shown(pilot, "lab-1")
        await pilot.press("Z", *"nobody", "enter")
        await until_shown(pilot, "f12 shows them again, Z changes the filter.")
        await pilot.press("f9")
        await until_shown(pilot, "off, f9 puts it on")
        await pilot.press("Z", *"lab", "enter")
        await until(pilot, lambda: pilot.app.query_one("#filter", Input).value == "lab", "lab")
