"""The list of all entities, read piece by piece while it arrives.

A world's list is megabytes in one JSON array; parsing it whole would hold up everything else.
"""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct
from msgspec.json import Decoder

from flux_tui.errors import Malformed
from flux_tui.model.entity import Entity
from flux_tui.model.instant import parse_rfc3339

PIECE = 50_000
"""Bytes parsed at once: about a millisecond's work."""

_BETWEEN = re.compile(rb"\}\s*(,)\s*\{")
_SPACE = b" \t\r\n"


class _Stated(Struct, gc=False):
    """An entity as it stands in the list; the names are the wire's."""

    id: str
    properties: dict[str, Any]
    lastUpdated: str  # noqa: N815


_DECODER = Decoder(list[_Stated])


class SnapshotDecoder:
    """Bytes of ``GET /api/state/entities`` in, entities out, without I/O.

    A piece ends at a ``},{`` before which everything parses as a list: the text before a comma
    inside a value or a string never does, so the cut is always between two entities.
    """

    def __init__(self) -> None:
        self._text = bytearray()
        self._opened = False
        self._piece = PIECE

    def feed(self, chunk: bytes) -> list[Entity]:
        """Take more bytes; the answer is the entities that are complete now."""
        self._text += chunk
        if not self._opened and not self._open():
            return []
        return self._cut() if len(self._text) >= self._piece else []

    def close(self) -> list[Entity]:
        """The rest, now that all bytes are here; raises Malformed when they are not a list."""
        if not self._opened:
            raise Malformed("not a list of entities")
        return _entities(b"[" + self._text)

    def _open(self) -> bool:
        text = self._text.lstrip(_SPACE)
        if not text:
            return False
        if text[:1] != b"[":
            raise Malformed("not a list of entities")
        self._text = text[1:]
        self._opened = True
        return True

    def _cut(self) -> list[Entity]:
        comma = self._last_comma()
        found = None if comma is None else self._entities_before(comma)
        self._piece = 2 * len(self._text) if found is None else PIECE
        return found or []

    def _last_comma(self) -> int | None:
        """Where a list may end: Flux writes no space there, others do."""
        tail = max(0, len(self._text) - self._piece)
        usual = self._text.rfind(b"},{", tail)
        if usual >= 0:
            return usual + 1
        commas = [match.start(1) for match in _BETWEEN.finditer(self._text, tail)]
        return commas[-1] if commas else None

    def _entities_before(self, comma: int) -> list[Entity] | None:
        try:
            found = _entities(b"[" + self._text[:comma] + b"]")
        except _Incomplete:
            return None
        del self._text[: comma + 1]
        return found


class _Incomplete(Malformed):
    """The text is no JSON, perhaps only because it was cut in a wrong place."""


def _entities(text: bytes) -> list[Entity]:
    """The entities of a whole list; what msgspec refuses is read, and judged, by pydantic.

    Of a real snapshot msgspec makes the same values in half the time (all of the wire's kinds are
    held against each other in the tests), and it is loaded sooner.
    """
    try:
        stated = _DECODER.decode(text)
    except (ValueError, RecursionError):
        return _entities_judged(text)
    when = parse_rfc3339
    try:
        return [Entity(one.id, one.properties, when(one.lastUpdated)) for one in stated]
    except ValueError as error:
        raise Malformed(str(error)) from None


def _entities_judged(text: bytes) -> list[Entity]:
    """The same, with words for what is wrong."""
    from pydantic_core import from_json  # takes long to load, and is hardly ever needed here

    try:
        content = from_json(text, allow_inf_nan=False)
    except ValueError as error:
        raise _Incomplete(str(error)) from None
    try:
        return [_entity(item) for item in content]
    except KeyError as error:
        raise Malformed(f"an entity without {error}") from None
    except TypeError:
        raise Malformed("an entity that is no object, or whose `lastUpdated` is no text") from None
    except ValueError as error:
        raise Malformed(str(error)) from None


def _entity(item: dict[str, Any]) -> Entity:
    entity_id, properties = item["id"], item["properties"]
    if type(entity_id) is not str or type(properties) is not dict:
        raise Malformed("an entity whose `id` is no text or whose `properties` no object")
    return Entity(entity_id, properties, parse_rfc3339(item["lastUpdated"]))
