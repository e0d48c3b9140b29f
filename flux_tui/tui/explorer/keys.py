"""The keys of the whole explorer; those of a pane are its own."""

from __future__ import annotations

from textual.binding import Binding, BindingType

BINDINGS: list[BindingType] = [
    Binding("slash", "filter", "Filter", id="explorer.filter"),
    Binding("escape", "back", "Back", show=False, id="explorer.back"),
    Binding("n", "compose('event')", "Event", id="explorer.event", tooltip="Write a new event"),
    Binding(
        "b", "compose('batch')", "Batch", id="explorer.batch", tooltip="Write a batch of events"
    ),
    Binding(
        "e",
        "compose('edit')",
        "Edit",
        id="explorer.edit",
        tooltip="Write an event from the focused entity",
    ),
    Binding(
        "T",
        "compose('template')",
        "Templates",
        show=False,
        id="explorer.templates",
        tooltip="Write events from a template that is filled in",
    ),
    Binding(
        "E",
        "act('series')",
        "One for each",
        show=False,
        id="explorer.series",
        tooltip="Write an event for each of the marked entities, or the focused, or the shown",
    ),
    Binding(
        "y",
        "act('copy')",
        "Copy",
        id="explorer.copy",
        tooltip="Copy what the cursor is on, or what is marked: as it is, as JSON, as a command",
    ),
    Binding(
        "h",
        "history",
        "History",
        id="explorer.history",
        tooltip="What happened to the focused entity, and who set what it is now",
    ),
    Binding("p", "pause", "Pause", id="explorer.pause", tooltip="Pause the picture, or go on"),
    Binding(
        "f",
        "suspend_filter",
        "Filter off",
        show=False,
        id="explorer.suspend-filter",
        tooltip="Take the filter off, or put it on again",
    ),
    Binding(
        "F",
        "filters('choose')",
        "Filters used, saved",
        show=False,
        id="explorer.filters",
        tooltip="Choose a filter that was saved under a name, or used before",
    ),
    Binding(
        "x",
        "act('export')",
        "Export",
        show=False,
        id="explorer.export",
        tooltip="Export what is shown, marked or focused into a file: JSON, JSON lines, CSV",
    ),
    Binding(
        "d",
        "act('delete')",
        "Delete",
        id="explorer.delete",
        tooltip="Delete the focused or the marked entities, after a question",
    ),
    Binding(
        "u",
        "act('undo')",
        "Undo",
        show=False,
        id="explorer.undo",
        tooltip="Bring back what was there before the last thing you sent, after a question",
    ),
    Binding(
        "L",
        "act('ledger')",
        "Sent",
        show=False,
        id="explorer.ledger",
        tooltip="Everything you sent to this server: what it changed, send again, undo",
    ),
    Binding(
        "i",
        "world",
        "World",
        show=False,
        id="explorer.world",
        tooltip="The world as a whole: figures, groups, busiest and quietest, setup",
    ),
    Binding(
        "z",
        "changes",
        "Changes",
        show=False,
        id="explorer.changes",
        tooltip="Give the changes the room of the list, or give it back",
    ),
    Binding(
        "equals_sign",
        "act('compare')",
        "Compare",
        show=False,
        id="explorer.compare",
        tooltip="Two marked entities side by side, or the marked and the focused one",
    ),
]
