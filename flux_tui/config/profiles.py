"""The profiles of the file, and the settings that hold for all of them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from flux_tui.config.document import config_path, read_document
from flux_tui.errors import UsageError

FEEDS = ("sse", "ws", "poll")
"""The transports that can be forced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What flags and profiles choose alike; None or off where nothing was chosen."""

    feed: str | None = None
    prefix: str | None = None
    namespace: str | None = None
    scope: str | None = None
    read_only: bool = False
    ca_file: Path | None = None
    insecure_tls: bool = False
    history_mb: int | None = None
    world_mb: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Choices):
    """One server as the file describes it; what it leaves out is None or off."""

    name: str = ""
    url: str | None = None
    token: str | None = field(default=None, repr=False)
    token_command: str | None = None
    admin_token: str | None = field(default=None, repr=False)
    production: bool = False
    color: str | None = None
    theme: str | None = None


def load_profiles(path: Path) -> dict[str, Profile]:
    """All profiles of a file, by name; none when there is no such file.

    Raises UsageError that names the file and the key of what is wrong.
    """
    tables = read_document(path).get("profiles", {})
    if not isinstance(tables, dict):
        raise UsageError(f"{path}: profiles must be a table, as in [profiles.lab]")
    return {name: _profile(path, name, table) for name, table in tables.items()}


def load_history_mb(path: Path) -> int | None:
    """What a file says for all profiles of the memory for past values, in megabytes, if it does.

    Raises UsageError.
    """
    megabytes = read_document(path).get("history_mb")
    if megabytes is not None and not _is_amount(megabytes):
        raise UsageError(f"{path}: history_mb must be {TYPE_WORDS[int]}")
    return megabytes


def find_profile(name: str, environment: Mapping[str, str] = os.environ) -> Profile:
    """One profile by its name; raises UsageError that says which there are."""
    path = config_path(environment)
    profiles = load_profiles(path)
    if name in profiles:
        return profiles[name]
    known = ", ".join(sorted(profiles)) or "none"
    raise UsageError(f"there is no profile {name!r} in {path}: it has {known}")


def _is_amount(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


_TYPES: dict[str, type] = {
    "url": str,
    "token": str,
    "token_command": str,
    "admin_token": str,
    "feed": str,
    "prefix": str,
    "namespace": str,
    "scope": str,
    "read_only": bool,
    "production": bool,
    "color": str,
    "theme": str,
    "ca_file": str,
    "insecure_tls": bool,
    "history_mb": int,
    "world_mb": int,
}
TYPE_WORDS = {
    str: "a text in quotes",
    bool: "true or false",
    int: "a whole number of megabytes, 0 or more",
}


def _profile(path: Path, name: str, table: object) -> Profile:
    if not isinstance(table, dict):
        raise UsageError(f"{path}: profiles.{name} must be a table, as in [profiles.{name}]")
    for key, value in table.items():
        where = f"{path}: profiles.{name}.{key}"
        expected = _TYPES.get(key)
        if expected is None:
            close = get_close_matches(key, _TYPES, n=1)
            hint = f"did you mean {close[0]}" if close else f"known are {', '.join(_TYPES)}"
            raise UsageError(f"{where} is not a setting: {hint}")
        if not (_is_amount(value) if expected is int else isinstance(value, expected)):
            raise UsageError(f"{where} must be {TYPE_WORDS[expected]}")
    feed = table.get("feed")
    if feed is not None and feed not in FEEDS:
        raise UsageError(f"{path}: profiles.{name}.feed must be one of {', '.join(FEEDS)}")
    if "token" in table and "token_command" in table:
        raise UsageError(f"{path}: profiles.{name} must have token or token_command, not both")
    ca_file = table.get("ca_file")
    beside = None if ca_file is None else path.parent / Path(ca_file).expanduser()
    return Profile(name=name, **{**table, "ca_file": beside})
