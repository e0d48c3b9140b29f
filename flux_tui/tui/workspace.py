"""What the panes of one explorer share: the world, what is shown of it, and who keeps it true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flux_tui.client import FeedKind, FluxClient, Session, SessionSettings
from flux_tui.model.clock import Clock, SystemClock
from flux_tui.replica.changelog import ChangeLog
from flux_tui.replica.conditions import Conditions
from flux_tui.replica.view import View
from flux_tui.replica.world import World
from flux_tui.tui.columns.choices import ColumnChoices
from flux_tui.tui.desk import Desk
from flux_tui.tui.glow import Glow
from flux_tui.tui.learning import Learning
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.remembered.remembered import Remembered

if TYPE_CHECKING:
    from flux_tui.client import Publisher
    from flux_tui.client.sent.ledger import Ledger


def recording_publisher(workspace: Workspace) -> Publisher:
    """One that notes in the ledger what it sends."""
    from flux_tui.client.sent.recording import RecordingPublisher

    return RecordingPublisher(
        workspace.open_ledger(),
        workspace.client,
        workspace.world,
        workspace.session,
        clock=workspace.clock,
    )


@dataclass(frozen=True, slots=True)
class Workspace:
    """One server's world in one explorer. Panes read it; the Session writes the World."""

    options: ExplorerOptions
    client: FluxClient
    world: World
    view: View
    conditions: Conditions
    changes: ChangeLog
    glow: Glow
    learning: Learning
    session: Session
    clock: Clock
    remembered: Remembered
    columns: ColumnChoices
    desk: Desk
    publisher_of: Callable[[Workspace], Publisher] = recording_publisher

    def open_publisher(self) -> Publisher:
        """What publishes to this server; what that takes is loaded when it is first wanted."""
        return self.publisher_of(self)

    def open_ledger(self) -> Ledger:
        """What was sent to this server; one for all that is opened on the desk."""
        if self.desk.sent is None:
            from flux_tui.client.sent.ledger import Ledger

            self.desk.sent = Ledger.of(self.options.state_folder, self.client.url, self.clock)
        return self.desk.sent


def open_workspace(
    options: ExplorerOptions, client: FluxClient, desk: Desk | None = None
) -> Workspace:
    """A workspace on a server, not yet connected; ``desk`` holds what was begun there before."""
    clock = SystemClock()
    world = World(options.scope)
    feed = FeedKind(options.feed) if options.feed else None
    settings = SessionSettings()
    if options.world_bytes is not None:
        settings = replace(settings, world_bytes=options.world_bytes)
    session = Session(client, world, feed=feed, clock=clock, settings=settings)
    return workspace_on(session, world, options, client, clock, desk)


def workspace_on(
    session: Session,
    world: World,
    options: ExplorerOptions,
    client: FluxClient,
    clock: Clock,
    desk: Desk | None = None,
) -> Workspace:
    """A workspace on a session that keeps this world."""
    conditions = Conditions(world)
    remembered = Remembered.of(options.state_folder, options.profile)
    learning = Learning.of(world, session, clock, options.history_bytes)
    cadence = learning.cadence
    return Workspace(
        options=options,
        client=client,
        world=world,
        view=View(
            world,
            conditions,
            now=session.server_now,
            rate_of=lambda record: cadence.rate_of(record.id),
        ),
        conditions=conditions,
        changes=ChangeLog(world),
        glow=Glow(world, clock.monotonic),
        learning=learning,
        session=session,
        clock=clock,
        remembered=remembered,
        columns=ColumnChoices(remembered),
        desk=desk or Desk(),
    )
