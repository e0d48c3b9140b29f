"""What to do about a refusal that is about tokens or namespaces: Flux's words name it, and stop.

The words are those of ``http-auth.jsonl``; any others are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import TypeAlias

from flux_tui.protocol.namespaces import (
    ADMIN_ONLY,
    AUTH_DISABLED,
    NO_ENTITY,
    NO_TOKEN,
    NOT_BEARER,
)

_AS_WRITER = "set FLUX_TOKEN, or token in the profile"
_AS_ADMINISTRATOR = "set FLUX_ADMIN_TOKEN, or admin_token in the profile, to the server's"
_ID_FORM = "an id here is namespace/entity, and the namespace a registered one of a-z, 0-9, - and _"

_Remedy: TypeAlias = Callable[[re.Match[str]], str]


def _always(remedy: str) -> _Remedy:
    return lambda match: remedy


_REMEDIES: tuple[tuple[re.Pattern[str], _Remedy], ...] = (
    (re.compile(f"^(?:{ADMIN_ONLY}|Unauthorized)$"), _always(_AS_ADMINISTRATOR)),
    (
        re.compile(f"(?:{NO_TOKEN}|Missing Authorization header)$"),
        _always(_AS_WRITER),
    ),
    (
        re.compile(f"(?:{NOT_BEARER}|Authorization token is empty|Invalid Authorization format)$"),
        _always(f"{_AS_WRITER}: a user and a password in the URL do not do"),
    ),
    (
        re.compile(r"Token does not have permission to write to namespace '([a-z0-9_-]{3,32})'$"),
        lambda match: f"{_AS_WRITER}, to that of {match[1]}",
    ),
    (
        re.compile(r"Token does not own namespace$"),
        _always(f"{_AS_WRITER}, to that of the entity's own namespace"),
    ),
    (re.compile(r"Token does not have permission$"), _always(f"{_AS_WRITER}, to the server's")),
    (
        re.compile(r"Namespace '([a-z0-9_-]{3,32})' not found(?:$|\.)"),
        lambda match: f"its administrator registers it: flux-tui namespaces register {match[1]}",
    ),
    (
        re.compile(re.escape(AUTH_DISABLED)),
        _always("it has namespaces once it is started with authentication (serve --auth)"),
    ),
    (
        re.compile(r"did not match any variant of untagged enum DeleteFilter\b"),
        _always('a filter is {"prefix": "…"}, {"namespace": "…"} or {"entity_ids": ["…"]}'),
    ),
    (
        re.compile(f"{re.escape(NO_ENTITY)}$"),
        _always('on this server every event names one: "entity_id": "namespace/entity"'),
    ),
    (
        re.compile(
            r"(?:^|Failed to parse entity_id '.*': )(?:Empty$|Invalid(?:Format|Namespace)\()"
        ),
        _always(_ID_FORM),
    ),
    (re.compile(r"^Entity has no namespace$"), _always(_ID_FORM)),
)


def with_remedy(words: str, status: int | None = None) -> str:
    """A server's words, and what to do about them where that is known.

    Words that are not Flux's, a guard's on the way, still say 401 where a token is wanted.
    """
    for pattern, remedy in _REMEDIES:
        match = pattern.search(words)
        if match is not None:
            return f"{words}; {remedy(match)}"
    return f"{words}; {_AS_WRITER}" if status == HTTPStatus.UNAUTHORIZED else words
