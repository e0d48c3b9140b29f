"""The application: the world that is open, its screen, and a clean end however it is left."""

from __future__ import annotations

import asyncio
import sys
from traceback import walk_tb
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from textual import events
from textual.binding import Binding, BindingType
from textual.screen import Screen, SystemModalScreen

from flux_tui.tui.explorer.explorer import Explorer
from flux_tui.tui.keys.naming import KeyNames
from flux_tui.tui.keys.order import in_declared_order
from flux_tui.tui.keys.own_keys import NO_KEYS, OwnKeys
from flux_tui.tui.said_once import SaidOnce
from flux_tui.tui.signals import EndingSignals
from flux_tui.tui.sparing_stylesheet import SparingStylesheet
from flux_tui.tui.terminal.driver import PRESSING
from flux_tui.tui.terminal.sparing_app import SparingApp
from flux_tui.tui.themes.chosen import ChosenTheme
from flux_tui.tui.type_ahead import TypeAhead
from flux_tui.tui.workspace import Workspace
from flux_tui.tui.worlds.open_world import OpenWorld
from flux_tui.tui.worlds.worlds import Worlds

if TYPE_CHECKING:
    from textual.command import Provider

    from flux_tui.client.first_look import FirstLook
    from flux_tui.tui.worlds.book import Book


GO_FIRST = 0.015
"""Seconds that the feed and its frames rest at most for somebody who pressed a key."""


def _actions() -> type[Provider]:
    """What the palette offers; imported when it is opened."""
    from flux_tui.tui.palette.palette import Actions

    return Actions


