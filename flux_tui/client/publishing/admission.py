"""Whom a server lets write, as far as it says so before anything is sent.

A Flux with authentication on says of a namespace whether it is registered, and nothing of a
token: whether that may write there is known once something was sent (``http-auth.jsonl``).
"""

from __future__ import annotations

from collections.abc import Iterable

from flux_tui.client.flux_client import FluxClient
from flux_tui.client.publishing.receipt import Receipt, Step
from flux_tui.errors import FluxTuiError, NotFound
from flux_tui.model.clock import Clock, SystemClock
from flux_tui.model.event import Event
from flux_tui.protocol.namespaces import (
    NO_ENTITY,
    NO_TOKEN,
    NOT_BEARER,
    NOT_FOUND,
    event_owner,
    id_violation,
    not_permitted,
    not_registered,
)

MOST_ASKED = 50
"""Namespaces that are asked about at a time: a batch may name thousands."""

FRESH = 20.0
"""Seconds for which a no counts: a namespace may be registered at any time."""

SILENCE = 60.0
"""Seconds before a server without authentication, or one that does not say, is asked again."""

NOBODYS = "nobodys"
"""A namespace that is asked about where an event names none."""

YES = float("inf")
"""In place of the moment until which a no counts."""

ACCEPTED = frozenset({Step.ACCEPTED, Step.MATERIALISED, Step.UNSEEN})


class Admission:
    """What one server was heard to let in, and what not; made for one client."""

    def __init__(self, client: FluxClient | None = None, clock: Clock | None = None) -> None:
        self._client = client
        self._clock = clock or SystemClock()
        self._registered: dict[str, float] = {}
        self._permitted: dict[str, float] = {}
        self._silent_until = 0.0
        self.is_guarded = False
        """Whether the server is known to have authentication on."""
        self.takes_once = False
        """Whether it takes an event once that comes twice, id and all: the embedded engine does."""

    @property
    def writable(self) -> list[str]:
        """The namespaces into which this token was seen to write."""
        return sorted(name for name, until in self._permitted.items() if until == YES)

    def refusal(self, event: Event) -> str | None:
        """The server's words against an event for what it names or who sends it; None otherwise."""
        if not self.is_guarded:
            return None
        if event.entity_id is None:
            return NO_ENTITY
        violation = id_violation(event.entity_id)
        if violation is not None:
            return violation
        credentials = self._credentials()
        if not credentials:
            return NO_TOKEN
        if not credentials.casefold().startswith("bearer "):
            return NOT_BEARER
        namespace = event.entity_id.partition("/")[0]
        if self._is_no(self._registered.get(namespace)):
            return not_registered(namespace)
        if self._is_no(self._permitted.get(namespace)):
            return not_permitted(namespace)
        return None

    def is_open(self, namespace: str) -> bool | None:
        """Whether this token may write into a namespace, as was seen; None when it was not.

        Nobody may write into one that there is not.
        """
        until = self._permitted.get(namespace)
        if until == YES:
            return True
        return False if self._is_no(until) or self._is_no(self._registered.get(namespace)) else None

    def is_worth_asking(self, namespaces: Iterable[str]) -> bool:
        """Whether the server could say anything new about these."""
        if self._silent_until > self._clock.monotonic():
            return False
        return not self.is_guarded or not all(map(self._is_known, namespaces))

    async def ask(self, namespaces: Iterable[str]) -> bool:
        """Ask the server about namespaces that are not known; whether anything new was heard.

        Without any it is asked about one that nobody has: whether it has authentication on is
        said either way. What the server does not say stays unknown. Never raises but when
        cancelled.
        """
        before = (self.is_guarded, dict(self._registered))
        for namespace in list(dict.fromkeys(namespaces))[:MOST_ASKED] or [NOBODYS]:
            if not self._is_known(namespace) and not await self._ask(namespace):
                self._silent_until = self._clock.monotonic() + SILENCE
                break
        return before != (self.is_guarded, self._registered)

    async def _ask(self, namespace: str) -> bool:
        """Ask about one; whether it makes sense to ask about another."""
        if self._client is None:
            return False
        try:
            await self._client.namespace(namespace)
        except NotFound as error:
            self.is_guarded = error.reason == NOT_FOUND
            if self.is_guarded:
                self._registered[namespace] = self._no()
            return self.is_guarded
        except FluxTuiError:
            return False
        self.is_guarded, self._registered[namespace] = True, YES
        return True

    def learn(self, receipts: Iterable[Receipt]) -> None:
        """Hear what became of events: whether their namespaces may be written."""
        for receipt in receipts if self.is_guarded else ():
            self._learn(receipt)

    def _learn(self, receipt: Receipt) -> None:
        namespace = event_owner(receipt.event)
        if namespace is None:
            return
        if receipt.step in ACCEPTED:
            self._registered[namespace] = self._permitted[namespace] = YES
        elif receipt.step is Step.FAILED and not_permitted(namespace) in (receipt.reason or ""):
            self._permitted[namespace] = self._no()

    def _is_known(self, namespace: str) -> bool:
        until = self._registered.get(namespace)
        return until == YES or self._is_no(until)

    def _no(self) -> float:
        return self._clock.monotonic() + FRESH

    def _is_no(self, until: float | None) -> bool:
        return until is not None and until != YES and until > self._clock.monotonic()

    def _credentials(self) -> str:
        return "" if self._client is None else self._client.authorization().get("Authorization", "")
