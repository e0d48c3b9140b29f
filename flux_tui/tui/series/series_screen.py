"""Asks what a series is to be, shows its first events and its last, and makes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static
from textual.worker import Worker

from flux_tui.client.templates.filling import Moment
from flux_tui.client.templates.series import Series
from flux_tui.client.templates.template import Template
from flux_tui.errors import UsageError
from flux_tui.model.inline import name_text
from flux_tui.model.json import Json
from flux_tui.tui.acting.aims import Aim
from flux_tui.tui.acting.decision import Decision
from flux_tui.tui.composer.composer import Composer
from flux_tui.tui.composer.preflight import Preflight
from flux_tui.tui.composer.wording import plural
from flux_tui.tui.event_files.tables import MOST_PROBLEMS
from flux_tui.tui.frame import FrameBudget
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.series.fields import SeriesFields
from flux_tui.tui.series.making import Made, make, require_size
from flux_tui.tui.series.wording import answers_line, foresee, size_line
from flux_tui.tui.templates.unset import unset_text

NUMBERED = Aim("some, numbered", list)
"""What is meant where a series is for no entities that there are."""


class SeriesScreen(Decision):
    """Closes once all is ``made``, as lines for the batch editor, or when it is not wanted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "template", "Template", id="series.template"),
        Binding("down", "app.focus_next", "Next", show=False, id="series.next"),
        Binding("up", "app.focus_previous", "Before", show=False, id="series.previous"),
    ]

    def __init__(
        self,
        composer: Composer,
        aims: Sequence[Aim],
        template: Template | None = None,
        last: Mapping[str, str] | None = None,
    ) -> None:
        """Without a ``template`` the event is written here; f3 then ``wants_template``."""
        super().__init__(composer.workspace, _title(template), aims)
        self.made: str | None = None
        self.wants_template = False
        self._composer = composer
        self._template = template
        self._fields = SeriesFields(template, last or {}, composer.vocabulary)
        self._preview = Static(id="series-preview")
        self._box = Vertical(self._fields, self._preview, id="series-box")
        self._ids: list[str] | None = None
        self._wanted: tuple[Series, Moment] | None = None
        self._accepts_problems = False
        self._worker: Worker[None] | None = None
        self._told = ""
        self._frames = FrameBudget(self, lambda: self.say(self._told))

    @property
    def listing(self) -> Widget:
        """The fields, and the events that come of them."""
        return self._box

    @property
    def answers(self) -> dict[str, str]:
        """What was typed for the template's placeholders."""
        return self._fields.answers

    @property
    def environment(self) -> frozenset[str]:
        """The variables whose placeholders stand in what was made."""
        return frozenset() if self._wanted is None else self._wanted[0].template.environment

    async def on_mount(self) -> None:
        """Show what comes of what stands in the fields at first."""
        if self._template is None:
            keys = "{series.template} takes a template, {decision.leave} leaves"
            box = self.query_one("#decision")
            box.border_subtitle = Content(keys_of(self).say(keys))
        await self.aim_changed()
        self._fields.focus_first()

    def on_unmount(self) -> None:
        """Nothing is painted any more."""
        self._frames.close()

    async def aim_changed(self) -> None:
        """Other entities are meant, or numbers alone."""
        assert self.aims is not None  # noqa: S101 - there always are some
        aim = self.aims.aim
        self._ids = None if aim is NUMBERED else aim.ids()
        self._fields.ask_for(of_entities=self._ids is not None)
        self._look()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A template takes the place of what would be written here."""
        return action != "template" or self._template is None

    # -- what is shown -------------------------------------------------------------------------

    @on(Input.Changed)
    def _on_typed(self, event: Input.Changed) -> None:
        event.stop()
        self._look()

    def _look(self) -> None:
        """Say what will be made, or what is wrong."""
        self._accepts_problems = False
        now_ms = self.workspace.clock.now() // 1_000_000
        try:
            series = self._fields.series(self._ids, self._properties_of, now_ms)
            require_size(series)
        except UsageError as error:
            self._preview.add_class("-old")
            self._refuse(str(error))
            return
        moment = Moment(now_ms)
        utc = self.workspace.options.utc
        names = series.template.environment
        preflight = Preflight(self.workspace.world, self._composer.admission, names)
        seen = foresee(series, preflight, moment, utc=utc)
        self._preview.remove_class("-old")
        self.summary.update(Content(answers_line(series, utc=utc)))
        self._preview.update(Content("\n".join(one.line for one in seen)))
        if all(one.problem for one in seen):
            self._refuse(seen[0].problem)
            return
        self._wanted = (series, moment)
        self.call_it(f"Make {plural(series.size, 'event')}")
        unset = unset_text(series.template.environment)
        self.say("\n".join(filter(None, (size_line(series, seen), unset))))

    def _refuse(self, problem: str) -> None:
        self._wanted = None
        self.call_it("Make them")
        self.say(problem, problem=True)

    def _properties_of(self, entity_id: str) -> Mapping[str, Json] | None:
        record = self.workspace.world.get(entity_id)
        return None if record is None else record.properties

    # -- what a person does --------------------------------------------------------------------

    @on(Input.Submitted)
    def _on_entered(self, event: Input.Submitted) -> None:
        event.stop()
        if not self._fields.focus_empty():
            self.decided()

    def decided(self) -> None:
        """Make them, unless something is wrong still."""
        if self._worker is not None:
            return
        if self._wanted is None:
            self.app.bell()
        elif self._composer.drafts.batch.delivering is not None:
            self.say("wait until what is in the batch editor is sent", problem=True)
        else:
            self._fields.disabled = True
            self._worker = self.run_worker(self._make(*self._wanted), name="make a series")

    def action_leave(self) -> None:
        """Stop what is being made; else close."""
        if self._worker is None:
            super().action_leave()
            return
        self._worker.cancel()
        self._end("stopped: nothing was made")

    def action_template(self) -> None:
        """Choose a template in the place of what is written here."""
        self.wants_template = True
        self.finish()

    async def _make(self, series: Series, moment: Moment) -> None:
        stops = keys_of(self).say("{decision.leave} stops")

        def progress(made: int) -> None:
            self._told = f"{made:,} of {series.size:,} · {stops}"
            self._frames.request()

        try:
            made = await make(series, moment, progress)
        except UsageError as error:
            self._end(str(error), problem=True)
            return
        if made.problems and not (self._accepts_problems and made.lines):
            self._accepts_problems = len(made.problems) < MOST_PROBLEMS and bool(made.lines)
            self._end(_problems_text(made, can_go_on=self._accepts_problems), problem=True)
            return
        self.made = "\n".join(made.lines)
        self.finish()

    def _end(self, text: str, *, problem: bool = False) -> None:
        self._worker = None
        self._told = text
        self._fields.disabled = False
        self.do.focus()
        self.say(text, problem=problem)


def _title(template: Template | None) -> str:
    if template is None:
        return "an event for each"
    name = name_text(template.name, 40) if template.name else "what is written"
    return f"a series of {name}"


def _problems_text(made: Made, *, can_go_on: bool) -> str:
    more = f" (and {len(made.problems) - 1:,} more)" if len(made.problems) > 1 else ""
    instead = f"; enter again makes the other {len(made.lines):,}" if can_go_on else ""
    return f"{made.problems[0]}{more}{instead}"
