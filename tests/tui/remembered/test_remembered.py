"""What is remembered comes back, and nothing that lies on the shelf can hurt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.json import Json, JsonObject
from flux_tui.tui.remembered.item import Item, flag, table, text, texts
from flux_tui.tui.remembered.remembered import Remembered
from flux_tui.tui.remembered.shelf import MOST_BYTES, Shelf, file_of
from tests.strategies import json_values

WORDS: Item[tuple[str, ...]] = Item("words", texts, list, ())
LOOK: Item[str] = Item("look", text, str, "plain", everywhere=True)


def lab(folder: Path) -> Remembered:
    return Remembered.of(folder, "lab")


def test_what_was_put_is_there_the_next_time(tmp_path: Path) -> None:
    before = lab(tmp_path)
    assert before.get(WORDS) == ()
    before.put(WORDS, ("a", "b"))
    before.close()
    assert lab(tmp_path).get(WORDS) == ("a", "b")


async def test_it_is_written_aside_within_a_tick(tmp_path: Path) -> None:
    remembered = lab(tmp_path)
    remembered.put(WORDS, ("a",))
    remembered.tick()
    remembered.put(WORDS, ("a", "b"))
    remembered.close()
    assert lab(tmp_path).get(WORDS) == ("a", "b")


def test_profiles_do_not_share(tmp_path: Path) -> None:
    first = lab(tmp_path)
    first.put(WORDS, ("a",))
    first.close()
    assert Remembered.of(tmp_path, "hall").get(WORDS) == ()


def test_without_a_profile_only_what_holds_everywhere_is_kept(tmp_path: Path) -> None:
    by_url = Remembered.of(tmp_path, None)
    by_url.put(WORDS, ("a",))
    by_url.put(LOOK, "bright")
    assert by_url.get(WORDS) == ("a",), "it lasts until the end"
    by_url.close()
    again = Remembered.of(tmp_path, None)
    assert (again.get(WORDS), again.get(LOOK)) == ((), "bright")


def test_two_explorers_of_one_profile_each_keep_what_they_changed(tmp_path: Path) -> None:
    one, other = lab(tmp_path), lab(tmp_path)
    one.put(WORDS, ("a",))
    one.close()
    other.put(LOOK, "bright")
    other.close()
    both = lab(tmp_path)
    assert (both.get(WORDS), both.get(LOOK)) == (("a",), "bright")


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_name_reaches_out_of_the_folder_or_meets_anothers_file(one: str, other: str) -> None:
    folder = Path("/state")
    assert file_of(folder, one).parent == folder
    assert file_of(folder, one) != file_of(folder, None)
    assert (file_of(folder, one) == file_of(folder, other)) == (one == other)


class Lying(Shelf):
    """A shelf on which something lies already."""

    def __init__(self, value: Json) -> None:
        self._value = value

    def read(self) -> JsonObject:
        return {"x": self._value}


@given(json_values)
def test_any_thing_under_its_name_is_what_it_should_be_or_the_default(value: Json) -> None:
    for read, default in ((text, ""), (texts, ()), (flag, False), (table, {})):
        item: Item[object] = Item("x", read, lambda _: None, default)
        assert type(Remembered(Lying(value)).get(item)) is type(default)


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"{",
        b"\xff\x00",
        b"[1]",
        b'{"version": 1}',
        b'{"version": 1, "remembered": 3}',
        b"[" * 100_000,
    ],
)
def test_garbage_is_nothing_and_is_replaced(tmp_path: Path, garbage: bytes) -> None:
    file_of(tmp_path, "lab").write_bytes(garbage)
    remembered = lab(tmp_path)
    assert remembered.get(WORDS) == ()
    remembered.put(WORDS, ("a",))
    remembered.close()
    assert lab(tmp_path).get(WORDS) == ("a",)


@pytest.mark.parametrize("content", ['{"version": 2, "remembered": {}}', " " * (MOST_BYTES + 1)])
def test_what_is_none_of_ours_is_left_as_it_is(tmp_path: Path, content: str) -> None:
    path = file_of(tmp_path, "lab")
    path.write_text(content)
    remembered = lab(tmp_path)
    remembered.put(WORDS, ("a",))
    remembered.close()
    assert path.read_text() == content


def test_a_disk_that_takes_nothing_hurts_nobody_and_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    shelf = Shelf(tmp_path / "file" / "inside.json")
    remembered = Remembered(shelf)
    remembered.put(WORDS, ("a",))
    remembered.close()
    assert remembered.get(WORDS) == ("a",)
    assert shelf.problem is not None
    assert "cannot write" in shelf.problem


def test_the_file_is_whole_readable_and_for_its_owner_alone(tmp_path: Path) -> None:
    remembered = lab(tmp_path / "new" / "folder")
    remembered.put(WORDS, ("\ud800", "漢字"))
    remembered.close()
    path = file_of(tmp_path / "new" / "folder", "lab")
    assert json.loads(path.read_text())["remembered"] == {"words": ["\ud800", "漢字"]}
    assert path.stat().st_mode & 0o077 == 0
    assert list(path.parent.iterdir()) == [path]
