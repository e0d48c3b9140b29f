"""What is remembered of one profile, in memory; its shelf is written behind a person's back."""

from __future__ import annotations

import asyncio
from pathlib import Path
from threading import Lock
from typing import TypeVar

from flux_tui.model.json import Json
from flux_tui.tui.remembered.item import Item
from flux_tui.tui.remembered.shelf import Shelf, file_of

Value = TypeVar("Value")


class Remembered:
    """Gets and puts ``Item``s; never fails, and never waits.

    Without a profile (a server given by its URL) only what holds everywhere is kept; the rest
    lasts until the end. Without a shelf everything does.
    """

    def __init__(self, shelf: Shelf | None = None, *, of_profile: bool = True) -> None:
        self._shelf = shelf
        self._of_profile = of_profile
        self._things: dict[str, Json] = {} if shelf is None else shelf.read()
        self._values: dict[str, object] = {}
        self._unwritten: dict[str, Json] = {}
        self._writing: asyncio.Future[None] | None = None
        self._guard = Lock()
        self._disk = Lock()

    @classmethod
    def of(cls, folder: Path | None, profile: str | None) -> Remembered:
        """What lies in a folder for a profile, or for none; no folder is no shelf."""
        shelf = None if folder is None else Shelf(file_of(folder, profile))
        return cls(shelf, of_profile=profile is not None)

    def get(self, item: Item[Value]) -> Value:
        """What was put last, in this run or an earlier one; the default where it was nothing."""
        if item.name in self._values:
            return self._values[item.name]  # type: ignore[return-value]
        value = item.default
        if item.name in self._things and self._keeps(item):
            try:
                value = item.read(self._things[item.name])
            except ValueError:
                value = item.default
        self._values[item.name] = value
        return value

    def put(self, item: Item[Value], value: Value) -> None:
        """Remember from now on; written soon, see ``tick``."""
        if self.get(item) != value:
            self._values[item.name] = value
            if self._shelf is not None and self._keeps(item):
                written = item.write(value)
                with self._guard:
                    self._unwritten[item.name] = written

    def tick(self) -> None:
        """Write what has changed, aside, if that is not going on; to be called once a second."""
        idle = self._writing is None or self._writing.done()
        if self._unwritten and idle:
            self._writing = asyncio.get_running_loop().run_in_executor(None, self._write)

    def close(self) -> None:
        """Write what is left; it has been written when this returns."""
        self._write()

    def _write(self) -> None:
        with self._disk:
            with self._guard:
                unwritten, self._unwritten = self._unwritten, {}
            if self._shelf is not None and unwritten:
                self._shelf.write(unwritten)

    def _keeps(self, item: Item[Value]) -> bool:
        return self._of_profile or item.everywhere
