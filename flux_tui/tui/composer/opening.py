"""Opens the composer's screens over the explorer."""

from __future__ import annotations

from textual.app import App

from flux_tui.model.change import PropertySet, StateChange
from flux_tui.tui.composer.batch.screen import BatchScreen
from flux_tui.tui.composer.composer import Composer
from flux_tui.tui.composer.event.screen import EventScreen
from flux_tui.tui.writing import may_write


def open_event(app: App[None], composer: Composer) -> None:
    """The form of a new event, with what was left in it."""
    if may_write(app, composer.workspace):
        composer.drafts.fill_in(composer.drafts.event)
        app.push_screen(EventScreen(composer, composer.drafts.event))


def open_batch(app: App[None], composer: Composer) -> None:
    """The editor of a batch, with what was left in it."""
    if may_write(app, composer.workspace):
        app.push_screen(BatchScreen(composer))


def open_edit(app: App[None], composer: Composer, entity_id: str | None) -> None:
    """The form of an event from what an entity is now, or from what was left of that."""
    record = None if entity_id is None else composer.workspace.world.get(entity_id)
    if not may_write(app, composer.workspace):
        return
    if record is None:
        app.notify("no entity is focused; n writes an event about a new one", markup=False)
    else:
        draft = composer.drafts.edit(record.id, record.properties)
        app.push_screen(EventScreen(composer, draft))


def open_change(app: App[None], composer: Composer, change: StateChange) -> None:
    """The form of a new event that sets what a change has set; of a deletion, one of its entity."""
    if may_write(app, composer.workspace):
        properties = {change.property: change.value} if isinstance(change, PropertySet) else {}
        draft = composer.drafts.repeat(change.entity_id, properties)
        app.push_screen(EventScreen(composer, draft))
