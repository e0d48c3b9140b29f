"""Help for what is focused: every key that works there, and what it does."""

from __future__ import annotations

from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

SIGNS = """\
Signs    ✗ failing   ! warning   ▾ open, ▸ folded   … cut   · no value
Filter   temp            the id has it          status=error    a property's value
         temp>=30        numbers compare        has:battery     the property exists
         lab/*  /^cpu/   glob, regular expr.    @age>2m         since its last change
         not, or, ( )    terms are ANDed        "a b"           quoted is literal
"""
"""What the screen's signs and the filter's words mean."""


class Help(ModalScreen[None]):
    """The keys, from those of the focused pane to those of the whole explorer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "dismiss", "Close", id="help.close")
    ]

    def __init__(self, bindings: list[ActiveBinding]) -> None:
        super().__init__()
        self._shown_bindings = bindings

    def compose(self) -> ComposeResult:
        """One table of keys, then the signs."""
        with VerticalScroll() as scroll:
            scroll.border_title = Content("help")
            scroll.border_subtitle = Content("esc closes")
            yield Static(self._table())
            yield Static(Text(SIGNS))

    def _table(self) -> Table:
        table = Table.grid(padding=(0, 3))
        table.add_column(style="bold", no_wrap=True)
        table.add_column()
        keys: dict[str, list[str]] = {}
        for active in self._shown_bindings:
            if active.enabled and active.binding.description:
                keys.setdefault(active.binding.description, []).append(
                    self.app.get_key_display(active.binding)
                )
        for description, pressed in keys.items():
            table.add_row(Text("  ".join(dict.fromkeys(pressed))), Text(description))
        table.add_row("", "")
        return table
