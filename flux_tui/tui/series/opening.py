"""From what is written, or from entities, to the events of a series in the batch editor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import App

from flux_tui.client.sent.entry import Origin
from flux_tui.client.templates.series import is_about_each
from flux_tui.client.templates.template import Template
from flux_tui.errors import UsageError
from flux_tui.model.printable import printable
from flux_tui.tui.acting.aims import Aim, aims_of
from flux_tui.tui.composer.batch.screen import BatchScreen
from flux_tui.tui.composer.composer import Composer
from flux_tui.tui.composer.event.screen import EventScreen
from flux_tui.tui.series.series_screen import NUMBERED, SeriesScreen
from flux_tui.tui.series.written import template_of_batch, template_of_event
from flux_tui.tui.templates.answers import ANSWERS, remember
from flux_tui.tui.templates.opening import choose_template, put_batch
from flux_tui.tui.templates.still_filled import still_filled
from flux_tui.tui.writing import may_write


def open_for_each(app: App[None], composer: Composer, aims: Sequence[Aim]) -> None:
    """An event for each of some entities, written in the dialog or from a template."""
    if not may_write(app, composer.workspace):
        return
    used = composer.drafts.used
    words = {
        "stream": next(reversed(used.streams), ""),
        "source": next(reversed(used.sources), ""),
    }
    screen = SeriesScreen(composer, aims, last=words)

    def closed(_: None) -> None:
        if screen.wants_template:
            choose_template(app, composer, lambda template: _ask(app, composer, aims, template))
        else:
            _put(app, composer, screen, asks=True)

    app.push_screen(screen, closed)


def open_of_written(app: App[None], composer: Composer) -> None:
    """A series of what the composer's screen holds: of the template itself, if that made it."""
    screen = app.screen
    if not isinstance(screen, EventScreen | BatchScreen):
        return
    filled = still_filled(screen.draft)
    try:
        template = _template_of(screen) if filled is None else filled.template
    except UsageError as problem:
        words = printable(str(problem), limit=300)
        app.notify(words, severity="warning", markup=False)
        return
    answers = None if filled is None else filled.answers
    is_batch = isinstance(screen, BatchScreen)
    open_of_template(app, composer, template, answers, asks=not is_batch)


def _template_of(screen: EventScreen | BatchScreen) -> Template:
    if isinstance(screen, EventScreen):
        return template_of_event(screen.draft)
    return template_of_batch(screen.draft)


def open_of_template(
    app: App[None],
    composer: Composer,
    template: Template,
    answers: Mapping[str, str] | None = None,
    *,
    asks: bool = True,
) -> None:
    """A series of a template: of entities first where it asks for what they have.

    What the batch editor holds is asked about, unless it is what the series is made of.
    """
    if not may_write(app, composer.workspace):
        return
    aims = aims_of(composer.workspace, None)
    is_about = is_about_each(template) and bool(aims)
    offered = [*aims, NUMBERED] if is_about else [NUMBERED, *aims]
    _ask(app, composer, offered, template, answers, asks=asks)


def _ask(
    app: App[None],
    composer: Composer,
    aims: Sequence[Aim],
    template: Template,
    answers: Mapping[str, str] | None = None,
    *,
    asks: bool = True,
) -> None:
    remembered = composer.workspace.remembered
    last = answers or remembered.get(ANSWERS).get(template.name, {})
    screen = SeriesScreen(composer, aims, template, last)

    def closed(_: None) -> None:
        if screen.made is not None and template.name:
            remember(remembered, template.name, screen.answers)
        _put(app, composer, screen, asks=asks)

    app.push_screen(screen, closed)


def _put(app: App[None], composer: Composer, screen: SeriesScreen, *, asks: bool) -> None:
    """Have what was made in the batch editor."""
    made, names = screen.made, screen.environment
    if made is not None and may_write(app, composer.workspace):
        put_batch(app, composer, made, names, origin=Origin.SERIES, asks=asks)
