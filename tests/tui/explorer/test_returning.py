"""Once a lost server is back, what was sent into its loss is looked for without being asked for."""

from __future__ import annotations

from flux_tui.client.sent.entry import Note
from flux_tui.model.event import Event
from flux_tui.replica.undo.before import ABSENT
from tests.tui.explorer.servers import ENGINE, explored, lose_and_find, sensors
from tests.tui.workspaces import screen_of, until_shown


async def test_an_event_that_got_no_answer_is_found_or_known_to_be_lost() -> None:
    flux = sensors(ENGINE)
    async with explored(flux) as (pilot, workspace, server):
        ledger = workspace.open_ledger()
        lost = Event("lab", "me", {"entity_id": "x", "properties": {"p": 1}}, 1, "never-sent")
        found = flux.events[0].event
        number = await ledger.begin([lost, found], [ABSENT, ABSENT], Note())
        await ledger.end_aside(number, {})
        await lose_and_find(pilot, workspace, server, flux)
        await until_shown(pilot, f"#{number}: 2 events in doubt: 1 found")
        assert flux.posted == [], "nothing is sent again"


async def test_who_has_sent_nothing_is_asked_and_told_nothing() -> None:
    flux = sensors(ENGINE)
    async with explored(flux) as (pilot, workspace, server):
        await lose_and_find(pilot, workspace, server, flux)
        await until_shown(pilot, "changed meanwhile")
        assert workspace.desk.sent is None
        assert "in doubt" not in screen_of(pilot)
