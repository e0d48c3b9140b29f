"""Screens that are styled and laid out once before they are seen."""

from __future__ import annotations

from functools import cached_property

from rich.console import RenderableType
from textual import events, on
from textual.app import App
from textual.await_remove import AwaitRemove
from textual.geometry import Size
from textual.reactive import Reactive
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, Screen, ScreenResultType
from textual.visual import Visual
from textual.widget import Widget

from flux_tui.tui.backdrop import Backdrop


class SparingScreen(Screen[ScreenResultType]):
    """A screen that has the classes of its size from the beginning.

    Textual gives them once all of it is laid out, then styles it anew and lays it out again; and
    it styles anew what comes to the front, though nothing can have changed its styles before it
    was ever covered.
    """

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """Who has the focus; whoever gets or loses it paints itself, no need to paint the screen."""

    _was_covered = False
    _is_new = True
    """Whether nothing in it was told yet what room it has."""

    _places_seen: object = None
    """Where everything was when it was last laid out."""

    def _post_register(self, app: App[object]) -> None:
        """Belong to an application, and be styled next, by the styles that hold now.

        Textual has all screens styled, laid out and painted once more for each that is a mode's
        first, as if it were of older styles.
        """
        super()._post_register(app)
        self._css_update_count = app._css_update_count

    def _screen_resized(self, size: Size) -> None:
        """Have another size.

        Textual tells a screen, too, of the size that it has been laid out for: twice when it is
        first seen, and each time all of it would be laid out and painted.
        """
        if size != self._size:
            super()._screen_resized(size)

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        """Lay it out, and paint what that changes: all, where nobody knows what was seen before.

        Textual compares where everything is with where it was. When it has looked for the place
        of a widget that was not seen yet, it compares with that look: a pane that comes in place
        of another is not painted.
        """
        compositor = self._compositor
        if compositor._full_map is not self._places_seen:
            compositor._dirty_regions.add(self.size.region)
        super()._refresh_layout(size, scroll)
        self._places_seen = compositor._full_map

    def _compositor_refresh(self) -> None:
        """Paint what is to be painted; behind a dialog, by handing it on to that, and only once.

        Textual hands on all again that was ever painted there, with whatever comes next: a clock
        that ticks behind a dialog would have the whole screen painted. And the dialog forgets what
        it was itself about to paint: a letter just typed into it would not be seen.

        At first it waits for its next turn: what is in it hears of its size meanwhile, and most of
        it looks otherwise then.
        """
        if self._is_new:
            self._is_new = False
            self.refresh()
            return
        super()._compositor_refresh()
        top = self.app.screen
        if self is not top:
            self._exchange_repaint_regions()
            self._repaint_required = False
            if top._repaint_required:
                top._repaint_required = False
                top._dirty_widgets.add(top)
                top.check_idle()

    def remove(self) -> AwaitRemove:
        """Leave the screen that is seen as it is: it was painted when it came to the front.

        Textual has it laid out and painted twice more once this one is gone.
        """
        return self.app._prune(self)

    @on(events.Compose)
    def _take_size(self) -> None:
        width, height = self.app.size
        names = {
            *self._get_breakpoint_classes(width, self.HORIZONTAL_BREAKPOINTS or []),
            *self._get_breakpoint_classes(height, self.VERTICAL_BREAKPOINTS or []),
        }
        self.update_classes(dict.fromkeys(names, True), update=False)

    @on(events.ScreenSuspend)
    def _note_cover(self) -> None:
        self._was_covered = True
        for rack in self.query("ToastRack"):
            rack.display = not rack.children  # whatever is in front shows the same notices

    @on(events.ScreenResume)
    def _keep_styles(self, event: events.ScreenResume) -> None:
        for rack in self.query("ToastRack"):
            rack.display = True
        event.refresh_styles = event.refresh_styles and self._was_covered


class SparingModal(ModalScreen[ScreenResultType], SparingScreen[ScreenResultType]):
    """A dialog over another screen, likewise. Textual takes styles from the first base alone."""

    @cached_property
    def _backdrop(self) -> Backdrop:
        return Backdrop()

    def render(self) -> RenderableType | Visual:  # type: ignore[override]
        """What is seen behind it."""
        behind = super().render()
        return self._backdrop.show(behind) if isinstance(behind, BackgroundScreen) else behind
