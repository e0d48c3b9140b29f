"""When the garbage is looked through: not while much is made that stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from flux_tui.tui import garbage


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    threshold = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)
    gc.enable()


def test_while_it_is_held_off_none_is_looked_for_and_what_was_made_is_passed_over() -> None:
    gc.enable()
    frozen = gc.get_freeze_count()
    with garbage.held_off():
        assert not gc.isenabled()
        made = [[number] for number in range(1_000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() > frozen + len(made)


def test_once_a_world_is_loaded_a_look_goes_through_little() -> None:
    garbage.put_off()
    garbage.go_on()
    new, older, _ = gc.get_threshold()
    assert new * older <= 50_000, "as many objects hold up a key for ten milliseconds"


def test_what_is_put_off_already_stays_so() -> None:
    garbage.put_off()
    with garbage.held_off():
        pass
    assert not gc.isenabled()


def test_it_is_looked_for_again_after_a_failure() -> None:
    gc.enable()
    with pytest.raises(KeyError), garbage.held_off():
        raise KeyError
    assert gc.isenabled()
