"""Keeping secrets out of the ledger: what stands for them is kept in their place."""

from __future__ import annotations

from collections.abc import Mapping

from flux_tui.client.body import encode
from flux_tui.model.event import Event
from flux_tui.model.json import Json, JsonObject
from flux_tui.replica.undo.before import Before

Secrets = Mapping[str, str]
"""Placeholders by the texts that they stand for."""


def masked_event(event: Event, secrets: Secrets) -> Event:
    """The event with placeholders wherever a secret stood in it; the same where none did."""
    if not _stands_in(event, secrets):
        return event
    payload = masked_value(event.payload, secrets)
    return event._replace(
        stream=masked_text(event.stream, secrets),
        source=masked_text(event.source, secrets),
        key=None if event.key is None else masked_text(event.key, secrets),
        schema=None if event.schema is None else masked_text(event.schema, secrets),
        payload=payload if isinstance(payload, dict) else {},
    )


def masked_before(before: Before, secrets: Secrets) -> Before:
    """What stood before without the values in which a secret stands: they are not known then."""
    hidden = {n for n, value in before.values.items() if masked_value(value, secrets) is not value}
    if not hidden:
        return before
    kept = {name: value for name, value in before.values.items() if name not in hidden}
    return before._replace(values=kept, unknown=before.unknown | hidden)


def masked_value(value: Json, secrets: Secrets) -> Json:
    """A value with placeholders for secrets, in names too; itself where none stands in it."""
    if isinstance(value, str):
        return masked_text(value, secrets)
    if isinstance(value, list):
        items = [masked_value(item, secrets) for item in value]
        changed = any(new is not old for new, old in zip(items, value, strict=True))
        return items if changed else value
    if isinstance(value, dict):
        members: JsonObject = {
            masked_text(name, secrets): masked_value(item, secrets) for name, item in value.items()
        }
        same_items = all(
            new is old for new, old in zip(members.values(), value.values(), strict=False)
        )
        return value if same_items and members.keys() == value.keys() else members
    if isinstance(value, bool) or value is None:
        return value
    return secrets.get(encode(value).decode(), value)


def masked_text(text: str, secrets: Secrets) -> str:
    """A text with placeholders for secrets; itself where none stands in it."""
    for secret, placeholder in secrets.items():
        if secret and secret in text:
            text = text.replace(secret, placeholder)
    return text


def _stands_in(event: Event, secrets: Secrets) -> bool:
    if not any(secrets):
        return False
    words = (event.stream, event.source, event.key or "", event.schema or "")
    named = any(masked_text(word, secrets) is not word for word in words)
    return named or masked_value(event.payload, secrets) is not event.payload
