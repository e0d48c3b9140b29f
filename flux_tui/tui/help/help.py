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

from flux_tui.tui.keys.naming import keys_of

SIGNS = """\
Signs    ✗ failing   ! warning   ◔ silent, usually heard of more often
         ▾ open      ▸ folded    ◆ marked    … cut    · no value

Filter   temp           the id has it
         lab/*  /^cpu/  a glob, a regular expression
         status=error   a property's value
         temp>=30       numbers compare
         has:battery    the property exists
         @age>2m        since its last change
         "a b"          what is quoted is literal
         a b  a or b    terms are ANDed; or, not, ( )
         8 of 69, 39?   8 of 69 are shown; of 39 it cannot be known here
"""
"""What the screen's signs and the filter's words mean."""

PLACES = {
    "list": "In the list",
    "columns": "In the choice of columns",
    "filter": "In the filter",
    "saved": "In the saved filters",
    "json": "In the text",
    "event": "In the event",
    "history": "In the history",
    "history-filter": "In the history's filter",
    "detail": "In the detail",
    "changes": "In the changes",
    "composer": "In the composer",
    "rows": "In the properties",
    "choice": "In the kind of a value",
    "text": "In the text",
    "table": "In the batch's table",
    "cell": "In a cell of it",
    "outlook": "In what a batch will do",
    "question": "In the question",
    "chooser": "In the choice",
    "copy": "In the choice",
    "switcher": "In the choice of a server",
    "help": "In the help",
    "decision": "In the dialog",
    "export": "In the dialog",
    "undo": "In the dialog",
    "open": "In the dialog",
    "save": "In the dialog",
    "prompt": "In the dialog",
    "template": "In the dialog",
    "series": "In the dialog",
    "ids": "In the list of ids",
    "compare": "In the comparison",
    "search": "In the text",
    "value": "In the value",
    "panel": "In the panel",
    "ledger": "In what was sent",
    "world": "On this screen",
    "explorer": "In the explorer",
    "app": "Everywhere",
}
"""Where a key works, by the first word of its binding's id."""


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
            scroll.border_subtitle = Content(keys_of(self).say("{help.close} closes"))
            yield Static(self._table())
            yield Static(Text(SIGNS))

    def _table(self) -> Table:
        """A row a thing to do, under where it can be done; the libraries' own keys are left out."""
        table = Table.grid(padding=(0, 3))
        table.add_column(style="bold", no_wrap=True)
        table.add_column()
        places: dict[str, dict[str, list[str]]] = {}
        for active in self._shown_bindings:
            place = PLACES.get((active.binding.id or "").partition(".")[0])
            words = active.binding.tooltip or active.binding.description
            if place and active.enabled and words:
                keys = places.setdefault(place, {}).setdefault(words, [])
                keys.append(self.app.get_key_display(active.binding))
        for place, actions in places.items():
            table.add_row(Text(place, "dim"))
            for description, keys in actions.items():
                table.add_row(Text("  " + "  ".join(dict.fromkeys(keys))), Text(description))
        table.add_row("", "")
        return table
