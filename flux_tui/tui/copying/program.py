"""How this program is called from a shell: a copied command is to run where it is pasted."""

from __future__ import annotations

import os
import shutil
import sys

from flux_tui.model.printable import printable

NAME = "flux-tui"
"""What it is called where it is installed on the path."""


def program() -> tuple[str, ...]:
    """By its name where the path has that, else by where it lies, else by its interpreter."""
    if shutil.which(NAME) is not None:
        return (NAME,)
    beside = os.path.join(os.path.dirname(sys.executable), NAME)
    for path in (os.path.abspath(sys.argv[0]), beside):
        if os.path.basename(path) == NAME and os.access(path, os.X_OK) and _is_plain(path):
            return (path,)
    return (sys.executable, "-m", "flux_tui") if _is_plain(sys.executable) else (NAME,)


def _is_plain(path: str) -> bool:
    """A path that holds what is no plain text cannot stand in a command."""
    return bool(path) and printable(path) == path
