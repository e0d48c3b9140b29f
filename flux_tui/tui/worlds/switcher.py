"""The switcher: the servers there are, each with its colour and whether it answers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from threading import Event
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from flux_tui.errors import FluxTuiError
from flux_tui.model.printable import printable
from flux_tui.tui.exact_input import ExactInput
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.sparing_screen import SparingModal
from flux_tui.tui.worlds.asking import Answer, answer_of
from flux_tui.tui.worlds.book import Book, Card, card_of_url
from flux_tui.tui.worlds.wording import line_of

ASKED_AT_ONCE = 8
"""Servers that are asked at a time whether they answer."""

MARGIN = 4
"""Cells of the box that are no line's: border and padding."""

FINDS_NONE = "no profile is called so; a URL is typed as http://HOST:PORT"
"""What is said of a text that nothing can be opened by."""

Place = tuple[str | None, str]


class Switcher(SparingModal[ExplorerOptions | None]):
    """Closes with what to open a server with; with None when it stays as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Stay", id="switcher.stay"),
        Binding("enter", "choose", "Open", id="switcher.open", priority=True),
        Binding("down", "move(1)", "Down", show=False, id="switcher.down", priority=True),
        Binding("up", "move(-1)", "Up", show=False, id="switcher.up", priority=True),
    ]

    def __init__(self, book: Book, open_now: Place, before: Place | None) -> None:
        """``before`` is where one came from: the first choice is to go back there."""
        super().__init__()
        self._book = book
        self._open_now = open_now
        self._before = before
        self._cards: Sequence[Card] = ()
        self._shown: list[Card] = []
        self._found: str | None = None
        self._finds_none = False
        self._answers: dict[Place, Answer] = {}
        self._asking = asyncio.Semaphore(ASKED_AT_ONCE)
        self._unwanted: Event | None = None
        self._input = ExactInput(placeholder="a profile's name, or a URL", id="switcher-text")
        self._options = OptionList(id="switcher-options")
        self._options.can_focus = False
        self._note = Static("", id="switcher-note")

    def compose(self) -> ComposeResult:
        """What is typed, the servers, and what is going on or wrong."""
        with Vertical(id="switcher") as box:
            box.border_title = Content("switch server")
            box.border_subtitle = Content(
                keys_of(self).say("{switcher.open} opens, {switcher.stay} stays")
            )
            yield self._input
            yield self._options
            yield self._note

    async def on_mount(self) -> None:
        """Offer what there is, and ask each whether it answers."""
        self.set_focus(self._input)
        try:
            self._cards = await asyncio.to_thread(self._book.cards)
        except FluxTuiError as error:
            self._say(str(error), is_wrong=True)
        self._find("")
        places = [card.place for card in self._shown]
        if self._before in places:
            self._options.highlighted = places.index(self._before)
        for card in self._cards:
            self.run_worker(self._ask(card), group="answers")

    def on_unmount(self) -> None:
        """Nobody waits any longer."""
        self._give_up()

    def on_resize(self) -> None:
        """Another width has room for other words."""
        self._paint()

    def action_move(self, by: int) -> None:
        """Go through the servers, round and round."""
        if self._shown:
            self._options.highlighted = ((self._options.highlighted or 0) + by) % len(self._shown)

    def action_leave(self) -> None:
        """Stop waiting for a token; else close."""
        if self._unwanted is None:
            self.dismiss(None)
        else:
            self._give_up()
            self.workers.cancel_group(self, "opening")
            self._say("not opened")

    def action_choose(self) -> None:
        """Open the server under the cursor, of those that what is typed by now leaves."""
        self._find(self._input.value)
        if self._unwanted is None and self._shown:
            self._choose(self._shown[self._options.highlighted or 0])

    @on(Input.Changed)
    def _on_typed(self, event: Input.Changed) -> None:
        event.stop()
        self._find(event.value)

    @on(OptionList.OptionSelected)
    def _on_clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self._unwanted is None:
            self._choose(self._shown[event.option_index])

    def _choose(self, card: Card) -> None:
        if card.place == self._open_now:
            self.dismiss(None)
            return
        self._unwanted = Event()
        name = printable(card.profile or card.url, limit=60)
        self._say(f"opening {name} … {keys_of(self)('switcher.stay')} gives up")
        self.run_worker(self._resolve(card, self._unwanted), group="opening", exclusive=True)

    async def _resolve(self, card: Card, unwanted: Event) -> None:
        """Find out what to open a server with: a command may have to be run for its token."""
        try:
            options = await asyncio.to_thread(self._book.options, card, unwanted)
        except FluxTuiError as error:
            if not unwanted.is_set():
                self._unwanted = None
                self._say(str(error), is_wrong=True)
            return
        if not unwanted.is_set():
            self._unwanted = None
            self.dismiss(options)

    async def _ask(self, card: Card) -> None:
        async with self._asking:
            self._answers[card.place] = await answer_of(card)
        self._paint()

    def _give_up(self) -> None:
        if self._unwanted is not None:
            self._unwanted.set()
            self._unwanted = None

    def _find(self, text: str) -> None:
        """Show the servers with this text in their names or URLs; one that is typed, too."""
        wanted = text.strip().casefold()
        if wanted == self._found:
            return
        self._found = wanted
        self._shown = [
            card for card in self._cards if wanted in f"{card.profile or ''} {card.url}".casefold()
        ]
        typed = _typed(text) if wanted else None
        if typed is not None and typed.url not in {card.url for card in self._shown}:
            self._shown.append(typed)
        self._options.clear_options()
        self._options.add_options(map(self._line, self._shown))
        self._options.highlighted = 0 if self._shown else None
        finds_none = bool(wanted) and not self._shown
        if finds_none is not self._finds_none:
            self._finds_none = finds_none
            self._say(FINDS_NONE if finds_none else "")

    def _paint(self) -> None:
        for index, card in enumerate(self._shown):
            self._options.replace_option_prompt_at_index(index, self._line(card))

    def _line(self, card: Card) -> Content:
        return line_of(
            card,
            self._answers.get(card.place) if card in self._cards else Answer(True, "typed"),
            is_open=card.place == self._open_now,
            width=max(20, min(self.size.width, 100) - MARGIN),
        )

    def _say(self, text: str, *, is_wrong: bool = False) -> None:
        self._note.set_class(is_wrong, "-wrong")
        self._note.update(Content(printable(text, limit=600)))


def _typed(text: str) -> Card | None:
    """The server whose URL was typed; None for what looks like the beginning of a name."""
    if "://" not in text and not any(sign in text for sign in ".:/"):
        return None
    try:
        return card_of_url(text)
    except FluxTuiError:
        return None
