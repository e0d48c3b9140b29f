"""A one-line field that keeps any text exactly and shows it safely."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.suggester import Suggester
from textual.widgets import Input

from flux_tui.model.printable import printable
from flux_tui.tui.cells import cut_end

LONGEST = 20_000
"""Characters that a paste fills a field up to: far longer than ids are, and no key waits for it."""


class ExactInput(Input):
    """An Input whose value may hold anything an id or a text may hold.

    Control characters, overrides and the like are each shown as one visible sign and stay what
    they are, also while the rest is edited; a line end is a sign too. A paste loses nothing unsaid.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = set()

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """How much there is to scroll through; Textual lays the whole screen out anew for it."""

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        suggester: Suggester | None = None,
        select_on_focus: bool = False,
        classes: str | None = None,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(
            value,
            placeholder,
            suggester=suggester,
            select_on_focus=select_on_focus,
            compact=True,
            classes=classes,
            id=id,
        )
        self.cursor_blink = False

    @property
    def _value(self) -> Text:
        return Text(printable(self.value), no_wrap=True, overflow="ignore", end="")

    def _position_to_cell(self, position: int) -> int:
        return cell_len(printable(self.value[:position]))

    def _cell_offset_to_index(self, offset: int) -> int:
        """The character at a cell, as it is shown."""
        cells = offset + self.scroll_offset.x
        for index, character in enumerate(printable(self.value)):
            cells -= cell_len(character)
            if cells < 0:
                return index
        return len(self.value)

    def render_line(self, y: int) -> Strip:
        """As Textual's; an empty field's hint is cut with a mark where there is no room."""
        if y != 0 or self.value:
            return super().render_line(y)
        width = self.scrollable_content_region.width
        hint = cut_end(str(self.placeholder), width) or " "
        look = self.get_component_rich_style("input--placeholder")
        shown = Text(hint, look, no_wrap=True, overflow="ignore", end="")
        if self.has_focus:
            shown.stylize(self.get_component_rich_style("input--cursor"), 0, 1)
        strip = Strip(shown.render(self.app.console)).adjust_cell_length(width + 1)
        return strip.apply_style(self.rich_style)

    def _on_paste(self, event: events.Paste) -> None:
        """Take the whole text, its last line end apart."""
        event.stop()
        event.prevent_default()
        self.take_paste(event.text)

    def take_paste(self, text: str) -> None:
        """Put a text in the place of what is selected, its last line end apart.

        What is more than a line may hold is left out, which is said.
        """
        text = text.removesuffix("\n").removesuffix("\r")
        start, end = sorted(self.selection)
        room = max(0, LONGEST - len(self.value) + end - start)
        if len(text) > room:
            words = f"pasted {room:,} of {len(text):,} characters: more do not fit into one line"
            self.app.notify(words, severity="warning", markup=False)
        self.replace(text[:room], start, end)
