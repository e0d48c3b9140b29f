"""Placeholders in what is about to be sent: they go out as they stand, which may not be meant."""

from __future__ import annotations

import json
import re
from collections.abc import Collection

from textual.dom import DOMNode

from flux_tui.model.event import Event
from flux_tui.model.printable import printable
from flux_tui.tui.keys.naming import keys_of

_PLACEHOLDER = re.compile(r"\{\{(?:env:(\w+)|[A-Za-z_][^{}\n\"]{0,60})\}\}")
"""As a person types one; of one of the environment the variable."""


def asks_of_event(event: Event, environment: Collection[str], node: DOMNode) -> str | None:
    """What is to be asked before an event with a placeholder in it goes out, printable.

    Those of ``environment``, which a template wanted, are put in when it is sent.
    """
    said = json.dumps(event.payload, ensure_ascii=False)
    return asks_of_text(f"{event.stream}\n{event.source}\n{said}", environment, node)


def asks_of_text(text: str, environment: Collection[str], node: DOMNode) -> str | None:
    """The same of the text of events."""
    placeholders = _PLACEHOLDER.finditer(text) if "{{" in text else ()
    found = next((found for found in placeholders if found[1] not in environment), None)
    if found is None:
        return None
    fills = keys_of(node)("composer.series")
    return f"{printable(found[0])} goes out as it stands, {fills} fills it in"
