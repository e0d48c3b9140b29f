"""What the file says of the explorer, whatever the server: its theme, and its keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flux_tui.config.document import read_document
from flux_tui.errors import UsageError


@dataclass(frozen=True, slots=True)
class ExplorerSettings:
    """``theme`` by its name; ``keys`` by what they are to do, as ``"explorer.filter"``."""

    theme: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict)


def load_explorer_settings(path: Path) -> ExplorerSettings:
    """Read them; raises UsageError that names the file and the key of what is wrong.

    Which themes, actions and keys there are the explorer knows.
    """
    document = read_document(path)
    theme, keys = document.get("theme"), document.get("keys", {})
    if theme is not None and not isinstance(theme, str):
        raise UsageError(f"{path}: theme must be a text in quotes")
    if not isinstance(keys, dict):
        raise UsageError(f'{path}: keys must be a table, as in [keys] "explorer.filter" = "slash"')
    for name, value in keys.items():
        if isinstance(value, dict):
            inner = next(iter(value), "…")
            raise UsageError(
                f'{path}: keys.{name}.{inner} must stand in quotes, as in "{name}.{inner}" = "x"'
            )
        if not isinstance(value, str) or not value.strip(" ,"):
            raise UsageError(f'{path}: keys."{name}" must name a key, as in "ctrl+f", or several')
    return ExplorerSettings(theme, keys)
