"""Placeholders in what is about to be sent: they go out as they stand, which may not be meant."""

from __future__ import annotations

import json
import re

from textual.dom import DOMNode

from flux_tui.model.event import Event
from flux_tui.model.printable import printable
from flux_tui.tui.keys.naming import keys_of

_PLACEHOLDER = re.compile(r"\{\{(?!env:)[A-Za-z_][^{}\n\"]{0,60}\}\}")
"""As a person types one; those of the environment are put in when an event is sent."""


def asks_of_event(event: Event, node: DOMNode) -> str | None:
    """What is to be asked before an event with a placeholder in it goes out, printable."""
    said = json.dumps(event.payload, ensure_ascii=False)
    return asks_of_text(f"{event.stream}\n{event.source}\n{said}", node)


def asks_of_text(text: str, node: DOMNode) -> str | None:
    """The same of the text of events."""
    found = _PLACEHOLDER.search(text) if "{{" in text else None
    if found is None:
        return None
    fills = keys_of(node)("composer.series")
    return f"{printable(found[0])} goes out as it stands, {fills} fills it in"
