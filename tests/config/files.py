"""Configurations in files."""

from __future__ import annotations

from pathlib import Path


def written(folder: Path, text: str) -> dict[str, str]:
    """An environment whose configuration is this text."""
    path = folder / "config.toml"
    path.write_text(text)
    return {"FLUX_TUI_CONFIG": str(path)}
