"""The ledger by hand: what was sent is found, seen as it stands now, sent again, and undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from flux_tui.client import Step
from flux_tui.client.publishing.receipt import Advance
from flux_tui.client.sent.entry import Note, Origin
from flux_tui.client.sent.ledger import Ledger
from flux_tui.model.event import Event
from flux_tui.replica.undo.before import ABSENT
from flux_tui.tui.composer.batch.screen import BatchScreen
from flux_tui.tui.composer.delivering.delivery import Delivery
from flux_tui.tui.composer.event.screen import EventScreen
from flux_tui.tui.ledger import hearing
from flux_tui.tui.ledger.ledger_screen import LedgerScreen
from flux_tui.tui.options import ExplorerOptions
from tests.tui.composer.publishing import exploring, press, type_text
from tests.tui.undo.deeds import HOSTILE, by_others, event, go, living
from tests.tui.workspaces import explorer_of, screen_of, until, until_shown, workspace_of

BATCH = [event("sensor-1", {"n": 2, "unit": "K"}), event("new-1", {"p": "in use"})]


async def in_events(pilot: Pilot[None]) -> None:
    """Go to the events of the entry under the cursor."""
    await press(pilot, "tab")
    focused = pilot.app.screen.query_one("#events")
    await until(pilot, lambda: focused.has_focus, "the events have the focus")


async def test_what_was_sent_is_listed_with_what_it_changed_and_what_stands() -> None:
    async with living(*BATCH) as (pilot, workspace):
        await by_others(pilot, workspace, event("sensor-1", {"n": 9}, "gateway"))
        await press(pilot, "L")
        await until_shown(pilot, "batch of 2 events")
        await until_shown(pilot, "n 1 → 2  unit C → K")
        await until_shown(pilot, "1 of 2 overwritten by gateway")
        await until_shown(pilot, "p new → in use")
        await until_shown(pilot, "stands")
        await press(pilot, "escape")
        await until(pilot, lambda: pilot.app.screen is explorer_of(pilot))


async def test_what_became_of_a_row_is_whole_beside_the_scrollbar() -> None:
    many = [event(f"box-{number}", {"n": number}) for number in range(50)]
    async with living(*many) as (pilot, workspace):
        later = [event(f"box-{number}", {"n": "x"}, "the-gateway") for number in range(50)]
        await workspace.client.publish_batch([each._replace(timestamp=1) for each in later])
        await press(pilot, "L")
        await until_shown(pilot, "overwritten by the-gateway")


async def test_an_empty_ledger_says_so() -> None:
    async with exploring(workspace_of({})) as pilot:
        await press(pilot, "L")
        await until_shown(pilot, "nothing was sent yet")


async def test_it_is_searched_by_words_and_the_events_that_match_are_shown() -> None:
    async with living(*BATCH) as (pilot, workspace):
        await workspace.open_publisher().publish([event("room-1", {"occupied": False})])
        await press(pilot, "L")
        await until_shown(pilot, "Sent ── 2")
        await press(pilot, "slash")
        await type_text(pilot, "'in use'")
        await until_shown(pilot, "Sent ── 1 found")
        await until_shown(pilot, "p new → in use")
        assert "n 1 → 2" not in screen_of(pilot)
        await press(pilot, "enter", "slash")
        await type_text(pilot, " nowhere")
        await until_shown(pilot, "nothing that matches")


async def test_what_is_sent_meanwhile_comes_on_top() -> None:
    async with living(*BATCH) as (pilot, workspace):
        await press(pilot, "L")
        await until_shown(pilot, "Sent ── 1")
        await workspace.open_publisher().publish([event("room-1", {"occupied": False})])
        await until_shown(pilot, "event of room-1")
        await until_shown(pilot, "occupied true → false")


async def test_what_another_explorer_sends_comes_on_top_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "LOOK", 0.02)
    options = ExplorerOptions("http://flux.example", state_folder=tmp_path)
    workspace = workspace_of({}, options=options)
    async with exploring(workspace) as pilot:
        await press(pilot, "L")
        await until_shown(pilot, "nothing was sent yet")
        other = Ledger.of(tmp_path, workspace.client.url, workspace.clock)
        for room in ("room-1", "room-2"):
            await other.begin([event(room, {"occupied": False})], [ABSENT])
            await until_shown(pilot, f"event of {room}")


async def test_an_entry_is_undone_and_its_undo_is_undone_too() -> None:
    async with living(*BATCH) as (pilot, workspace):
        after = workspace.world.state()["sensor-1"]
        await press(pilot, "L")
        await until_shown(pilot, "n 1 → 2")
        await press(pilot, "u")
        await until_shown(pilot, "Undo: 1 back, 1 deleted")
        await go(pilot)
        await until_shown(pilot, "undo of 2 events")
        await until_shown(pilot, "undone")
        assert workspace.world.state()["sensor-1"] == {"n": 1, "unit": "C"}
        assert "new-1" not in workspace.world
        await until(pilot, lambda: isinstance(pilot.app.screen, LedgerScreen))
        await until_shown(pilot, "n 2 → 1")
        await press(pilot, "u")
        await until_shown(pilot, "Bring back 2 entities")
        await go(pilot)
        await until(pilot, lambda: "new-1" in workspace.world)
        await until(pilot, lambda: workspace.world.state()["sensor-1"] == after)


async def test_one_event_of_a_batch_is_undone_alone_or_with_all() -> None:
    async with living(*BATCH) as (pilot, workspace):
        await press(pilot, "L")
        await until_shown(pilot, "n 1 → 2")
        await in_events(pilot)
        await press(pilot, "u")
        await until_shown(pilot, "‹ event 1 of 2 ›")
        await press(pilot, "ctrl+t")
        await until_shown(pilot, "Undo: 1 back, 1 deleted")
        await press(pilot, "ctrl+t")
        await until_shown(pilot, "Bring back 1 entity")
        await go(pilot)
        await until(pilot, lambda: workspace.world.state()["sensor-1"] == {"n": 1, "unit": "C"})
        assert "new-1" in workspace.world
        await until_shown(pilot, "undone in part")
        await until(pilot, lambda: isinstance(pilot.app.screen, LedgerScreen), "the dialog is gone")
        await press(pilot, "shift+tab", "end")
        await until_shown(pilot, "#1 ── batch of 2 events")
        await press(pilot, "u")
        await until_shown(pilot, "Delete 1 entity")
        await go(pilot)
        await until(pilot, lambda: "new-1" not in workspace.world)
        await until_shown(pilot, "undone  #1")


async def test_where_what_others_set_since_was_left_a_part_is_undone_and_the_rest_can_be() -> None:
    async with living(event("sensor-1", {"n": 2, "unit": "K"})) as (pilot, workspace):
        await by_others(pilot, workspace, event("sensor-1", {"n": 9}, "gateway"))
        await press(pilot, "L")
        await until_shown(pilot, "event of sensor-1")
        await press(pilot, "u")
        await until_shown(pilot, "changed since by gateway")
        await go(pilot)
        await until_shown(pilot, "a part is undone: 1 entity")
        await until_shown(pilot, "undone in part  #1")
        await until(pilot, lambda: workspace.world.state()["sensor-1"] == {"n": 9, "unit": "C"})
        await until(pilot, lambda: isinstance(pilot.app.screen, LedgerScreen), "the dialog is gone")
        await press(pilot, "end", "u")
        await until_shown(pilot, "9 → 1")
        await press(pilot, "space")
        await go(pilot)
        await until(pilot, lambda: workspace.world.state()["sensor-1"] == {"n": 1, "unit": "C"})
        await until_shown(pilot, "undone  #1")


async def test_it_is_sent_again_as_new_events_after_a_question() -> None:
    async with living(*BATCH) as (pilot, workspace):
        await by_others(pilot, workspace, event("sensor-1", {"n": 9}, "gateway"))
        await press(pilot, "L")
        await until_shown(pilot, "n 1 → 2")
        await press(pilot, "s")
        await until_shown(pilot, "Send these 2 events once more, as new")
        await press(pilot, "y")
        await until(pilot, lambda: workspace.world.state()["sensor-1"]["n"] == 2)
        await until_shown(pilot, "resending of 2 events")
        ledger = workspace.open_ledger()
        ids = await ledger.ask(
            lambda store: [s.event.event_id for number in (1, 2) for s in store.events(number)]
        )
        assert len(set(ids)) == 4


async def test_one_event_is_edited_in_the_form_and_many_in_the_batch_editor() -> None:
    async with living(*BATCH) as (pilot, _):
        await press(pilot, "L")
        await until_shown(pilot, "n 1 → 2")
        await press(pilot, "e")
        await until(pilot, lambda: isinstance(pilot.app.screen, BatchScreen))
        await until_shown(pilot, "2 events")
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, LedgerScreen))
        await in_events(pilot)
        await press(pilot, "e")
        await until(pilot, lambda: isinstance(pilot.app.screen, EventScreen))
        await until_shown(pilot, "sensor-1")


async def test_a_secret_is_not_sent_again_as_its_placeholder() -> None:
    async with living() as (pilot, workspace):
        sent = [event("sensor-1", {"token": "s3cr3t"})]
        note = Note(secrets={"s3cr3t": "{{env:TOKEN}}"})
        await workspace.open_publisher().publish(sent, note=note)
        await press(pilot, "L")
        await until_shown(pilot, 'token new → "{{env:TOKEN}}"')
        await until_shown(pilot, "has a secret")
        await press(pilot, "s")
        await until_shown(pilot, "a secret was kept as its placeholder")
        assert isinstance(pilot.app.screen, LedgerScreen)


async def test_what_is_in_doubt_is_looked_after_once_it_is_seen() -> None:
    async with living() as (pilot, workspace):
        ledger = workspace.open_ledger()
        lost = Event("lab", "me", {"entity_id": "x", "properties": {"p": 1}}, 1, "never-sent")
        number = await ledger.begin([lost], [ABSENT])
        await ledger.end_aside(number, {})
        await press(pilot, "L")
        await until_shown(pilot, "1 never arrived")
        await until_shown(pilot, "1 failed")
        assert "x" not in workspace.world


async def test_what_a_look_at_doubts_has_found_is_known_to_the_draft_that_was_sent() -> None:
    async with living() as (pilot, workspace):
        ledger = workspace.open_ledger()
        lost = Event("lab", "me", {"entity_id": "x", "properties": {"p": 1}}, 1, "never-sent")
        number = await ledger.begin([lost], [ABSENT])
        await ledger.end_aside(number, {})
        await press(pilot, "n", "escape")
        drafts = workspace.desk.drafts
        assert drafts is not None
        delivery = Delivery([lost], drafts.event.outbox, note=Note(entry=number))
        delivery.take(Advance([0], Step.UNKNOWN, "no answer"))
        delivery.is_done, drafts.event.delivery = True, delivery
        await press(pilot, "L")
        await until(pilot, lambda: delivery.counts[Step.FAILED] == 1, "it is known to be lost")


async def test_one_goes_from_an_event_to_its_entity() -> None:
    async with living(*BATCH) as (pilot, _):
        await press(pilot, "L")
        await until_shown(pilot, "n 1 → 2")
        await in_events(pilot)
        await press(pilot, "o")
        await until(pilot, lambda: pilot.app.screen is explorer_of(pilot))
        await until_shown(pilot, "╭─ sensor-1 ──")


async def test_hostile_ids_and_values_are_shown_as_text() -> None:
    async with living(event(HOSTILE, {HOSTILE: HOSTILE})) as (pilot, _):
        await press(pilot, "L")
        await until_shown(pilot, "event of wire-␛]0;pwn")
        assert not set(screen_of(pilot)) & {"\x1b", "\x07", "\u202e"}


async def test_of_a_hundred_thousand_events_only_what_is_seen_is_brought() -> None:
    workspace = workspace_of({})
    events = [event(f"e-{n}", {"p": n}) for n in range(100_000)]
    ledger = workspace.open_ledger()
    await ledger.begin(events, [ABSENT] * len(events), Note(Origin.SERIES))
    async with exploring(workspace) as pilot:
        await press(pilot, "L")
        await until_shown(pilot, "series of 100,000 events")
        await until_shown(pilot, "e-0 ")
        await in_events(pilot)
        await press(pilot, "end")
        await until_shown(pilot, "e-99999")


@pytest.mark.parametrize("key", ["u", "s", "e"])
async def test_a_read_only_explorer_shows_it_and_sends_nothing(key: str) -> None:
    options = ExplorerOptions(url="http://127.0.0.1:9", read_only=True)
    workspace = workspace_of({}, options=options)
    await workspace.open_ledger().begin([event("a", {"p": 1})], [ABSENT])
    async with exploring(workspace) as pilot:
        await press(pilot, "L")
        await until_shown(pilot, "p new → 1")
        await press(pilot, key)
        await until_shown(pilot, "read-only, so nothing can be")
        assert isinstance(pilot.app.screen, LedgerScreen)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)])
async def test_it_fits_any_terminal(size: tuple[int, int]) -> None:
    async with living(*BATCH, size=size) as (pilot, _):
        await press(pilot, "L")
        for part in ("batch of 2 events", "sensor-1", "new-1"):
            await until_shown(pilot, part)
