"""One value, whole: a long text as it is or as the JSON that it holds, a nested value as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rich.cells import cell_len, chop_cells
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from flux_tui.errors import Malformed
from flux_tui.model.inline import name_text, size_text
from flux_tui.model.json import Json, Path, same, value_at
from flux_tui.model.printable import printable
from flux_tui.protocol.json_text import decode
from flux_tui.tui.json_view.json_view import JsonView
from flux_tui.tui.json_view.lines import MOST, json_lines
from flux_tui.tui.json_view.searchable import SearchableJson
from flux_tui.tui.key_bar.key_bar import KeyBar
from flux_tui.tui.workspace import Workspace

_WORD = re.compile(r"\S+\s?|\s")
"""A word and what stands behind it."""

TICK = 1.0
"""Seconds between two looks whether the value has become another."""


class ValueScreen(ModalScreen[None]):
    """Shows a value as it was when it was opened, and says when it has become another."""

    CSS_PATH = "value_screen.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Close", id="value.close"),
        Binding("t", "toggle_form", "Text/JSON", id="value.form"),
        Binding("r", "renew", "As it is now", id="value.renew"),
    ]

    def __init__(self, workspace: Workspace, entity_id: str, path: Path, value: Json) -> None:
        super().__init__()
        self._picture = workspace.view.picture
        self._entity_id = entity_id
        self._path = path
        self._value = value
        self._view = JsonView(id="value")
        self._searchable = SearchableJson(self._view)
        self._as_text = isinstance(value, str)

    def compose(self) -> ComposeResult:
        """The text with its search, and the keys."""
        with Vertical(id="value-box"):
            yield self._searchable
        yield KeyBar()

    def on_mount(self) -> None:
        """Show it once there is room, and look whether it changes."""
        self.set_focus(self._view)
        self.set_interval(TICK, self._say)
        self.call_after_refresh(self._show)

    def on_resize(self) -> None:
        """A text is wrapped to the width."""
        if self._as_text:
            self.call_after_refresh(self._show)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A text that is no JSON has one form alone, and so has what is no text."""
        return action != "toggle_form" or self._inner() is not None

    def action_toggle_form(self) -> None:
        """The text as it is, or the JSON that it holds."""
        self._as_text = not self._as_text
        self._show()

    def action_renew(self) -> None:
        """What the value is now."""
        now = self._now()
        if now is not None:
            self._value = now[0]
            self._as_text = self._as_text and isinstance(self._value, str)
            self._show()

    def _show(self) -> None:
        value = self._value
        if self._as_text and isinstance(value, str):
            self._view.show_lines(wrapped(value, self._view.scrollable_content_region.width))
        else:
            inner = self._inner()
            self._view.show_lines(json_lines(value if inner is None else inner[0]))
        self._searchable.follow()
        self._say()
        self.refresh_bindings()

    def _inner(self) -> tuple[Json] | None:
        """The list or the object that a text holds."""
        if not isinstance(self._value, str) or self._value.lstrip()[:1] not in ("{", "["):
            return None
        try:
            inner = decode(self._value.encode("utf-8", "surrogatepass"))
        except Malformed:
            return None
        return (inner,)

    def _now(self) -> tuple[Json] | None:
        """The value as the world has it; None where it is no more."""
        record = self._picture.get(self._entity_id)
        return None if record is None else (value_at(record.properties, self._path),)

    def _say(self) -> None:
        box = self.query_one("#value-box")
        path = ".".join(name_text(str(part), 60) for part in self._path)
        size = ""
        if isinstance(self._value, str):
            size = f" ── {size_text(len(self._value.encode('utf-8', 'surrogatepass')))}"
        box.border_title = Content(f"{name_text(self._entity_id, 60)} ── {path}{size}")
        now = self._now()
        if now is None:
            box.border_subtitle = Content("it is no more")
        elif same(now[0], self._value):
            box.border_subtitle = Content("")
        else:
            box.border_subtitle = Content("it has changed: r shows it as it is now")


def wrapped(text: str, width: int) -> list[str]:
    """A text's own lines, printable, in pieces of at most ``width`` cells, words kept whole."""
    lines: list[str] = []
    for own in text.split("\n"):
        lines.extend(_pieces(printable(own), max(2, width)))
        if len(lines) > MOST:
            return [*lines[:MOST], "… more than is shown here"]
    return lines


def _pieces(line: str, width: int) -> Iterator[str]:
    piece, cells = "", 0
    for word in _WORD.findall(line):
        size = cell_len(word)
        if piece and cells + size > width:
            yield piece
            piece, cells = "", 0
        if size > width:
            *whole, word = chop_cells(word, width)
            yield from whole
            size = cell_len(word)
        piece, cells = piece + word, cells + size
    yield piece
