"""The gate: whether a request's token allows what it wants to write, and whether it is too much."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flux_tui.engine.credentials import NoCredentials, bearer_token
from flux_tui.engine.namespaces.namespace import digest_of
from flux_tui.engine.namespaces.patience import Patience
from flux_tui.engine.namespaces.registry import Owner, Registry
from flux_tui.engine.namespaces.visit import Visit
from flux_tui.engine.refusal import Refusal
from flux_tui.engine.settings import Limits
from flux_tui.protocol.events import SentEvent
from flux_tui.protocol.namespaces import (
    NO_ENTITY,
    form_violation,
    id_violation,
    not_permitted,
    not_registered,
    owner_of,
)

RETRY_AFTER = 60
"""Seconds that Flux tells who has written too much to wait: the bucket is full again by then."""

_NOT_OWNED = "Token does not own namespace"

_TOO_MUCH = Refusal(429, "rate limit exceeded", "rate limit exceeded", RETRY_AFTER)


class Gate:
    """Judges what is to be written; reading is not its business.

    Nothing is counted against a namespace but what its own token wrote.
    """

    def __init__(
        self,
        registry: Registry,
        limits: Limits,
        *,
        monotonic: Callable[[], float],
        is_there: Callable[[str], bool],
    ) -> None:
        """``monotonic`` tells seconds by a clock that never steps back, ``is_there`` whether the
        state has an entity."""
        self._registry = registry
        self._limits = limits
        self._monotonic = monotonic
        self._is_there = is_there
        self._strangers = Patience()

    def visit(self, authorization: str | None, size: int) -> Visit:
        """A request to publish that came with this ``Authorization`` and a body of ``size``."""
        try:
            digest = digest_of(bearer_token(authorization))
        except NoCredentials as error:
            refusal = _no_token(str(error))
            return Visit(lambda sent: refusal, self._strangers, size)
        holder = self._registry.holder(digest)
        if holder is None:
            return Visit(lambda sent: self._judge(sent, digest), self._strangers, size)
        return Visit(lambda sent: self._judge(sent, digest), holder.patience, size, holder.bucket)

    def against_deletion(
        self, authorization: str | None, entity_ids: Sequence[str]
    ) -> Refusal | None:
        """Why these entities may not be deleted, one and all; None when they may.

        A token is one namespace's: so are all the entities that it may delete. Flux lets any
        number be deleted, and so does the gate, of entities that are there: publishing them was
        counted. A tombstone for nothing is counted as an event, or the log would have no limit.
        """
        deleter = self.deleter(authorization)
        if isinstance(deleter, Refusal):
            return deleter
        for entity_id in entity_ids:
            if self._owner_of(entity_id) is not deleter:
                return _not_deletable(entity_id)
        missing = len(entity_ids) - sum(map(self._is_there, entity_ids))
        if not missing or self._may_write(deleter, missing):
            return None
        return _TOO_MUCH

    def deleter(self, authorization: str | None) -> Owner | Refusal:
        """Who may delete with this ``Authorization``, or why nobody, whatever is to be deleted."""
        if authorization is None:
            return _plain(401, "Missing Authorization header")
        try:
            token = bearer_token(authorization)
        except NoCredentials:
            return _plain(401, "Invalid Authorization format")
        holder = self._registry.holder(digest_of(token))
        return _plain(403, _NOT_OWNED) if holder is None else holder

    def _judge(self, sent: SentEvent, digest: bytes) -> Refusal | None:
        entity_id = sent["payload"].get("entity_id")
        if not isinstance(entity_id, str):
            return _bad_id(NO_ENTITY)
        owner = self._owner_of(entity_id)
        if owner is None:
            return _not_writable(entity_id)
        if not owner.has_token(digest):
            return _forbidden(owner.namespace.name)
        return None if self._may_write(owner, 1) else _TOO_MUCH

    def _owner_of(self, entity_id: str) -> Owner | None:
        name = owner_of(entity_id)
        return None if name is None else self._registry.get(name)

    def _may_write(self, owner: Owner, count: int) -> bool:
        config = self._limits.config
        return not config.rate_limit_enabled or owner.bucket.take(
            self._monotonic(), config.rate_limit_per_namespace_per_minute, count
        )


def _no_token(problem: str) -> Refusal:
    return Refusal(401, problem, f"authorization failed: Invalid token: {problem}")


def _bad_id(problem: str) -> Refusal:
    return Refusal(401, problem, f"authorization failed: Invalid entity ID: {problem}")


def _not_writable(entity_id: str) -> Refusal:
    """An id that lies in no registered namespace."""
    problem = id_violation(entity_id)
    if problem is not None:
        return _bad_id(problem)
    words = not_registered(entity_id.partition("/")[0])
    return Refusal(401, words, f"authorization failed: Namespace not found: {words}")


def _forbidden(name: str) -> Refusal:
    words = not_permitted(name)
    return Refusal(403, words, f"authorization failed: Forbidden: {words}")


def _not_deletable(entity_id: str) -> Refusal:
    """Whatever else is wrong with it, Flux says as much only of an id's form."""
    problem = form_violation(entity_id)
    if problem is not None:
        return _plain(400, problem)
    if owner_of(entity_id) is None:
        return _plain(401, "Entity has no namespace")
    return _plain(403, _NOT_OWNED)


def _plain(status: int, words: str) -> Refusal:
    return Refusal(status, words, words)
