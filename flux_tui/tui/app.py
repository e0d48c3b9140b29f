"""The application: one workspace, its screen, and a clean end however it is left."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from textual import events
from textual.binding import Binding, BindingType

from flux_tui.tui.explorer.explorer import Explorer
from flux_tui.tui.help.help import Help
from flux_tui.tui.signals import EndingSignals
from flux_tui.tui.terminal.sparing_app import SparingApp
from flux_tui.tui.type_ahead import TypeAhead
from flux_tui.tui.workspace import Workspace

if TYPE_CHECKING:
    from flux_tui.client.first_look import FirstLook


PRESSING = (events.Key, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp)

GO_FIRST = 0.015
"""Seconds that the feed rests for somebody who pressed a key: until its effect is painted."""


class ExplorerApp(TypeAhead, SparingApp):
    """The explorer of one world."""

    TITLE = "flux-tui"
    ENABLE_COMMAND_PALETTE = True
    CSS_PATH: ClassVar[list[str]] = [  # type: ignore[assignment]
        "app.tcss",
        "explorer/explorer.tcss",
        "status_bar/status_bar.tcss",
        "entity_list/entity_list.tcss",
        "columns/columns.tcss",
        "changes/changes.tcss",
        "detail/detail.tcss",
        "json_view/json_view.tcss",
        "help/help.tcss",
        "composer/composer.tcss",
        "key_bar/key_bar.tcss",
        "question/question.tcss",
        "copying/copying.tcss",
        "acting/acting.tcss",
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", "Help", id="app.help"),
        Binding("q", "quit", "Quit", id="app.quit"),
        Binding("ctrl+c", "quit", "Quit", show=False, id="app.interrupt"),
        Binding("ctrl+z", "suspend_process", "Suspend", show=False, id="app.suspend"),
    ]

    def __init__(self, workspace: Workspace, first_look: FirstLook | None = None) -> None:
        """What ``first_look`` brings is shown first, and what a feed needs loaded only then."""
        super().__init__()
        self._workspace = workspace
        self._first_look = first_look
        self._signals: EndingSignals | None = None
        self.failure: BaseException | None = None
        """What ended the application, where a bug did."""
        self.animation_level = "none"

    def get_default_screen(self) -> Explorer:
        """The explorer is the only screen beneath all others."""
        return Explorer(self._workspace)

    def on_mount(self) -> None:
        """Follow the world from now on; end in order when told to."""
        asyncio.get_running_loop().set_exception_handler(self._take_failure)
        self._signals = EndingSignals(self.exit)
        self.run_worker(self._follow(), name="session", exit_on_error=True)

    def _take_failure(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """A callback of the loop has failed, a frame perhaps: it is ours, and ends us like any bug.

        What libraries leave behind (a task of theirs that nobody asks) is logged, as is usual.
        """
        loop.default_exception_handler(context)
        failure = context.get("exception")
        if failure is not None and isinstance(context.get("handle"), asyncio.Handle):
            self.call_later(_raise, failure)

    def _fatal_error(self) -> None:
        """End because of a bug, which whoever runs us is to report.

        Textual would print a traceback with what all variables held, and a token is among them.
        """
        self.failure = self.failure or sys.exc_info()[1]
        self._close_messages_no_wait()

    async def _follow(self) -> None:
        session = self._workspace.session
        if self._first_look is not None:
            await session.take(self._first_look)
            painted = asyncio.Event()
            self.call_after_refresh(painted.set)
            await painted.wait()
        await session.run()

    async def on_unmount(self) -> None:
        """Close what is open."""
        await self._workspace.client.aclose()
        if self._signals is not None:
            self._signals.close()

    def action_say_how_to_leave(self) -> None:
        """Where ctrl+c copies: with nothing selected it was meant for this."""
        self.notify("esc closes this and keeps what is written; ctrl+q ends flux-tui")

    async def on_event(self, event: events.Event) -> None:
        """Whoever presses or turns something goes before what the feed brings."""
        if isinstance(event, PRESSING):
            self._workspace.session.let_pass(GO_FIRST)
        await super().on_event(event)

    def action_help(self) -> None:
        """Show the keys that work where the focus is."""
        self.push_screen(Help(list(self.screen.active_bindings.values())))


def _raise(failure: BaseException) -> NoReturn:
    raise failure
