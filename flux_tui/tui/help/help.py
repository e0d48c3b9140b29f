"""Help for what is focused: every key that works there, and what it does."""

from __future__ import annotations

from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from flux_tui.config.document import config_path
from flux_tui.model.printable import printable
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.sparing_screen import SparingModal

SIGNS = """\
The screen's signs
  ✗ failing   ! warning   ◔ silent, unusually long
  ▾ open      ▸ folded    ◆ marked
  … cut       · no value
  … → 5       what was before is not known
  ≤12:03      set then or before
"""
"""What the screen's signs mean; as the filter's words, in lines that 60 columns have room for."""

FILTER = """\
The filter's words
  temp           the id has it
  lab/*  /^cpu/  a glob, a regular expression
  status=error   a property's value
  temp>=30       numbers compare
  has:battery    the property exists
  @age>2m        since its last change
  @failing       is ✗; @warning is !, @stale is ◔
  @new @marked   appeared lately; is marked
  @source=NAME   who set it, as far as it was heard
  @rate>5        changes a second
  "a b"          what is quoted is literal
  a b  a or b    terms are ANDed; or, not, ( )
  8 of 69, 39?   8 match; of 39 it is unknown here
"""
"""What the filter's words mean."""

FILTERING = "In the filter"
"""Where keys work while a filter is typed."""

PLACES = {
    "list": "In the list",
    "columns": "In the choice of columns",
    "filter": FILTERING,
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


class Help(SparingModal[None]):
    """The keys, from those of the focused pane to those of the whole explorer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1", "dismiss", "Close", id="help.close"),
        Binding("n", "name", "Names", id="help.name"),
    ]
    named = reactive(default=False, init=False)
    """Whether the actions are called what they are called in the configuration."""

    def __init__(self, bindings: list[ActiveBinding]) -> None:
        super().__init__()
        self._shown_bindings = bindings

    def compose(self) -> ComposeResult:
        """The signs, the keys, and the filter's words: these first where a filter is typed."""
        words = Static(_titled(FILTER))
        is_typed = FILTERING in self._places()
        with VerticalScroll() as scroll:
            scroll.border_title = Content("help")
            scroll.border_subtitle = Content(
                keys_of(self).say("{help.name} names for [keys] · {help.close} closes")
            )
            if is_typed:
                yield words
            yield Static(_titled(SIGNS))
            yield Static(self._table(), id="keys")
            if not is_typed:
                yield words
            yield Static(Text(f"Settings {printable(str(config_path()), limit=1000)}"))

    def action_name(self) -> None:
        """Show or hide what the actions are called."""
        self.named = not self.named

    def watch_named(self) -> None:
        """Draw the keys again."""
        self.query_one("#keys", Static).update(self._table())

    def _table(self) -> Table:
        """A row a thing to do, under where it can be done; the libraries' own keys are left out."""
        table = Table.grid(padding=(0, 3))
        table.add_column(style="bold", no_wrap=True)
        table.add_column()
        for place, actions in self._places().items():
            table.add_row(Text(place, "dim"))
            for words, bindings in actions.items():
                keys = dict.fromkeys(map(self.app.get_key_display, bindings))
                names = dict.fromkeys(binding.id or "" for binding in bindings)
                text = Text(words)
                if self.named:
                    text.append("  " + "  ".join(names), "dim")
                table.add_row(Text("  " + "  ".join(keys)), text)
        table.add_row("", "")
        return table

    def _places(self) -> dict[str, dict[str, list[Binding]]]:
        """What can be done, by where: in words, with the keys that do it."""
        places: dict[str, dict[str, list[Binding]]] = {}
        for active in self._shown_bindings:
            binding = active.binding
            place = PLACES.get((binding.id or "").partition(".")[0])
            words = binding.tooltip or binding.description
            if place and active.enabled and words:
                places.setdefault(place, {}).setdefault(words, []).append(binding)
        return places


def _titled(lines: str) -> Text:
    """A text under its title, which looks as the places of the keys do."""
    title, rest = lines.split("\n", 1)
    return Text.assemble((title, "dim"), "\n", rest)
