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
from flux_tui.tui.composer.batch_screen import BatchScreen
from flux_tui.tui.composer.composer import Composer
from flux_tui.tui.composer.event_screen import EventScreen
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
            _put(app, composer, screen)

    app.push_screen(screen, closed)


def open_of_written(app: App[None], composer: Composer) -> None:
    """A series of what the composer's screen holds: of the template itself, if that made it."""
    screen = app.screen
    if isinstance(screen, EventScreen | BatchScreen):
        filled = still_filled(screen.draft)
        if filled is not None:
            open_of_template(app, composer, filled.template, filled.answers)
            return
    try:
        if isinstance(screen, EventScreen):
            template = template_of_event(screen.draft)
        elif isinstance(screen, BatchScreen):
            template = template_of_batch(screen.draft)
        else:
            return
    except UsageError as problem:
        words = printable(str(problem), limit=300)
        app.notify(words, severity="warning", markup=False)
        return
    open_of_template(app, composer, template)


def open_of_template(
    app: App[None],
    composer: Composer,
    template: Template,
    answers: Mapping[str, str] | None = None,
) -> None:
    """A series of a template: of entities first where it asks for what they have."""
    if not may_write(app, composer.workspace):
        return
    aims = aims_of(composer.workspace, None)
    is_about = is_about_each(template) and bool(aims)
    _ask(app, composer, [*aims, NUMBERED] if is_about else [NUMBERED, *aims], template, answers)


def _ask(
    app: App[None],
    composer: Composer,
    aims: Sequence[Aim],
    template: Template,
    answers: Mapping[str, str] | None = None,
) -> None:
    remembered = composer.workspace.remembered
    last = answers or remembered.get(ANSWERS).get(template.name, {})
    screen = SeriesScreen(composer, aims, template, last)

    def closed(_: None) -> None:
        if screen.made is not None and template.name:
            remember(remembered, template.name, screen.answers)
        _put(app, composer, screen)

    app.push_screen(screen, closed)


def _put(app: App[None], composer: Composer, screen: SeriesScreen) -> None:
    """Have what was made in the batch editor; in place of what it was made of without asking."""
    if screen.made is None or not may_write(app, composer.workspace):
        return
    put_batch(
        app,
        composer,
        screen.made,
        screen.environment,
        origin=Origin.SERIES,
        asks=not isinstance(app.screen, BatchScreen),
    )
