"""All that is being repeated in one world, and the one way to end it."""

from __future__ import annotations

from textual.app import App
from textual.notifications import SeverityLevel

from flux_tui.tui.repeating.repetition import Repetition
from flux_tui.tui.repeating.wording import STOP, badge_texts, end_text
from flux_tui.tui.status_bar.status_bar import StatusBar

MOST = 5
"""Repetitions at a time: what nobody can keep in mind is left running."""


class Repetitions:
    """Runs repetitions as the application's workers; they end with the world that is open."""

    def __init__(self) -> None:
        self._running: list[Repetition] = []
        self._key = ""

    @property
    def running(self) -> list[Repetition]:
        """Those that are not over."""
        return [one for one in self._running if not one.is_over]

    def start(self, app: App[None], repetition: Repetition) -> None:
        """Begin one."""
        self._running = [*self.running, repetition]
        self._key = _stop_key(app)
        repetition.observe(lambda: _show(app))

        async def run() -> None:
            await repetition.run()
            severity: SeverityLevel = "error" if repetition.gave_up else "information"
            app.notify(end_text(repetition), severity=severity, markup=False)
            app.screen.refresh_bindings()

        app.run_worker(run(), name="repetition", group="repeating")
        app.screen.refresh_bindings()
        _show(app)

    def stop(self) -> None:
        """End all of them; what is on its way is waited for."""
        for repetition in self.running:
            repetition.stop()

    def badge(self) -> list[str]:
        """What the status bar says of it, from the fullest wording to the shortest; may be none."""
        running = self.running
        return badge_texts(running, self._key) if running else []


def _stop_key(app: App[None]) -> str:
    """The key that ends them, as it is shown; it works once one of them runs."""
    for screen in app.screen_stack:  # one that is modal does not know the application's keys
        for active in screen.active_bindings.values():
            if active.binding.id == STOP:
                return app.get_key_display(active.binding)
    return ""


def _show(app: App[None]) -> None:
    """Bring every status bar up to date, also one beneath other screens."""
    for screen in app.screen_stack:
        for status in screen.query(StatusBar):
            status.refresh_times()
