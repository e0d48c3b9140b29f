"""Everything unpleasant that was ever recorded, and worse, as events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flux_tui.model.event import Event
from flux_tui.model.json import JsonObject
from tests.recordings import lines
from tests.terminal.worlds import event

RECORDINGS = ("http", "http-auth", "ws")
"""Those with odd ids and values; the others are many entities of plain ones."""

ESCAPES = (
    "\x1b]0;owned\x07",
    "\x1b]52;c;b3duZWQ=\x07",
    "\x1b[2J\x1b[H",
    "\x1b[31mred\x1b[0m",
    "\x1b[?1049l",
    "\x1bc",
    "\x1bP+q544e\x1b\\",
    "\x9b31m",
    "\x85\x84\x90\x9d",
)
"""Sequences that set the title or the clipboard, clear, leave the alternate screen, reset, ask."""

UNPLEASANT = (
    *ESCAPES,
    "\x00\x07\x08\t\r\n\x0b\x0c\x0e\x0f\x7f",
    "\u202edrowssap\u202c \u2066isolated\u2069 \u200fmark",
    "zero\u200bwidth\u200djoined \ufeffmark \U000e0041tag",
    "[bold red]markup[/] [link=http://x]y[/link] [@click=app.quit]quit[/]",
    "العربية עברית हिन्दी 한국어 漢字 e\u0301\u0302\u0303\u0304 👩‍👩‍👧‍👦 🇩🇪",
    "\u2028line\u2029paragraph\x1c\x1d\x1e\x1f",
    "%s {0} $(id) `id` \\x1b[31m ../../etc/passwd",
    " leading and trailing ",
    "",
)
"""Texts that stand as ids, as names of properties and as values."""

MILLION = "x" * 500_000 + "\x1b]0;owned\x07" + "y" * 499_000
"""A value of a million characters, as large as an event may be."""


def hostile_events() -> list[Event]:
    """One event an entity, the empty id among them.

    What is no JSON, what the recorded server refused, and tombstones are left out.
    """
    world: dict[str, JsonObject] = {}
    for name in RECORDINGS:
        for line in lines(name):
            if line.get("response", {"status": 200})["status"] != 200:
                continue
            for entity_id, properties in _settings(line):
                world.setdefault(entity_id, {}).update(properties)
    for text in UNPLEASANT:
        world.setdefault(text, {}).update(
            {text: text, "nested": {text: [text, {text: None}]}, "status": text}
        )
    world["long-" + "i" * 4995] = {"p" * 5000: "v" * 5000, "million": MILLION}
    events = (event(entity_id, properties) for entity_id, properties in world.items())
    return [e for e in events if e.has_effect and not e.is_tombstone and _is_json(e.payload)]


def _settings(value: Any) -> Iterator[tuple[str, JsonObject]]:
    """What a recorded line sets, wherever it stands: in a request, an answer, a frame."""
    if isinstance(value, list):
        for item in value:
            yield from _settings(item)
    elif isinstance(value, dict):
        match value:
            case {"entity_id": str(entity_id), "properties": dict(properties)}:
                yield entity_id, properties
            case {"id": str(entity_id), "properties": dict(properties)}:
                yield entity_id, properties
            case {"entity_id": str(entity_id), "property": str(name), "value": found}:
                yield entity_id, {name: found}
            case {"text": str(text)}:
                yield from _settings(_parsed(text))
            case _:
                for item in value.values():
                    yield from _settings(item)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _is_json(value: object) -> bool:
    """Whether a server could ever have taken it: no lone surrogate, no infinite number."""
    try:
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except ValueError:
        return False
    return True
