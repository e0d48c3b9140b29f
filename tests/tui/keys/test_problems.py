from __future__ import annotations

import pytest

from flux_tui.tui.help.help import PLACES
from flux_tui.tui.keys.known import known_bindings, load_all
from flux_tui.tui.keys.own_keys import OwnKeys
from flux_tui.tui.keys.problems import is_key, problems

KNOWN = {
    "app.quit": ["q"],
    "explorer.filter": ["slash"],
    "explorer.pause": ["p"],
    "list.sort": ["s"],
    "composer.send": ["ctrl+s"],
}


def said(**keys: str) -> list[str]:
    return problems(OwnKeys({k.replace("_", "."): v for k, v in keys.items()}, "c.toml"), KNOWN)


def test_keys_that_nobody_else_has_are_all_right() -> None:
    assert said(explorer_filter="slash, ctrl+f, F", app_quit="ctrl+q") == []


def test_an_action_that_there_is_not_is_named_with_what_is_near_it() -> None:
    assert said(explorer_fliter="x") == [
        'c.toml: keys."explorer.fliter" is no action: did you mean explorer.filter'
    ]


def test_a_key_that_there_is_not_is_named() -> None:
    (problem,) = said(explorer_filter="ctl+f")
    assert problem.startswith('c.toml: keys."explorer.filter": "ctl+f" is no key')


@pytest.mark.parametrize(
    ("action", "key", "words"),
    [
        ("explorer_pause", "/", '"slash" is the key of explorer.filter, too; where both work it'),
        ("explorer_pause", "s", "is the key of list.sort, too; where both work it does list.sort"),
        ("list_sort", "p", "is the key of explorer.pause, too; where both work it does list.sort"),
        ("list_sort", "q", "is the key of app.quit, too; where both work it does list.sort"),
    ],
)
def test_a_key_that_another_has_where_it_works_is_told(action: str, key: str, words: str) -> None:
    (problem,) = said(**{action: key})
    assert words in problem


def test_what_never_works_in_the_same_place_may_have_the_same_key() -> None:
    assert said(list_sort="ctrl+s") == []


def test_a_key_that_its_owner_has_given_away_is_free() -> None:
    assert said(explorer_pause="s", list_sort="p") == []


def test_what_two_share_as_they_come_is_no_news() -> None:
    """The README's example: ``/`` filters the list, and in a history that alone."""
    load_all()
    own = OwnKeys({"explorer.filter": "slash,f3", "list.sort": "O"}, "c.toml")
    assert problems(own, known_bindings()) == []


def test_two_actions_with_one_new_key_are_told_once() -> None:
    assert len(said(explorer_pause="x", explorer_filter="x")) == 1


@pytest.mark.parametrize("key", ["x", "X", "/", "ctrl+x", "f5", "comma", "ctrl+shift+up", "+", "ü"])
def test_these_are_keys(key: str) -> None:
    assert is_key(key)


@pytest.mark.parametrize("key", ["ctl+x", "control", "spacebar", "ctrl+", "x+ctrl"])
def test_these_are_none(key: str) -> None:
    assert not is_key(key)


def test_help_knows_every_place_where_a_key_works() -> None:
    load_all()
    assert {name.partition(".")[0] for name in known_bindings()} <= PLACES.keys()


def test_every_key_of_ours_is_one_and_can_be_changed() -> None:
    load_all()
    known = known_bindings()
    assert {"app.palette", "explorer.filter", "list.sort", "composer.send"} <= known.keys()
    assert [key for keys in known.values() for key in keys if not is_key(key)] == []
