"""Where registrations are kept, and the store that keeps them in memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

from flux_tui.engine.namespaces.namespace import Namespace

Follower: TypeAlias = Callable[[str, Namespace | None], None]
"""Hears of a name and its registration; None when there is none any more."""


class NamespaceStore(Protocol):
    """Registrations, by name, which this engine alone or others too add to.

    Its methods raise LogError when it cannot be read or written.
    """

    async def follow(self, follower: Follower) -> None:
        """Have ``follower`` hear of every registration: of those that are there before this
        returns, of those to come before ``add`` and ``remove`` return, of others' when they
        happen. There is one follower."""

    async def add(self, namespace: Namespace) -> bool:
        """Keep a registration; False when its name is taken. It is safe when this returns."""

    async def remove(self, name: str) -> bool:
        """Give a registration up; False when there is none."""

    async def close(self) -> None:
        """Let go of everything."""


class MemoryNamespaces:
    """Registrations that end with the engine, as a log in memory does."""

    def __init__(self) -> None:
        self._names: set[str] = set()
        self._follower: Follower | None = None

    async def follow(self, follower: Follower) -> None:
        """Have ``follower`` hear of every registration."""
        self._follower = follower

    async def add(self, namespace: Namespace) -> bool:
        """Keep a registration."""
        if namespace.name in self._names:
            return False
        self._names.add(namespace.name)
        self._tell(namespace.name, namespace)
        return True

    async def remove(self, name: str) -> bool:
        """Give a registration up."""
        if name not in self._names:
            return False
        self._names.remove(name)
        self._tell(name, None)
        return True

    async def close(self) -> None:
        """Nothing to let go of."""

    def _tell(self, name: str, namespace: Namespace | None) -> None:
        if self._follower is not None:
            self._follower(name, namespace)
