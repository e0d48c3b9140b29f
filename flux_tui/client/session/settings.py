"""How patient a session is. All times are in seconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from flux_tui.client.feeds.feed import Keepalive
from flux_tui.client.session.world_size import half_of_memory


class AuditSettings(NamedTuple):
    """How a session makes sure that its World is the server's."""

    interval: float = 5.0
    """Between two looks at the state, while changes arrive."""
    thrift: float = 50.0
    """A look at everything waits so many times as long as the last one took; a sample does not."""
    sample: int = 3
    """How many entities are compared in between: the next of a walk through all of them."""
    settle: float = 2.0
    """For what was under way to arrive; a real Flux's queues disagree by up to 1.35 s."""
    longest_settle: float = 10.0
    """Until which a comparison waits for a feed that lags; then it is given up."""
    failures: int = 3
    """Looks in a row that may fail before the connection is given up."""


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """A session's intervals and limits."""

    first_delay: float = 0.25
    """Before the second attempt to reconnect; the first is made at once. Doubles each time."""
    longest_delay: float = 10.0
    """Between two attempts at most."""
    stable: float = 5.0
    """How long a connection that proved good must have lived for its loss to be met by an attempt
    at once; an attempt that fails slowly has not."""
    tick: float = 0.5
    """Between two looks at the feed's own pulse."""
    silence: float = 6.0
    """Without a metrics frame, from a server that sends them every 2 s, before it is asked."""
    stream_silence: float = 8.0
    """Without a byte, before an SSE stream is lost."""
    lag: float = 1.0
    """How far behind the server's clock a change may be before that is said."""
    clock_jump: float = 5.0
    """Between wall and monotonic clock, or two ticks, to mean that the machine slept, that this
    process stood still, or that the clock was set."""
    poll: float = 2.0
    """Between two snapshots, where they are all there is."""
    longest_rest: float = 60.0
    """For which a server is left alone after a slow answer: a network that was held up for a moment
    is not made up for in hours."""
    reprobe: float = 60.0
    """Of polling, before a better feed is looked for again."""
    longest_buffer: int = 500_000
    """Changes kept while a snapshot arrives; a feed that brings more is begun anew."""
    world_bytes: int = field(default_factory=half_of_memory)
    """Of memory that the world may take, about, when it is loaded."""
    until_smaller: float = 300.0
    """Before a world that was too large is asked for again: each time costs all that fits."""
    keepalive: Keepalive = field(default_factory=Keepalive)
    audit: AuditSettings = field(default_factory=AuditSettings)

    def rest(self, thrift: float, took: float) -> float:
        """Seconds for which the server is left alone after an answer that ``took`` so long."""
        return min(thrift * took, self.longest_rest)
