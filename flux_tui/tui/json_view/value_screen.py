"""One value, whole: a long text as it is or as the JSON that it holds, a nested value as JSON."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from flux_tui.model.inline import name_text, size_text
from flux_tui.model.json import MISSING, Json, Missing, Path, found_at, same
from flux_tui.tui.json_view.inner import Inner
from flux_tui.tui.json_view.json_view import JsonView
from flux_tui.tui.json_view.lines import json_lines
from flux_tui.tui.json_view.searchable import SearchableJson
from flux_tui.tui.json_view.wrapping import wrapping
from flux_tui.tui.key_bar.key_bar import KeyBar
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.slices import Slices
from flux_tui.tui.sparing_screen import SparingModal
from flux_tui.tui.workspace import Workspace

AT_ONCE = 0.02
"""Seconds of laying out before something is shown: most texts are whole by then."""

TICK = 1.0
"""Seconds between two looks whether the value has become another."""


class ValueScreen(SparingModal[None]):
    """Shows a value as it was when it was opened, and says when it has become another."""

    CSS_PATH = "value_screen.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Close", id="value.close"),
        Binding("t", "toggle_form", "Text/JSON", id="value.form"),
        Binding("r", "renew", "As it is now", id="value.renew"),
        Binding("question_mark", "app.help", "Help", id="app.help"),
    ]

    def __init__(self, workspace: Workspace, entity_id: str, path: Path, value: Json) -> None:
        super().__init__()
        self._picture = workspace.view.picture
        self._entity_id = entity_id
        self._path = path
        self._value = value
        self._inner = Inner(value)
        self._view = JsonView(id="value")
        self._slices = Slices(lambda: workspace.session.rest)
        self._is_laid_out = True
        self._searchable = SearchableJson(self._view)
        self._box = Vertical(self._searchable, id="value-box")
        self._as_text = isinstance(value, str)

    def compose(self) -> ComposeResult:
        """The text with its search, and the keys."""
        yield self._box
        yield KeyBar()

    def on_mount(self) -> None:
        """Show it once there is room, and look whether it changes."""
        self.set_focus(self._view)
        self.set_interval(TICK, self._say)
        self.call_after_refresh(self._show)

    def on_unmount(self) -> None:
        """Lay nothing out any more."""
        self._slices.stop()

    def on_resize(self) -> None:
        """A text is wrapped to the width."""
        if self._as_text:
            self.call_after_refresh(self._show)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A text that is no JSON has one form alone, and so has what is no text."""
        return action != "toggle_form" or self._inner.is_likely

    def action_toggle_form(self) -> None:
        """The text as it is, or the JSON that it holds."""
        self._as_text = not self._as_text
        self._show()

    def action_renew(self) -> None:
        """What the value is now."""
        now = self._now()
        if not isinstance(now, Missing):
            self._value, self._inner = now, Inner(now)
            self._as_text = self._as_text and isinstance(self._value, str)
            self._show()

    def _show(self) -> None:
        """Lay it out: a text in slices, JSON aside, since that cannot be sliced."""
        self._slices.stop()
        self._is_laid_out = False
        if self._as_text and isinstance(self._value, str):
            self.workers.cancel_group(self, "value")
            lines: list[str] = []
            steps = wrapping(self._value, self._view.scrollable_content_region.width, lines)
            self._slices.start(steps, lambda: self._laid_out(lines), at_once=AT_ONCE)
            if self._slices.working:
                self._view.show_lines([*lines])
        else:
            self.run_worker(self._lay_out_json(), group="value", exclusive=True)
        self._say()
        self.refresh_bindings()

    async def _lay_out_json(self) -> None:
        """The JSON in a text, or the value as JSON; a text that holds none stays one."""
        inner = await asyncio.to_thread(self._inner.read)
        if isinstance(inner, Missing):
            self._as_text = True
            self._show()
            return
        self._laid_out(await asyncio.to_thread(json_lines, inner))

    def _laid_out(self, lines: list[str]) -> None:
        self._is_laid_out = True
        self._view.show_lines(lines)
        self._searchable.follow()
        self._say()

    def _now(self) -> Json | Missing:
        """The value as the world has it."""
        record = self._picture.get(self._entity_id)
        return MISSING if record is None else found_at(record.properties, self._path)

    def _say(self) -> None:
        box = self._box  # nothing is found by its name once the screen is being taken down
        path = ".".join(name_text(str(part), 60) for part in self._path)
        size = self._inner.size
        said = "" if size is None else f" ── {size_text(size)}"
        said += "" if self._is_laid_out else " ── being laid out"
        box.border_title = Content(f"{name_text(self._entity_id, 60)} ── {path}{said}")
        now = self._now()
        if isinstance(now, Missing):
            box.border_subtitle = Content("it is no more")
        elif same(now, self._value):
            box.border_subtitle = Content("")
        else:
            renew = keys_of(self)("value.renew")
            box.border_subtitle = Content(f"it has changed: {renew} shows it as it is now")