class ExplorerApp(SaidOnce, TypeAhead, SparingApp):
    """The explorer of one world."""

    TITLE = "flux-tui"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = {_actions}  # noqa: RUF012
    CSS_PATH: ClassVar[list[str]] = [  # type: ignore[assignment]
        "app.tcss",
        "explorer/explorer.tcss",
        "status_bar/status_bar.tcss",
        "entity_list/entity_list.tcss",
        "filter_bar/filter_bar.tcss",
        "columns/columns.tcss",
        "changes/changes.tcss",
        "detail/detail.tcss",
        "json_view/json_view.tcss",
        "history/history.tcss",
        "help/help.tcss",
        "composer/composer.tcss",
        "key_bar/key_bar.tcss",
        "question/question.tcss",
        "worlds/worlds.tcss",
        "copying/copying.tcss",
        "acting/acting.tcss",
        "series/series.tcss",
        "exporting/exporting.tcss",
        "repeating/repeating.tcss",
        "event_files/event_files.tcss",
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f6",
            "stop_repeating",
            "Stop repeating",
            id="app.stop-repeating",
            priority=True,
            tooltip="Stop what is published again and again",
        ),
        Binding("question_mark", "help", "Help", id="app.help"),
        Binding("q", "quit", "Quit", id="app.quit"),
        Binding(
            "ctrl+o",
            "switch",
            "Switch server",
            show=False,
            id="app.switch",
            tooltip="Open another server in this one's place",
        ),
        Binding("ctrl+c", "quit", "Quit", show=False, id="app.interrupt"),
        Binding(
            "ctrl+p",
            "command_palette",
            "palette",
            id="app.palette",
            priority=True,
            tooltip="Find anything to do by its name",
        ),
        Binding("ctrl+z", "suspend_process", "Suspend", show=False, id="app.suspend"),
    ]

    def __init__(
        self,
        workspace: Workspace,
        first_look: FirstLook | None = None,
        book: Book | None = None,
        own_keys: OwnKeys = NO_KEYS,
    ) -> None:
        """``book`` knows the servers that can be gone to from here."""
        super().__init__()
        self._own_keys = own_keys
        self.key_names = KeyNames(own_keys)
        self.set_keymap(own_keys.keymap)
        self._chosen_theme = ChosenTheme(self)
        self._chosen_theme.wear(workspace)
        self.stylesheet = SparingStylesheet(variables=self.get_css_variables())
        self._worlds = Worlds(self, OpenWorld(workspace, first_look), book, self._dress)
        self._signals: EndingSignals | None = None
        self.failure: BaseException | None = None
        """What ended the application, where a bug did."""
        self._effect_is_due = False
        self.animation_level = "none"

    @property
    def default_screen(self) -> Screen[Any]:
        """The explorer, which a query of the application goes to; its own screen stays empty.

        Textual holds that one as long as it runs, and with it would hold the first world.
        """
        return self.screen_stack[0]

    def on_mount(self) -> None:
        """Follow the world from now on; end in order when told to."""
        asyncio.get_running_loop().set_exception_handler(self._take_failure)
        self._signals = EndingSignals(self.exit)
        self.call_later(self._begin)

    def _begin(self) -> None:
        """Once the application stands: a picture painted before would not be shown."""
        self._worlds.show_first()
        self._worlds.open.begin(self)
        self._say_theme_problem()
        if self._own_keys.keys:
            self.call_after_refresh(self._check_keys)

    def delay_update(self, delay: float = 0.05) -> None:
        """Mask a change of modes, as Textual does, unless there is nothing yet to be masked."""
        if self._worlds.are_shown:
            super().delay_update(delay)

    def _dress(self, workspace: Workspace) -> None:
        """Another world is opened."""
        self._chosen_theme.wear(workspace)
        self._say_theme_problem()

    def _say_theme_problem(self) -> None:
        problem = self._chosen_theme.problem()
        if problem is not None:
            self.notify(problem, severity="warning", markup=False)

    def watch_theme(self, theme: str) -> None:
        """A theme was put on: if a person chose it, it is remembered."""
        self._chosen_theme.changed(theme)

    def _check_keys(self) -> None:
        from flux_tui.tui.keys.telling import tell_problems

        self.run_worker(tell_problems(self, self._own_keys), group="keys")

    def _take_failure(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """A callback of the loop has failed: if it is ours, as a frame is, it ends us as any bug.

        What libraries leave behind is logged, as is usual.
        """
        loop.default_exception_handler(context)
        failure = context.get("exception")
        if failure is not None and "handle" in context and _is_ours(failure):
            self.call_later(_raise, failure)

    def _fatal_error(self) -> None:
        """End because of a bug, which whoever runs us is to report.

        Textual would print a traceback with what all variables held, and a token is among them.
        """
        self.failure = self.failure or sys.exc_info()[1]
        self._close_messages_no_wait()

    async def on_unmount(self) -> None:
        """Close what is open."""
        await self._worlds.close()
        if self._signals is not None:
            self._signals.close()

    def action_say_how_to_leave(self) -> None:
        """Where ctrl+c copies: with nothing selected it was meant for this."""
        from flux_tui.tui.keys.leaving import how_to_leave

        self.notify(how_to_leave(self.screen.active_bindings.values()), markup=False)

    def pressed(self) -> None:
        """Whoever presses or turns something goes before what the feed brings."""
        self._worlds.open.workspace.session.let_pass(GO_FIRST)

    async def on_event(self, event: events.Event) -> None:
        """Let a key or a turn of the wheel go first until its effect is painted."""
        is_pressing = isinstance(event, PRESSING)
        if is_pressing:
            self._effect_is_due = False
            self.pressed()
        await super().on_event(event)
        self._effect_is_due = self._effect_is_due or is_pressing

    def post_display_hook(self) -> None:
        """Something was painted: if it was what somebody waited for, the feed may go on."""
        if self._effect_is_due:
            self._effect_is_due = False
            self._worlds.open.workspace.session.let_pass(0)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Another server is opened from the explorer alone: what lies above it belongs to this."""
        if action == "stop_repeating":
            return self._worlds.open.workspace.desk.repeating > 0
        own = [screen for screen in self.screen_stack if not isinstance(screen, SystemModalScreen)]
        return action != "switch" or isinstance(own[-1] if own else None, Explorer)

    def action_command_palette(self) -> None:
        """Find anything to do by its name."""
        from flux_tui.tui.palette.screen import PaletteScreen

        if not isinstance(self.screen, PaletteScreen):
            self.push_screen(PaletteScreen(id="--command-palette"))

    def action_switch(self) -> None:
        """Choose another server."""
        self._worlds.choose()

    def action_stop_repeating(self) -> None:
        """End what is published again and again."""
        repetitions = self._worlds.open.workspace.desk.repetitions
        if repetitions is not None:
            repetitions.stop()

    async def action_quit(self) -> None:
        """End; while something is being sent or repeated, only if that is wanted."""
        desk = self._worlds.open.workspace.desk
        if not desk.goes_on:
            self.exit()
            return
        from flux_tui.tui.worlds.leaving import quit_question

        self.push_screen(quit_question(desk), lambda is_wanted: self.exit() if is_wanted else None)

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Keep a picture of the screen once it is painted without the palette; say where."""
        from flux_tui.tui.palette.screenshot import keep_screenshot

        self.call_after_refresh(keep_screenshot, self)

    def action_help(self) -> None:
        """Show the keys that work where the focus is."""
        from flux_tui.tui.help.help import Help

        self.push_screen(Help(in_declared_order(self.screen.active_bindings.values())))


def _raise(failure: BaseException) -> NoReturn:
    raise failure


def _is_ours(failure: BaseException) -> bool:
    """Whether code of ours was running."""
    frames = (frame for frame, _ in walk_tb(failure.__traceback__))
    return any(frame.f_globals.get("__name__", "").startswith("flux_tui.") for frame in frames)
