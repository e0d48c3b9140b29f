"""Asked before a file takes the place of another."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from textual.app import App
from textual.content import Content

from flux_tui.model.printable import printable
from flux_tui.tui.question.question import Question


def ask_to_replace(app: App[None], path: Path, kind: str, write: Callable[[bool], None]) -> None:
    """Have a file written, told whether it may overwrite; where there is one only if it may."""
    if not os.path.exists(path):  # Path's own raises for a name that is too long
        write(False)
        return
    what = Content(f"{printable(str(path), limit=300)} exists. Replace it?")
    question = Question(f"replace a {kind}", what, do="Replace")
    app.push_screen(question, lambda yes: write(True) if yes else None)
