"""Flux's rules where authentication is on: namespaces, and the ids that name them.

The words are Flux's (``http-auth.jsonl``, namespaces/register … and publish/id …). An event must
name an entity as ``namespace/entity``, and its namespace must be registered.
"""

from __future__ import annotations

import json
import re

from flux_tui.model.event import Event

MIN_NAME, MAX_NAME = 3, 32
"""Characters of a namespace's name."""

AUTH_DISABLED = "Namespace registration not available (auth disabled)"
"""What a Flux without authentication says of any namespace (``http.jsonl``, namespaces/get)."""

NOT_FOUND = "Namespace not found"
"""What one with authentication says of a namespace that nobody has registered."""

NO_TOKEN = "Authorization token not provided"  # noqa: S105 - Flux's words, no secret
"""To a write without a token."""

NO_ENTITY = "Missing 'entity_id' field in payload"
"""To an event that names no entity: without authentication it would be ignored."""

_NOT_IN_A_NAME = re.compile(r"[^a-z0-9_-]")


def name_violation(name: str) -> tuple[str, str] | None:
    """Flux's kind of mistake in a namespace's name and its words; None when it takes the name."""
    wrong = _NOT_IN_A_NAME.search(name)
    if len(name) < MIN_NAME:
        return "TooShort", f"Namespace name too short (minimum {MIN_NAME} characters)"
    if len(name) > MAX_NAME:
        return "TooLong", f"Namespace name too long (maximum {MAX_NAME} characters)"
    if wrong is not None:
        return "InvalidCharacters", f"Invalid character '{wrong[0]}' (must be [a-z0-9-_])"
    return None


def id_violation(entity_id: str) -> str | None:
    """Flux's words against an entity's id; None when it has the form ``namespace/entity``."""
    if "/" not in entity_id:
        return (
            f"Entity ID '{entity_id}' missing namespace prefix (expected 'namespace/entity' format)"
        )
    namespace, _, name = entity_id.partition("/")
    if "/" in name:
        words = f"Entity ID '{entity_id}' contains multiple '/' separators (expected at most one)"
        return _unparsed(entity_id, "InvalidFormat", words)
    if not namespace:
        return _unparsed(entity_id, "InvalidFormat", "Namespace part cannot be empty")
    if not name:
        return _unparsed(entity_id, "InvalidFormat", "Entity part cannot be empty")
    mistake = name_violation(namespace)
    if mistake is not None:
        kind, words = mistake
        inner = f"Invalid namespace '{namespace}': {kind}({_quoted(words)})"
        return _unparsed(entity_id, "InvalidNamespace", inner)
    return None


def namespace_of(event: Event) -> str | None:
    """The namespace that an event writes into; None when its id names none."""
    entity_id = event.entity_id
    if entity_id is None or id_violation(entity_id) is not None:
        return None
    return entity_id.partition("/")[0]


def not_registered(namespace: str) -> str:
    """Flux's words to a write into a namespace that nobody has registered."""
    return f"Namespace '{namespace}' not found. Get a namespace at flux-universe.com"


def not_permitted(namespace: str) -> str:
    """Flux's words to a token that is not the namespace's."""
    return f"Token does not have permission to write to namespace '{namespace}'"


def _unparsed(entity_id: str, kind: str, words: str) -> str:
    return f"Failed to parse entity_id '{entity_id}': {kind}({_quoted(words)})"


def _quoted(text: str) -> str:
    """Text in quotes with escapes, as Flux prints the inside of its errors."""
    return json.dumps(text, ensure_ascii=False)
