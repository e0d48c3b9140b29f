"""What the parts of a session share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from flux_tui.client.flux_client import FluxClient
from flux_tui.client.session.heard_streams import HeardStreams
from flux_tui.client.session.server_clock import ServerClock
from flux_tui.client.session.settings import SessionSettings
from flux_tui.client.status import Phase, StatusBoard
from flux_tui.client.turns import Courtesy
from flux_tui.model.clock import Clock
from flux_tui.replica.acquaintance import Acquaintance
from flux_tui.replica.audit import Loading
from flux_tui.replica.scope import Scope
from flux_tui.replica.world import World


@dataclass(frozen=True, slots=True)
class Context:
    """The session's server, World, status and clocks; ``focus`` is the entity looked at."""

    client: FluxClient
    world: World
    acquaintance: Acquaintance
    board: StatusBoard
    clock: Clock
    server_clock: ServerClock
    random: Random
    settings: SessionSettings
    focus: Callable[[], str | None]
    streams: HeardStreams = field(default_factory=HeardStreams)
    """What the feed has named."""
    courtesy: Courtesy = field(default_factory=Courtesy)
    """Whoever is to go before what the feed brings."""

    @property
    def scope(self) -> Scope:
        """The part of the server's state that is followed."""
        return self.world.scope

    @property
    def total(self) -> int | None:
        """How many entities the server should have by what the World has; None when that is a
        part of them."""
        return len(self.world) if self.scope.is_whole else None

    def begin(self, stamps: dict[str, int] | None = None) -> Loading:
        """A snapshot begins to come into the World."""
        verified = self.board.status.verified
        ahead = self.server_clock.now() - self.clock.now()
        return Loading(self.world, stamps, verified=None if verified is None else verified + ahead)

    def remove(self, entity_id: str) -> None:
        """An entity is not in the server's state: it was deleted, if this is still its world."""
        if self.acquaintance.is_in_doubt:
            self.world.leave(entity_id)
        else:
            self.world.forget(entity_id)

    def meet(self) -> None:
        """The World equals the server's state: say whose it is, if that was in doubt."""
        verdict = self.acquaintance.judge()
        if verdict is not None:
            self.board.meet(verdict)

    def begin_loading(self) -> None:
        """Say that a snapshot is coming: the first, or one to catch up by."""
        known = len(self.world) and self.board.status.verified is not None
        self.board.load(0)
        self.board.enter(Phase.CATCHING_UP if known else Phase.LOADING)
