"""A file is there whole or not at all, and nothing is left beside it."""

from __future__ import annotations

import asyncio
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from flux_tui.errors import UsageError
from flux_tui.model.change import PropertySet
from flux_tui.model.entity import Entity
from flux_tui.replica.export import Format
from flux_tui.replica.view import View
from flux_tui.replica.world import World
from flux_tui.tui.exporting.export_file import export, path_text, path_to_write, write_lines
from flux_tui.tui.exporting.path_suggester import complete

MANY = 20_000


def world_of(count: int) -> World:
    world = World()
    world.load(Entity(f"e-{n}", {"n": n, "pad": "x" * 50}, 1) for n in range(count))
    return world


def contents(folder: Path) -> list[str]:
    """The texts of all that lies in a directory."""
    return [entry.read_text() for entry in folder.iterdir()]


def size_of(path: Path) -> int:
    return path.stat().st_size


async def exported(
    path: Path, world: World, format_: Format = Format.JSON, *, overwrite: bool = False
) -> list[int]:
    """Write all of a world; how far it was at each turn."""
    seen: list[int] = []
    with View(world).picture.moment() as moment:
        ids = list(world.entities)
        size = await export(path, format_, ids, moment, overwrite=overwrite, progress=seen.append)
    assert size == size_of(path)
    return seen


async def test_a_large_world_is_written_in_turns_as_it_was_when_it_began(tmp_path: Path) -> None:
    world, path = world_of(MANY), tmp_path / "world.json"
    task = asyncio.create_task(exported(path, world))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    world.apply(PropertySet("e-19999", "n", -1, 2))
    seen = await task
    assert seen == sorted(seen)
    assert any(0 < written < MANY for written in seen)
    listed = json.loads(path.read_text())
    assert len(listed) == MANY
    assert listed[-1]["properties"]["n"] == MANY - 1
    assert len(contents(tmp_path)) == 1


@pytest.mark.parametrize("format_", list(Format))
async def test_what_is_cancelled_leaves_nothing_and_the_old_file_as_it_was(
    tmp_path: Path, format_: Format
) -> None:
    world, path = world_of(MANY), tmp_path / "world"
    path.write_text("old")
    begun = asyncio.Event()

    with View(world).picture.moment() as moment:
        task = asyncio.create_task(
            export(
                path,
                format_,
                list(world.entities),
                moment,
                overwrite=True,
                progress=lambda _: begun.set(),
            )
        )
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert contents(tmp_path) == ["old"]


async def test_a_file_that_somebody_made_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "world.json"
    path.write_text("theirs")
    with pytest.raises(UsageError, match="somebody else made it meanwhile"):
        await exported(path, world_of(1))
    assert contents(tmp_path) == ["theirs"]
    await exported(path, world_of(1), overwrite=True)
    assert json.loads(path.read_text())[0]["id"] == "e-0"


async def test_a_link_stays_a_link_to_what_is_written(tmp_path: Path) -> None:
    link, file = tmp_path / "link", tmp_path / "file"
    link.symlink_to(file)
    await exported(link, world_of(1))
    assert link.is_symlink()
    assert json.loads(file.read_text())[0]["id"] == "e-0"


async def test_a_file_that_is_replaced_can_be_read_by_who_could_read_it(tmp_path: Path) -> None:
    path = tmp_path / "private.json"
    path.write_text("old")
    path.chmod(0o600)
    await exported(path, world_of(1), overwrite=True)
    assert path.stat().st_mode & 0o777 == 0o600


async def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(UsageError, match="what stands there is no file"):
        await exported(path, world_of(1), overwrite=True)
    assert os.listdir(tmp_path) == ["pipe"]
    assert stat.S_ISFIFO(os.lstat(path).st_mode)


async def test_where_nothing_can_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        await exported(tmp_path / "nowhere" / "x.json", world_of(1))
    for name, said in (
        ("  ", "name a file"),
        (str(tmp_path), "is a directory"),
        (str(tmp_path / "nowhere" / "x.json"), "there is no directory"),
        (str(tmp_path / ("x" * 300) / "x.json"), "there is no directory"),
        ("~nobody-of-this-name/x.json", "there is no directory"),
    ):
        with pytest.raises(UsageError, match=said):
            path_to_write(name)
    assert path_to_write(f" {tmp_path}/x.json ") == tmp_path / "x.json"


def test_a_path_is_completed_from_what_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "world.json").touch()
    (tmp_path / "evil\x1b").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert complete("exp") == "exports/"
    assert complete("~/exports/w") == "~/exports/world.json"
    assert complete(f"{tmp_path}/ex") == f"{tmp_path}/exports/"
    assert complete("evil") is complete("nothing") is complete("exports/") is None


def test_a_file_is_named_as_it_can_be_opened_from_anywhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    (home / "worlds").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(home / "worlds")
    assert path_text(Path("world.json")) == "~/worlds/world.json"
    assert path_text(Path("../../world.json")) == f"{tmp_path}/world.json"
    assert path_text(Path(f"{home}-2/\x1b[31m")) == f"{home}-2/␛[31m"
    monkeypatch.setenv("HOME", "/")
    assert path_text(Path("/world.json")) == "/world.json"


async def test_lines_that_fail_in_the_middle_leave_the_old_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "ids.txt"
    assert await write_lines(path, ["a", "b"], overwrite=False) == 4
    assert path.read_text() == "a\nb\n"
    with pytest.raises(UsageError, match="somebody else made it"):
        await write_lines(path, ["c"], overwrite=False)

    def lines() -> Iterator[str]:
        yield "c"
        raise RuntimeError("the lines end here")

    with pytest.raises(RuntimeError):
        await write_lines(path, lines(), overwrite=True)
    assert contents(tmp_path) == ["a\nb\n"]
