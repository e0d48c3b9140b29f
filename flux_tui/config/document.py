"""The configuration file, and where the others of ours lie."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flux_tui.errors import UsageError


def config_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the configuration lies, whether or not it exists."""
    override = environment.get("FLUX_TUI_CONFIG")
    if override:
        return Path(override)
    from platformdirs import user_config_path

    return user_config_path("flux-tui") / "config.toml"


def state_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Where is kept what is remembered from one run to the next (``FLUX_TUI_STATE`` says else)."""
    override = environment.get("FLUX_TUI_STATE")
    if override:
        return Path(override)
    from platformdirs import user_state_path

    return user_state_path("flux-tui")


def read_document(path: Path) -> dict[str, Any]:
    """A whole file, without the mark that some editors begin one with; empty when there is none."""
    import tomllib

    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from None
    except ValueError as error:
        raise UsageError(f"{path} is not valid TOML: {error}") from None
