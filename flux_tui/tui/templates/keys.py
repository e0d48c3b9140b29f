"""The keys of templates and of series in the composer's screens."""

from __future__ import annotations

from textual.binding import Binding

TEMPLATES = Binding(
    "f3",
    "templates",
    "Templates",
    id="composer.templates",
    tooltip="Fill in a template, or save what is written as one",
)

SERIES = Binding(
    "f4",
    "series",
    "Series",
    show=False,
    id="composer.series",
    tooltip="Make many events of this: numbered, in steps of time, for marked entities",
)
