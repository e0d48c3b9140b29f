"""What a session says of itself: by which feed it lives, and what its World is worth."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, StrEnum, auto
from typing import NamedTuple

from flux_tui.client.trouble import Trouble
from flux_tui.model.change import Metrics
from flux_tui.model.clock import Clock
from flux_tui.model.instant import NS
from flux_tui.model.observers import Observers
from flux_tui.replica.acquaintance import Verdict

SHORTLY = 30 * NS
"""For how long what was healed is news, in ns: time to read it, and to wonder about the feed."""


class FeedKind(StrEnum):
    """The transports, best first."""

    SSE = "sse"
    WEBSOCKET = "ws"
    POLLING = "poll"


class Phase(Enum):
    """What the World is worth."""

    CONNECTING = auto()
    """The server has not been reached yet."""
    LOADING = auto()
    """The first snapshot is arriving."""
    LIVE = auto()
    """The World follows the server."""
    CATCHING_UP = auto()
    """It is behind: reconciling after a reconnect, or under more changes than it can take."""
    STALE = auto()
    """The feed is suspected to be dead; the server is being asked."""
    OFFLINE = auto()
    """Nothing is followed; the World is what it was."""

    @property
    def is_following(self) -> bool:
        """Whether what is new to the World is new in the server: no first snapshot is arriving."""
        return self in (Phase.LIVE, Phase.CATCHING_UP, Phase.STALE)


class SessionStatus(NamedTuple):
    """A session's state. Times are ns by this machine's wall clock."""

    phase: Phase
    feed: FeedKind | None
    since: int
    """When this phase began."""
    verified: int | None = None
    """When the World was last known to equal the server's state."""
    retry_at: int | None = None
    """When the next attempt is made, while offline."""
    problem: str | None = None
    """One sentence, with the server's text in it as it came."""
    trouble: Trouble | None = None
    """What the problem is that keeps the World from being followed."""
    loaded: int = 0
    """Entities taken so far, while loading."""
    healed: int = 0
    """Differences that audits found and mended, since the session began."""
    healed_at: int | None = None
    """When the last of them were."""
    healed_lately: int = 0
    """How many of them were found shortly one after the other, the last of all among them."""
    losses: int = 0
    """Connections lost that had proved good, since the session began."""
    log: str | None = None
    """Which log the World is of, where the server gives its logs an identity."""
    replaced: int | None = None
    """When another world was last found at the address: another log, or nothing of before."""
    vanished: int | None = None
    """When all that was here was found gone, and nothing in its place, which it still is: the
    server may have to read its log yet, or another world be there, an empty one."""
    metrics: Metrics | None = None
    """The server's own figures, the last it sent."""
    deaf: bool = False
    """Events were counted of which no change has arrived: silence says nothing of anybody."""
    mute: bool = False
    """The server sends metrics but no changes; its state is polled meanwhile."""

    @property
    def is_partial(self) -> bool:
        """Whether the World may have a part of what is to be followed: it was never whole."""
        return self.verified is None or self.trouble is Trouble.TOO_LARGE

    def healed_by(self, now: int) -> int:
        """How many differences have been healed shortly before ``now``."""
        at = self.healed_at
        return self.healed_lately if at is not None and now - at < SHORTLY else 0


StatusObserver = Callable[[SessionStatus], None]


class StatusBoard:
    """Where a session's parts write what they know; observers are told of each new status."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._observers = Observers[SessionStatus]()
        self._log: str | None = None
        """Which log the last snapshot was of."""
        self.status = SessionStatus(Phase.CONNECTING, None, clock.now())

    def observe(self, observer: StatusObserver) -> Callable[[], None]:
        """Tell ``observer`` of every status from now on, synchronously; the answer ends that."""
        return self._observers.add(observer)

    def enter(
        self,
        phase: Phase,
        *,
        problem: str | None = None,
        trouble: Trouble | None = None,
        retry_at: int | None = None,
    ) -> None:
        """Begin a phase, or go on with it under another ``problem``."""
        since = self.status.since if phase is self.status.phase else self._clock.now()
        self._show(
            self.status._replace(
                phase=phase,
                since=since,
                problem=problem,
                trouble=trouble,
                retry_at=retry_at,
            )
        )

    def choose(self, feed: FeedKind | None) -> None:
        """Which feed is followed now."""
        self._show(self.status._replace(feed=feed, deaf=False, mute=False))

    def load(self, loaded: int) -> None:
        """How many entities have been taken."""
        self._show(self.status._replace(loaded=loaded))

    def verify(self, at: int) -> None:
        """The World was equal to the server's state at ``at``."""
        self._show(self.status._replace(verified=at))

    def heal(self, mended: int) -> None:
        """So many more differences were mended."""
        if mended:
            status, now = self.status, self._clock.now()
            self._show(
                status._replace(
                    healed=status.healed + mended,
                    healed_lately=status.healed_by(now) + mended,
                    healed_at=now,
                )
            )

    def lose(self) -> None:
        """A connection that had proved good was lost."""
        self._show(self.status._replace(losses=self.status.losses + 1))

    def recognize(self, log: str | None) -> Verdict | None:
        """A snapshot of this log was taken; whose world that is, None where it does not tell."""
        known, self._log = self.status.log, log
        self._show(self.status._replace(log=log or known))
        if None in (log, known):
            return None
        verdict = Verdict.SAME if log == known else Verdict.OTHER
        self.meet(verdict)
        return verdict

    def meet(self, verdict: Verdict) -> None:
        """It is known by its entities whose world answers."""
        status, now = self.status, self._clock.now()
        match verdict:
            case Verdict.SAME:
                self._show(status._replace(vanished=None))
            case Verdict.OTHER:
                self._show(status._replace(vanished=None, replaced=now, log=self._log))
            case Verdict.EMPTY:
                self._show(status._replace(vanished=status.vanished or now))

    def measure(self, metrics: Metrics) -> None:
        """The server sent its figures."""
        self._show(self.status._replace(metrics=metrics))

    def doubt_hearing(self, deaf: bool) -> None:
        """Whether events were counted of which no change has arrived."""
        if deaf is not self.status.deaf:
            self._show(self.status._replace(deaf=deaf))

    def silence(self, mute: bool) -> None:
        """Whether the server sends metrics but no changes."""
        self._show(self.status._replace(mute=mute))

    def _show(self, status: SessionStatus) -> None:
        if status != self.status:
            self.status = status
            self._observers.tell(status)
