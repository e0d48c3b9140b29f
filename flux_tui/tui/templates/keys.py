"""The key of templates in the composer's screens."""

from __future__ import annotations

from textual.binding import Binding

TEMPLATES = Binding(
    "f3",
    "templates",
    "Templates",
    id="composer.templates",
    tooltip="Fill in a template, or save what is written as one",
)
