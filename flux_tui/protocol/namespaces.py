"""Flux's rules where authentication is on: namespaces, and the ids that name them.

The words are Flux's (``http-auth.jsonl``, namespaces/register … and publish/id …). An event must
name an entity as ``namespace/entity``, and its namespace must be registered.
"""

from __future__ import annotations

import re

from flux_tui.model.event import Event

MIN_NAME, MAX_NAME = 3, 32
"""How long a namespace's name is, in bytes."""

AUTH_DISABLED = "Namespace registration not available (auth disabled)"
"""What a Flux without authentication says of any namespace (``http.jsonl``, namespaces/get)."""

NOT_FOUND = "Namespace not found"
"""What one with authentication says of a namespace that nobody has registered."""

NO_TOKEN = "Authorization token not provided"  # noqa: S105 - Flux's words, no secret
"""To a write without a token."""

NOT_BEARER = "Invalid authorization token format"
"""To a write with credentials of another kind (publish/basic)."""

ADMIN_ONLY = "Admin token required"
"""To who registers or deletes a namespace without the administrator's token."""

NO_ENTITY = "Missing 'entity_id' field in payload"
"""To an event that names no entity: without authentication it would be ignored."""

_NOT_IN_A_NAME = re.compile(r"[^a-z0-9_-]")
_OWNED_ID = re.compile(r"([a-z0-9_-]{3,32})/[^/]+")

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}


def name_violation(name: str) -> tuple[str, str] | None:
    """Flux's kind of mistake in a namespace's name and its words; None when it takes the name."""
    wrong = _NOT_IN_A_NAME.search(name)
    length = len(name.encode("utf-8", "surrogatepass"))
    if length < MIN_NAME:
        return "TooShort", f"Namespace name too short (minimum {MIN_NAME} characters)"
    if length > MAX_NAME:
        return "TooLong", f"Namespace name too long (maximum {MAX_NAME} characters)"
    if wrong is not None:
        return "InvalidCharacters", f"Invalid character '{wrong[0]}' (must be [a-z0-9-_])"
    return None


def id_violation(entity_id: str) -> str | None:
    """Flux's words against an entity's id; None when it has the form ``namespace/entity``."""
    if entity_id and "/" not in entity_id:
        return (
            f"Entity ID '{entity_id}' missing namespace prefix (expected 'namespace/entity' format)"
        )
    problem = form_violation(entity_id)
    return None if problem is None else f"Failed to parse entity_id '{entity_id}': {problem}"


def form_violation(entity_id: str) -> str | None:
    """Flux's words against an id's form alone, to a deletion; None also without any namespace."""
    if not entity_id:
        return "Empty"
    namespace, slash, name = entity_id.partition("/")
    if not slash:
        return None
    if "/" in name:
        several = f"Entity ID '{entity_id}' contains multiple '/' separators (expected at most one)"
        return f"InvalidFormat({_quoted(several)})"
    if not namespace:
        return 'InvalidFormat("Namespace part cannot be empty")'
    if not name:
        return 'InvalidFormat("Entity part cannot be empty")'
    mistake = name_violation(namespace)
    if mistake is None:
        return None
    kind, words = mistake
    detail = f"({_quoted(words)})" if kind == "InvalidCharacters" else ""
    inner = f"Invalid namespace '{namespace}': {kind}{detail}"
    return f"InvalidNamespace({_quoted(inner)})"


def owner_of(entity_id: str) -> str | None:
    """The namespace that an id lies in; None when ``id_violation`` has something against it."""
    match = _OWNED_ID.fullmatch(entity_id)
    return match[1] if match else None


def event_owner(event: Event) -> str | None:
    """The namespace that an event writes into; None when its id names none."""
    entity_id = event.entity_id
    return None if entity_id is None else owner_of(entity_id)


def not_registered(namespace: str) -> str:
    """Flux's words to a write into a namespace that nobody has registered."""
    return f"Namespace '{namespace}' not found. Get a namespace at flux-universe.com"


def not_permitted(namespace: str) -> str:
    """Flux's words to a token that is not the namespace's."""
    return f"Token does not have permission to write to namespace '{namespace}'"


def _quoted(text: str) -> str:
    """Text in quotes with escapes, as Flux (Rust's ``Debug``) prints the inside of its errors."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    return character if character.isprintable() else f"\\u{{{ord(character):x}}}"
