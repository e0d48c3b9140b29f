"""One line of keys, the indispensable at its right end: whatever the width, they stay."""

from __future__ import annotations

from typing import ClassVar, Protocol, runtime_checkable

from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import RenderResult
from textual.binding import ActiveBinding
from textual.screen import Screen
from textual.widget import Widget

from flux_tui.tui.cells import width_of
from flux_tui.tui.keys.order import in_declared_order

BETWEEN = "  "
"""What stands between two keys."""

MOST_FOR_ALL = 0.4
"""Of the line, for the keys that work everywhere."""


@runtime_checkable
class NamesKeys(Protocol):
    """A pane in which a key does one thing here and another there.

    It has the screen's bindings refreshed when a name becomes another.
    """

    def name_of(self, action: str) -> str | None:
        """What the key of an action does now; None where it does as its binding says."""


class KeyBar(Widget):
    """The focused pane's keys and the screen's, as many as there is room for; then the app's.

    A click on one presses it.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key", "key-bar--off"}

    def on_mount(self) -> None:
        """Follow the focus: other keys work elsewhere."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does."""
        key = event.style.meta.get("key")
        if key is not None:
            self.app.simulate_key(key)

    def render(self) -> RenderResult:
        """One line, left and right part."""
        shown = self._shown()
        own = [active for active in shown if active.node is not self.app]
        everywhere = [active for active in shown if active.node is self.app]
        right = self._line(everywhere, round(self.size.width * MOST_FOR_ALL))
        left = self._line(own, self.size.width - right.cell_len - len(BETWEEN))
        gap = self.size.width - left.cell_len - right.cell_len
        return Text.assemble(left, " " * gap, right, no_wrap=True, end="")

    def _shown(self) -> list[ActiveBinding]:
        """What has a place in the line: the first key of each action, the palette's among them."""
        by_action: dict[str, ActiveBinding] = {}
        for key, active in self.screen.active_bindings.items():
            if active.binding.show or key == self.app.COMMAND_PALETTE_BINDING:
                by_action.setdefault(active.binding.action, active)
        return in_declared_order(by_action.values())

    def _line(self, bindings: list[ActiveBinding], room: int) -> Text:
        """As many as fit into ``room`` cells, in their order."""
        line = Text(no_wrap=True, end="")
        for active in bindings:
            item = self._item(active)
            between = BETWEEN if line else ""
            if line.cell_len + width_of(between) + item.cell_len > room:
                break
            line.append(between).append_text(item)
        return line

    def _item(self, active: ActiveBinding) -> Text:
        key = self.app.get_key_display(active.binding)
        part = "key" if active.enabled else "off"
        style = self.get_component_rich_style(f"key-bar--{part}")
        node, name = active.node, active.binding.description
        if isinstance(node, NamesKeys):
            name = node.name_of(active.binding.action) or name
        text = Text.assemble((key, style), f" {name}")
        text.stylize(Style(meta={"key": active.binding.key}))
        return text

    def _changed(self, screen: Screen[object]) -> None:
        if screen is self.screen:
            self.refresh()
