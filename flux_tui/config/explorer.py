"""What the file says of the explorer, whatever the server: its theme, keys and colour rules."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from flux_tui.config.document import read_document
from flux_tui.errors import UsageError


class ColorRule(NamedTuple):
    """Rows of entities that a query matches have a style; ``source`` is the rule's place."""

    where: str
    style: str
    source: str


def template_folders(path: Path, given: tuple[Path, ...]) -> tuple[Path, ...]:
    """Where templates lie: a person's own beside the file, the project's, and those given."""
    return (path.parent / "templates", Path.cwd() / ".flux-tui" / "templates", *given)


class ExplorerSettings(NamedTuple):
    """``theme`` by its name; ``keys`` by what they are to do, as ``"explorer.filter"``.

    The first of the ``rules`` that matches an entity holds for its row. ``templates`` are folders.
    """

    theme: str | None = None
    keys: Mapping[str, str] = MappingProxyType({})
    rules: tuple[ColorRule, ...] = ()
    templates: tuple[Path, ...] = ()


def load_explorer_settings(path: Path) -> ExplorerSettings:
    """Read them; raises UsageError that names the file and the key of what is wrong.

    Which themes, actions, keys and colours there are, and what a query is, the explorer knows.
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
    rules = _rules(path, document.get("rules", []))
    return ExplorerSettings(theme, keys, rules, _templates(path, document.get("templates", [])))


def _templates(path: Path, folders: object) -> tuple[Path, ...]:
    if not isinstance(folders, list) or not all(isinstance(folder, str) for folder in folders):
        raise UsageError(f'{path}: templates must be a list of folders, as in ["~/team/templates"]')
    return tuple(path.parent / Path(folder).expanduser() for folder in folders)


def _rules(path: Path, tables: object) -> tuple[ColorRule, ...]:
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise UsageError(f"{path}: rules must be tables, each of them under [[rules]]")
    return tuple(_rule(f"{path}: rules[{place}]", table) for place, table in enumerate(tables, 1))


def _rule(source: str, table: dict[str, Any]) -> ColorRule:
    for key in table:
        if key not in ("where", "style"):
            raise UsageError(f"{source}.{key} is not a setting: known are where, style")
    for key in ("where", "style"):
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            example = "temp>30" if key == "where" else "warning"
            raise UsageError(f'{source}.{key} must be a text, as in {key} = "{example}"')
    return ColorRule(table["where"], table["style"], source)
