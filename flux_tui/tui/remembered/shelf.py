"""The file that things are remembered in: one a profile, replaced whole each time."""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from flux_tui.model.json import Json, JsonObject

VERSION = 1
"""The file's form. A file of another one is left as it is: a newer program wrote it."""

MOST_BYTES = 1_000_000
"""A larger file is none of ours, or has gone wrong; it is not read, and nothing is written."""

LONGEST_NAME = 40
"""Characters of a profile's name in its file's name; a digest tells longer ones apart."""

WITHOUT_PROFILE = "no-profile.json"
"""Where is kept what holds for any server, when one is opened by its URL."""


def file_of(folder: Path, profile: str | None) -> Path:
    """Where a profile's things lie. No name reaches out of the folder, or meets another's file."""
    if profile is None:
        return folder / WITHOUT_PROFILE
    readable = re.sub(r"[^A-Za-z0-9_-]+", "-", profile)[:LONGEST_NAME]
    digest = blake2b(profile.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    return folder / f"profile-{readable}-{digest}.json"


class Shelf:
    """One file. Whatever is wrong with it, it reads as empty; what cannot be written is not.

    Two explorers of one profile may have it open: each writes what it has changed itself.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.problem: str | None = None
        """Why nothing is remembered, in one sentence; None while all is well."""

    def read(self) -> JsonObject:
        """All things by their names, in their form as JSON."""
        try:
            with self._path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        except OSError:
            return {}
        if len(data) > MOST_BYTES:
            self.problem = f"{self._path} is too large to be what was remembered"
            return {}
        try:
            document = json.loads(data)
        except (ValueError, RecursionError):
            return {}
        if not isinstance(document, dict):
            return {}
        if document.get("version") != VERSION:
            self.problem = f"{self._path} was written by another version, and is left as it is"
            return {}
        remembered = document.get("remembered")
        return remembered if isinstance(remembered, dict) else {}

    def write(self, changed: dict[str, Json]) -> None:
        """Lay things down; those of others that lie there stay. Never raises, see ``problem``."""
        self.problem = None
        lying = self.read()
        if self.problem is None:
            self._replace({"version": VERSION, "remembered": {**lying, **changed}})

    def _replace(self, document: JsonObject) -> None:
        beside = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                json.dump(document, file, indent=1)
            beside.replace(self._path)
        except OSError as error:
            self.problem = f"cannot write {self._path}: {error.strerror or error}"
            with suppress(OSError):
                beside.unlink()
