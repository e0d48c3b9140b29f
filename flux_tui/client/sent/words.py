"""What a person types to find what they sent, as conditions on the kept text."""

from __future__ import annotations

import json
import shlex
from typing import NamedTuple

from flux_tui.client.publishing.receipt import Step
from flux_tui.client.sent.entry import DOUBTFUL, Origin

FIELDS = {"entity": "entity_id", "id": "eventId"}
"""Names of fields as people write them, where the wire has others."""

STATES = {
    "failed": frozenset({Step.FAILED}),
    "unseen": frozenset({Step.UNSEEN}),
    "doubt": DOUBTFUL,
}
"""Words that ask for how far an event came."""

ORIGINS = frozenset(origin.value for origin in Origin)


class Condition(NamedTuple):
    """SQL about one event (``v``) and its entry (``e``), and what stands for its marks."""

    sql: str
    values: tuple[str, ...]


def conditions(text: str) -> list[Condition]:
    """One for each word: an event must meet all of them.

    A word is looked for in all that the event says, in any case of ASCII letters. ``name=value``
    is a property or a field whose value begins so, ``@word`` is in the source. ``failed``,
    ``doubt`` and ``unseen`` ask how far it came, an origin, as ``undo``, also for what made it.
    """
    return [_condition(word) for word in _split(text)]


def _split(text: str) -> list[str]:
    """The words; a quoted part is one."""
    try:
        return shlex.split(text, posix=True)
    except ValueError:
        return text.split()


def _condition(word: str) -> Condition:
    name, equals, value = word.partition("=")
    if word in STATES:
        steps = tuple(step.name for step in STATES[word])
        return Condition(f"v.step IN ({','.join('?' * len(steps))})", steps)
    if word in ORIGINS:
        return Condition("(e.origin = ? OR v.event LIKE ? ESCAPE '!')", (word, _like(word)))
    if name and equals:
        member = json.dumps(FIELDS.get(name, name), ensure_ascii=False) + ":"
        bare, quoted = _like(f"{member}{value}"), _like(f'{member}"{_within(value)}')
        return Condition("(v.event LIKE ? ESCAPE '!' OR v.event LIKE ? ESCAPE '!')", (bare, quoted))
    if word.startswith("@") and len(word) > 1:
        return Condition("json_extract(v.event, '$.source') LIKE ? ESCAPE '!'", (_like(word[1:]),))
    said = _like(_within(word))
    sql = "(v.event LIKE ? ESCAPE '!' OR v.reason LIKE ? ESCAPE '!')"
    return Condition(sql, (said, _like(word)))


def _like(text: str) -> str:
    return f"%{_escaped(text)}%"


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _within(text: str) -> str:
    """A text as it stands within JSON's quotes."""
    return json.dumps(text, ensure_ascii=False)[1:-1].encode("utf-8", "replace").decode()
