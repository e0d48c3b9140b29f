"""What the composer's two screens have in common: all that is not about how events are edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content

from flux_tui.model.event import Event
from flux_tui.tui.composer.choosing import CHOOSE, choose_word
from flux_tui.tui.composer.composer import Composer
from flux_tui.tui.composer.draft import Draft
from flux_tui.tui.composer.standing import standing
from flux_tui.tui.frame import BUDGET, FrameBudget
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.sparing_screen import SparingModal
from flux_tui.tui.templates.keys import SERIES, TEMPLATES

FIRST_KEYS: list[BindingType] = [
    Binding("ctrl+s,ctrl+enter", "send", "Send", id="composer.send"),
    Binding("escape", "close", "Close", id="composer.close"),
    Binding("f1", "app.help", "Help", id="composer.help"),
]
"""Keys of both screens that stand in the key bar however narrow it is."""

LAST_KEYS: list[BindingType] = [
    TEMPLATES,
    SERIES,
    Binding("f5", "repeat", "Repeat", id="composer.repeat"),
    CHOOSE,
    Binding("ctrl+l", "clear", "Clear", id="composer.clear"),
    Binding("f8", "format", "Format", show=False, id="composer.format"),
    Binding("ctrl+c", "app.say_how_to_leave", show=False, id="composer.interrupt"),
]
"""Keys of both, behind those of their own."""


class ComposerScreen(SparingModal[None]):
    """Edits a draft; what is typed is in the draft at once."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (15, "-high")]  # noqa: RUF012

    BUDGET: ClassVar[float] = BUDGET
    """Seconds between two frames in which a delivery is seen to go on."""

    def __init__(self, composer: Composer) -> None:
        super().__init__()
        self._composer = composer
        self._world = composer.workspace.world
        self._asked: str | None = None
        """What sending once more would say yes to."""
        self._frames = FrameBudget(self, self._show, self.BUDGET)
        self._leave_delivery: Callable[[], None] | None = None
        self._leave_session: Callable[[], None] = lambda: None
        self._opened_in = composer.workspace.session.status
        self._offered = self._underlined = ""

    @on(events.Mount)
    def _follow_session(self) -> None:
        """Say by which world the draft is judged."""
        session = self._composer.workspace.session
        self._leave_session = session.observe(lambda _: self._underline())
        self._underline()

    @on(events.ScreenSuspend)
    def _ask_no_longer(self) -> None:
        """Who has gone elsewhere meanwhile is asked anew: sending at once may surprise by then."""
        if self._asked is not None:
            self._asked = None
            self._show()

    def on_unmount(self) -> None:
        """The draft stays with the composer, and what is being sent goes on."""
        self._leave_session()
        self._frames.close()
        if self._leave_delivery is not None:
            self._leave_delivery()

    @property
    def draft(self) -> Draft:
        """What it shows."""
        raise NotImplementedError

    def _show(self) -> None:
        """Bring all that is said of the draft up to date."""
        raise NotImplementedError

    def _events(self) -> Sequence[Event]:
        """The events that stand here, none while something is wrong with them."""
        raise NotImplementedError

    def _follow_delivery(self) -> None:
        """Show what becomes of what is being sent of the draft, and of no other draft."""
        if self._leave_delivery is not None:
            self._leave_delivery()
        delivery = self.draft.delivery
        self._leave_delivery = None if delivery is None else delivery.observe(self._frames.request)

    def _offer_cleared(self, is_kept: bool) -> None:
        """Say on the form's border that what was cleared can be brought back, while it can."""
        said = keys_of(self).say("{composer.clear} brings back what was cleared") if is_kept else ""
        self._offered = said
        self._underline()

    def _underline(self) -> None:
        """What stands on the form's lower border; setting it repaints the whole form."""
        workspace = self._composer.workspace
        status, utc = workspace.session.status, workspace.options.utc
        judged = standing(status, self._opened_in, utc=utc)
        said = " ── ".join(filter(None, (judged, self._offered)))
        if said == self._underlined:
            return
        for form in self.query("#panel"):
            self._underlined = said
            form.border_subtitle = Content(said)

    def _is_sure(self, *questions: str | None) -> bool:
        """Whether a person wants to send all the same: asked once, sending again says yes to all
        of it."""
        question = "; ".join(filter(None, questions)) or None
        if question is not None and self._asked != question:
            self._asked = question
            self._show()
            return False
        self._asked = None
        return True

    def action_choose_word(self) -> None:
        """Choose what stands in the field or in the cell from what could."""
        choose_word(self)

    def action_templates(self) -> None:
        """Choose a template, or save what is written as one."""
        from flux_tui.tui.templates.opening import choose_template

        choose_template(self.app, self._composer)

    def action_series(self) -> None:
        """Make many events of what stands here: numbered, in steps of time, for entities."""
        from flux_tui.tui.series.opening import open_of_written

        open_of_written(self.app, self._composer)

    def action_repeat(self) -> None:
        """Publish what stands here again and again."""
        from flux_tui.tui.repeating.opening import open_repeat
        from flux_tui.tui.templates.still_filled import still_filled

        filled, note = still_filled(self.draft), self.draft.note
        open_repeat(self.app, self._composer, self._events(), note=note, filled=filled)
