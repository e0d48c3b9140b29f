"""The registered namespaces, by name: asked with every event, so kept in memory."""

from __future__ import annotations

import logging
from hmac import compare_digest

from flux_tui.engine.namespaces.namespace import Namespace, new_namespace
from flux_tui.engine.namespaces.patience import Patience
from flux_tui.engine.namespaces.rate import Bucket
from flux_tui.engine.namespaces.store import NamespaceStore
from flux_tui.model.clock import Clock

LOGGER = logging.getLogger(__name__)


class Owner:
    """A namespace as a writer: ``bucket`` is what it may still write within the minute."""

    __slots__ = ("bucket", "namespace", "patience")

    def __init__(self, namespace: Namespace) -> None:
        self.namespace = namespace
        self.bucket = Bucket()
        self.patience = Patience()

    def has_token(self, digest: bytes) -> bool:
        """Whether a token's digest is that of this namespace's; takes the same time always."""
        return compare_digest(digest, self.namespace.digest)


class Registry:
    """Follows a store, and is the only one that adds to it.

    What it holds is bounded by what the administrator has registered, whoever asks for what.
    """

    def __init__(self, store: NamespaceStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._owners: dict[str, Owner] = {}
        self._holders: dict[bytes, Owner] = {}

    async def start(self) -> None:
        """Learn of every registration; raises LogError when they cannot be read."""
        await self._store.follow(self._hear)
        LOGGER.info("%d namespaces are registered", len(self._owners))

    async def close(self) -> None:
        """Let go of the store."""
        await self._store.close()

    def get(self, name: str) -> Owner | None:
        """The owner of a name."""
        return self._owners.get(name)

    def holder(self, digest: bytes) -> Owner | None:
        """The owner whose token has this digest.

        What is looked up is a hash: how long that takes tells nothing of any token.
        """
        return self._holders.get(digest)

    async def register(self, name: str) -> tuple[Namespace, str] | None:
        """A new namespace and its token, to be shown once; None when the name is taken."""
        namespace, token = new_namespace(name, self._clock.now())
        if not await self._store.add(namespace):
            return None
        LOGGER.info("namespace %s is registered", name)
        return namespace, token

    async def delete(self, name: str) -> bool:
        """End a registration, and with it its token; False when there is none."""
        if not await self._store.remove(name):
            return False
        LOGGER.info("namespace %s is no longer registered", name)
        return True

    def _hear(self, name: str, namespace: Namespace | None) -> None:
        before = self._owners.get(name)
        if before is not None:
            if before.namespace == namespace:
                return
            self._holders.pop(before.namespace.digest, None)
            del self._owners[name]
        if namespace is not None:
            owner = Owner(namespace)
            self._owners[name] = self._holders[namespace.digest] = owner
