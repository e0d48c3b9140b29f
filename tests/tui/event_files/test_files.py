"""Files without a screen: what can be read, what a paste may name, what is written."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.errors import UsageError
from flux_tui.protocol.json_text import decode
from flux_tui.tui.composer.batch.reading import read_whole
from flux_tui.tui.event_files.dropping import possible_paths
from flux_tui.tui.event_files.file_text import LARGEST, read_text
from flux_tui.tui.event_files.open_screen import is_table
from flux_tui.tui.event_files.saving import SaveAs, form_of, text_of

TWO = """{"events": [
  {"stream": "s", "source": "me", "payload": {"entity_id": "a",
    "properties": {"p": 1.50}}},
  {"stream": "s", "source": "me", "payload": {"entity_id": "b", "properties": {}}}
]}"""


def ignore(read: int, total: int) -> None:
    pass


async def test_a_file_is_read_with_its_progress(tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    path.write_text("[" + " " * 3_000_000 + "]")
    told: list[int] = []
    text = await read_text(path, lambda read, total: told.append(read))
    assert text == path.read_text()
    assert told == sorted(told)
    assert told[-1] == 3_000_002
    assert len(told) > 1


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: None, "No such file"),
        (lambda path: path.mkdir(), "is a directory"),
        (os.mkfifo, "no file that can be read"),
        (lambda path: path.write_bytes(b"ab\nc\xff"), "line 2, column 2 cannot be read"),
        (lambda path: path.write_bytes(bytes(LARGEST + 1)), "flux-tui batch @FILE"),
    ],
)
async def test_what_is_no_file_of_text_is_said(tmp_path: Path, make: object, said: str) -> None:
    path = tmp_path / "x"
    make(path)  # type: ignore[operator]
    with pytest.raises(UsageError, match=said):
        await read_text(path, ignore)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_dropped_path_is_known_however_a_terminal_writes_it(name: str) -> None:
    path = Path("/tmp") / name.replace("/", "_").replace("\0", "_").replace("\n", "_")
    for written in (shlex.quote(str(path)), str(path)):
        if written == written.strip():
            assert path in possible_paths(f"{written} ")
    assert path in possible_paths(path.as_uri())


@pytest.mark.parametrize("text", ["", "  ", "a b", "relative", '"/a" "/b"', "/a\n/b", "[1]"])
def test_other_pastes_are_text(text: str) -> None:
    assert [path for path in possible_paths(text) if path.is_file()] == []


def test_what_a_file_is_its_name_says_and_else_its_beginning() -> None:
    assert is_table(Path("a.CSV"), "[")
    assert not is_table(Path("a.json"), "id,p")
    assert is_table(Path("a"), "id,p")
    assert not is_table(Path("a"), "  [")
    assert [form_of(Path(f"a.{end}")) for end in ("json", "jsonl", "txt")] == [
        SaveAs.JSON,
        SaveAs.LINES,
        SaveAs.AS_IT_IS,
    ]


@pytest.mark.parametrize("form", SaveAs)
async def test_what_is_saved_holds_the_same_events_digit_for_digit(form: SaveAs) -> None:
    saved = await text_of(TWO, form)
    assert [e.event for e in read_whole(saved).events] == [e.event for e in read_whole(TWO).events]
    assert "1.50" in saved
    if form is SaveAs.LINES:
        assert len([decode(line) for line in saved.splitlines()]) == 2


async def test_what_cannot_be_told_apart_is_saved_as_it_is_written_alone() -> None:
    with pytest.raises(UsageError, match="line 1, column"):
        await text_of("[{", SaveAs.LINES)
    assert await text_of("[{", SaveAs.AS_IT_IS) == "[{\n"
