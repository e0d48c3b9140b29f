"""Opens the composer's screens over the explorer."""

from __future__ import annotations

from textual.app import App

from flux_tui.errors import UsageError
from flux_tui.tui.composer.batch_screen import BatchScreen
from flux_tui.tui.composer.composer import Composer
from flux_tui.tui.composer.event_screen import EventScreen


def open_event(app: App[None], composer: Composer) -> None:
    """The form of a new event, with what was left in it."""
    if _may_write(app, composer):
        app.push_screen(EventScreen(composer, composer.drafts.event))


def open_batch(app: App[None], composer: Composer) -> None:
    """The editor of a batch, with what was left in it."""
    if _may_write(app, composer):
        app.push_screen(BatchScreen(composer))


def open_edit(app: App[None], composer: Composer, entity_id: str | None) -> None:
    """The form of an event from what an entity is now, or from what was left of that."""
    record = None if entity_id is None else composer.workspace.world.get(entity_id)
    if record is None:
        app.notify("no entity is focused; n writes an event about a new one", markup=False)
    elif _may_write(app, composer):
        draft = composer.drafts.edit(record.id, record.properties)
        app.push_screen(EventScreen(composer, draft))


def _may_write(app: App[None], composer: Composer) -> bool:
    try:
        composer.require_writable()
    except UsageError as error:
        app.notify(str(error), severity="warning", markup=False)
        return False
    return True
