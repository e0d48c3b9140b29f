"""What an explorer learns of a world by watching it, and when what it sees teaches anything."""

from __future__ import annotations

from typing import NamedTuple

from flux_tui.client import FeedKind, Phase, Session, SessionStatus
from flux_tui.model.clock import Clock
from flux_tui.replica.arrivals import Arrivals
from flux_tui.replica.cadence import Cadence, PropertyRhythms
from flux_tui.replica.figures import Figures
from flux_tui.replica.history import History
from flux_tui.replica.world import World


class Learning(NamedTuple):
    """Rhythms, past values, newcomers, figures; each follows the World, as the Session allows."""

    cadence: Cadence
    history: History
    property_rhythms: PropertyRhythms
    arrivals: Arrivals
    figures: Figures

    @classmethod
    def of(cls, world: World, session: Session, clock: Clock, history_bytes: int) -> Learning:
        """Learn of a world from now on; past values may take so many bytes."""
        cadence = Cadence(world, session.server_now, clock.monotonic)
        history = History(world, history_bytes)
        learning = cls(
            cadence=cadence,
            history=history,
            property_rhythms=PropertyRhythms(cadence, history),
            arrivals=Arrivals(world, session.server_now),
            figures=Figures(),
        )
        session.observe(learning._follow)
        learning._follow(session.status)
        return learning

    def _follow(self, status: SessionStatus) -> None:
        """A snapshot teaches nothing; silence counts where every report would have been heard.

        Polls see what has changed, and not what was reported with the value that it had. A feed
        that falls behind or is doubted for a while goes on; one that was lost begins anew.
        """
        self.figures.take(status.metrics)
        seen = status.phase.is_following
        self.cadence.enabled = self.history.enabled = seen
        self.arrivals.enabled = self.arrivals.enabled or seen
        heard = status.feed is not FeedKind.POLLING and not status.mute
        doubted = status.phase in (Phase.CATCHING_UP, Phase.STALE)
        going_on = doubted and self.cadence.is_live
        self.cadence.live(heard and (going_on or status.phase is Phase.LIVE))
        self.cadence.late(doubted or status.deaf)
