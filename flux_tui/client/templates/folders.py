"""Where templates lie: one a file, named as the file is; the first folder is a person's own."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from flux_tui.client.templates.template import Template, read_template
from flux_tui.errors import UsageError
from flux_tui.model.encoding import decoded

SUFFIX = ".json"
"""How a template's file ends."""

MOST = 1_000
"""Templates of a folder that are looked at."""

LARGEST = 2_000_000
"""Bytes of a template: as much as a server takes in one request."""

_NAME = re.compile(r"[\w][\w .-]{0,99}")


class Found(NamedTuple):
    """One file: its template, or in a sentence why it is none."""

    name: str
    path: Path
    template: Template | None
    problem: str = ""


def find_templates(folders: Sequence[Path]) -> list[Found]:
    """All templates, by name; of two with one name the earlier folder's. Reads files."""
    found: dict[str, Found] = {}
    for folder in folders:
        for path in _files(folder):
            name = path.name.removesuffix(SUFFIX)
            if name not in found:
                found[name] = load(path, name)
    return sorted(found.values())


def find_template(folders: Sequence[Path], name: str) -> Template:
    """One by its name; raises UsageError."""
    for folder in folders:
        path = folder / f"{name}{SUFFIX}"
        if _NAME.fullmatch(name) and path.is_file():
            found = load(path, name)
            if found.template is None:
                raise UsageError(found.problem)
            return found.template
    places = ", ".join(str(folder) for folder in folders)
    raise UsageError(f"there is no template {name!r} in {places}")


def load(path: Path, name: str) -> Found:
    """Read one file."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            return Found(name, path, None, f"{path} is too large to be a template")
        return Found(name, path, read_template(decoded(data, str(path)), name, str(path)))
    except OSError as error:
        return Found(name, path, None, f"{path} cannot be read ({error.strerror or error})")
    except UsageError as error:
        return Found(name, path, None, str(error))


def path_of(folder: Path, name: str) -> Path:
    """The file of a template's name; raises UsageError for what no file should be called."""
    if not _NAME.fullmatch(name.strip()):
        raise UsageError("a name has letters, digits, spaces, dots, - and _, 100 at most")
    return folder / f"{name.strip()}{SUFFIX}"


def _files(folder: Path) -> list[Path]:
    paths = []
    with suppress(OSError), os.scandir(folder) as entries:
        for count, entry in enumerate(entries):
            if count == MOST:
                break
            if entry.name.endswith(SUFFIX) and not entry.name.startswith("."):
                with suppress(OSError):
                    if entry.is_file():
                        paths.append(Path(entry.path))
    return sorted(paths)
