"""The keys of a history; those of its lists are their own."""

from __future__ import annotations

from textual.binding import Binding, BindingType

BINDINGS: list[BindingType] = [
    Binding("slash", "filter", "Narrow", id="history.filter", tooltip="Narrow the history"),
    Binding("B", "blame", "Blame", id="history.blame", tooltip="Who set what it is now"),
    Binding(
        "a",
        "repeats",
        "Reports",
        show=False,
        id="history.repeats",
        tooltip="Show also reports that changed nothing",
    ),
    Binding("r", "retry", "Read on", id="history.retry", tooltip="Go on reading"),
    Binding("escape", "stop", "Stop", id="history.stop", tooltip="Read no further"),
    Binding(
        "escape",
        "unblame",
        "History",
        id="history.unblame",
        tooltip="From who set it back to what happened",
    ),
    Binding("escape", "widen", "Clear", id="history.widen", tooltip="Narrow the history no longer"),
]
