"""The recorded cases, and where the engine answers otherwise on purpose."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.contract.http_cases import PARSERS_WORDS, Answer, Case, cases

_NOW = "difference 1: a missing timestamp means now"
_NOW_IN_BATCH = "difference 1: a missing timestamp means now, also inside a batch"
_TWO_MORE = "by difference 1 the two events of the batch that Flux refused are there"
_ONE_MORE = "by difference 1 the entity of the event that Flux refused is there"
_PUBLISHED = {"eventId": "<uuid7>", "stream": "wire"}
_ACCEPTED = {**_PUBLISHED, "error": None}


def _entity(entity_id: str) -> dict[str, Any]:
    return {"id": entity_id, "properties": {"n": 1}, "lastUpdated": "<stamp>"}


DIFFERENCES: dict[str, tuple[str, int, Any]] = {
    "publish/timestamp missing": (_NOW, 200, _PUBLISHED),
    "batch/one missing timestamp fails all": (
        _NOW_IN_BATCH,
        200,
        {"successful": 2, "failed": 0, "results": [_ACCEPTED, _ACCEPTED]},
    ),
    "get/nothing of a rejected batch": (_TWO_MORE, 200, _entity("wire-b6")),
    "batch-delete/prefix": (_TWO_MORE, 200, {"deleted": 6, "failed": 0, "errors": []}),
    "batch-delete/clean up": (
        _ONE_MORE,
        200,
        {"deleted": 1027, "failed": 0, "errors": []},
    ),
}
"""By case: why the engine differs, and what it answers instead.

Differences 3 (retries) and 4 (where it listens, and to whom) show in no recorded case.
"""

WARNINGS = {
    "publish/payload empty object": "the payload has no entity_id",
    "publish/payload no entity_id": "the payload has no entity_id",
    "publish/payload numeric entity_id": "the payload's entity_id is not text",
    "publish/payload no properties": "the payload has no properties",
    "publish/payload properties array": "the payload's properties are not an object",
    "publish/payload properties empty": "the payload's properties are empty",
}
"""Difference 2, by case: the warning that Flux does not give; the rest is the recorded answer."""

ADDED_TO_LISTS = {"list/prefix": ("wire-b6", "wire-b7")}
"""By case: the entities that are listed too, by difference 1."""

OWN_PATHS = ("unknown path /api/health",)
"""Cases of paths that a real Flux has not: the recorded 404 does not come."""

ALL_CASES = list(cases("http"))


def expected(case: Case) -> Answer:
    """The recorded answer, or the one that the engine gives on purpose."""
    recorded = case.recorded
    if case.name in DIFFERENCES:
        _, status, content = DIFFERENCES[case.name]
        return Answer(status, "application/json", content)
    if case.name in WARNINGS:
        return replace(recorded, content={**recorded.content, "warning": WARNINGS[case.name]})
    if case.name in ADDED_TO_LISTS:
        added = [_entity(entity_id) for entity_id in ADDED_TO_LISTS[case.name]]
        listed = sorted([*recorded.content, *added], key=lambda item: str(item["id"]))
        return replace(recorded, content=listed)
    return recorded


def comparable(given: Answer, wanted: Answer) -> Answer:
    """What was given; where a parser's words are wanted, any words will do."""
    content = given.content
    if wanted.content == PARSERS_WORDS and isinstance(content, dict) and content.get("error"):
        return replace(given, content=dict.fromkeys(content, PARSERS_WORDS["error"]))
    return given
