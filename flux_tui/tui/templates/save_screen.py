"""Asks under which name a template is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from flux_tui.client.templates.folders import path_of
from flux_tui.client.templates.template import read_template
from flux_tui.errors import UsageError
from flux_tui.tui.event_files.save_dialog import SaveDialog
from flux_tui.tui.exact_input import ExactInput
from flux_tui.tui.exporting.export_file import write_whole
from flux_tui.tui.templates.drafting import template_text

HINT = "{{name}} or {{temp:number=20}} in a value is asked for"
"""Placeholders are typed into the event itself, before."""


class SaveTemplateScreen(SaveDialog):
    """Closes once the file is there."""

    def __init__(self, body: str, member: str, folder: Path) -> None:
        super().__init__("save as a template", "template", HINT)
        self._body, self._member, self._folder = body, member, folder
        self._called = ExactInput(placeholder="as reading, or lamp off", id="name")
        self._description = ExactInput(placeholder="what it is for", id="description")

    @property
    def _text(self) -> str:
        return template_text(self._body, self._member, self._description.value)

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Its name, and what it is for."""
        return ("name", self._called), ("for", self._description)

    def target(self) -> Path:
        """The file of its name, once it can be read as a template."""
        path = path_of(self._folder, self._called.value)
        read_template(self._text, path.stem, "this")
        return path

    async def write(self, path: Path, *, overwrite: bool) -> str:
        """Write it, into a folder that is made if need be."""
        await asyncio.to_thread(_write, path, self._text, overwrite)
        return "saved as"

    @on(Input.Submitted, "#name")
    def _go_on(self) -> None:
        self._description.focus()

    @on(Input.Submitted, "#description")
    def _on_described(self) -> None:
        self.decide()


def _write(path: Path, text: str, overwrite: bool) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{path.parent} cannot be made ({error.strerror or error})") from None
    write_whole(path, text, overwrite=overwrite)
