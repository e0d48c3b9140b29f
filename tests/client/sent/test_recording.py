"""Every event stands in the ledger before it leaves, and what came of it afterwards."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from hypothesis import given, settings

from flux_tui.client import FluxClient, PublishSettings, Sending, Step
from flux_tui.client.publishing.sending import STOPPED
from flux_tui.client.publishing.settling import SettleSettings
from flux_tui.client.publishing.written import Ready, text_of
from flux_tui.client.sent.doubts import Settler
from flux_tui.client.sent.entry import Note, Origin
from flux_tui.client.sent.ledger import Ledger
from flux_tui.client.sent.recording import RecordingPublisher
from flux_tui.errors import ReadOnly
from flux_tui.model.clock import SystemClock
from flux_tui.model.event import Event, setting
from flux_tui.model.instant import NS
from flux_tui.model.json import JsonObject
from flux_tui.protocol.rules import MAX_HISTORY
from flux_tui.replica.undo.before import ABSENT, Before
from flux_tui.replica.world import World
from tests.client.clocks import StillClock
from tests.client.sent.kept import deletion, event
from tests.engine.running import environment, local_engine
from tests.faults.fake_flux import START, FakeFlux
from tests.replica.undo.deeds import choose_all, equal, events, plan_of, world_of, worlds

QUICK = PublishSettings(0.0, 0.01, 0.05)
SOON = SettleSettings(twice=0.01)


def ledger_at(path: Path | None) -> Ledger:
    return Ledger(path, SystemClock())


async def test_it_is_kept_with_what_stood_before_and_how_far_it_came() -> None:
    ledger, world = ledger_at(None), world_of({"a": {"p": 1, "q": 2}})
    async with local_engine() as running, FluxClient(running.url) as client:
        publisher = RecordingPublisher(ledger, client, world, settings=QUICK)
        note = Note(Origin.SERIES)
        receipts = await publisher.publish([event("a", p=2), event("b", r=1)], note=note)
    assert note.entry is not None
    kept = await ledger.ask(lambda store: store.events(note.entry or 0))
    assert [sent.event for sent in kept] == [receipt.event for receipt in receipts]
    assert [sent.before for sent in kept] == [Before(True, {"p": 1}), ABSENT]
    assert [sent.step for sent in kept] == [Step.MATERIALISED, Step.MATERIALISED]
    entry = await ledger.entry(note.entry)
    assert entry is not None
    assert (entry.origin, entry.is_open, entry.in_doubt) == (Origin.SERIES, False, 0)


async def test_what_the_server_refuses_is_kept_with_its_reason() -> None:
    ledger = ledger_at(None)
    async with local_engine() as running, FluxClient(running.url) as client:
        publisher = RecordingPublisher(ledger, client, World(), settings=QUICK)
        await publisher.publish([Event("No-Stream", "me", {"entity_id": "a"}, 1)])
    (sent,) = await ledger.ask(lambda store: store.events(1))
    assert sent.step is Step.FAILED
    assert "invalid stream format" in (sent.reason or "")


async def test_a_reason_that_repeats_a_secret_is_kept_with_its_placeholder() -> None:
    ledger = ledger_at(None)
    async with local_engine() as running, FluxClient(running.url) as client:
        publisher = RecordingPublisher(ledger, client, World(), settings=QUICK)
        note = Note(secrets={"Hush-Hush": "{{env:KEY}}"})
        await publisher.publish([Event("Hush-Hush", "me", {"entity_id": "a"}, 1)], note=note)
    (sent,) = await ledger.ask(lambda store: store.events(1))
    assert "{{env:KEY}}" in (sent.reason or "")
    assert "Hush" not in (sent.reason or "")


async def test_an_event_is_kept_before_the_server_has_it() -> None:
    ledger, flux = ledger_at(None), FakeFlux()
    seen: list[int] = []
    async with flux.serving() as url, FluxClient(url) as client:
        publisher = RecordingPublisher(ledger, client, World(), settings=QUICK)

        def look(advance: object) -> None:
            if not flux.posted:
                ids = ledger._work(lambda store: store.events(1))
                seen.append(len(ids))

        await publisher.publish([event("a", p=1)], report=look)
    assert seen
    assert set(seen) == {1}


async def test_once_it_is_stopped_nothing_more_is_made_ready_kept_or_sent() -> None:
    ledger, sending, made = ledger_at(None), Sending(), list[Event]()
    drafted = [event(f"e{n % 50}", f"id-{n}", p=n) for n in range(20_000)]

    def ready() -> Iterator[Ready]:
        for one in drafted:
            made.append(one)
            yield Ready([one], [text_of(one)])

    async with local_engine() as running, FluxClient(running.url) as client:
        publisher = RecordingPublisher(ledger, client, World(), settings=QUICK)
        receipts = await publisher.publish(
            drafted,
            report=lambda advance: sending.stop() if advance.step is Step.ACCEPTED else None,
            sending=sending,
            ready=ready(),
        )
        there = running.engine.log.newest
    steps = Counter(receipt.step for receipt in receipts)
    assert steps[Step.FAILED] == len(drafted) - there > 10_000
    assert {one.reason for one in receipts if one.step is Step.FAILED} == {STOPPED}
    (entry,) = await ledger.ask(lambda store: store.entries([1]))
    assert there <= entry.events <= len(made) < len(drafted)
    assert (entry.is_open, entry.in_doubt) == (False, 0)


async def test_a_read_only_client_sends_nothing_and_keeps_nothing() -> None:
    ledger = ledger_at(None)
    async with FluxClient("http://127.0.0.1:9", read_only=True) as client:
        publisher = RecordingPublisher(ledger, client, World())
        with suppress(ReadOnly):
            await publisher.publish([event("a", p=1)])
    assert await ledger.ask(lambda store: store.numbers()) == []


async def test_what_is_cut_off_is_in_doubt_and_looking_settles_it(tmp_path: Path) -> None:
    path, flux = tmp_path / "sent.sqlite", FakeFlux()
    ledger = ledger_at(path)
    async with flux.serving() as url, FluxClient(url) as client:
        publisher = RecordingPublisher(ledger, client, World(), settings=QUICK)
        await publisher.publish([event("a", "arrived", p=1)])
        sent = [event("b", "never", p=1), event("a", "arrived", p=1)]
        number = await ledger.begin(sent, [ABSENT, ABSENT])
        await ledger.end_aside(number, {})
        assert await ledger.ask(lambda store: store.doubtful()) == [number]
        entry = await ledger.entry(number)
        assert entry is not None
        doubts = await Settler(client, ledger, SystemClock(), SOON).run(entry)
    assert (doubts.asked, doubts.found, doubts.lost, doubts.problem) == (2, 1, 1, None)
    kept = await ledger.ask(lambda store: store.events(number))
    assert [one.step for one in kept] == [Step.FAILED, Step.ACCEPTED]
    assert await ledger.ask(lambda store: store.doubtful()) == []
    assert len(flux.posted) == 1


async def test_a_deletion_in_doubt_is_found_by_its_tombstone() -> None:
    ledger, flux = ledger_at(None), FakeFlux()
    flux.set("gone", p=1)
    flux.set("there", p=1)
    async with flux.serving() as url, FluxClient(url) as client:
        number = await ledger.begin([deletion("gone"), deletion("there")], [ABSENT, ABSENT])
        await ledger.end_aside(number, {})
        await client.delete_many(entity_ids=["gone"])
        entry = await ledger.entry(number)
        assert entry is not None
        doubts = await Settler(client, ledger, SystemClock(), SOON).run(entry)
    assert (doubts.found, doubts.lost) == (1, 1)


async def test_a_long_history_is_read_to_its_end_and_an_older_deletion_is_another() -> None:
    flux, clock = FakeFlux(history_by_arrival=True), StillClock(START + 3600 * NS)
    ledger = Ledger(None, clock)
    flux.set("gone", p=1)
    flux.delete("gone")
    flux.now = clock.now()
    for n in range(MAX_HISTORY + 100):
        flux.now += NS // 100
        flux.set("busy", p=n)
    flux.apply(event("busy", "late", p=-1))
    async with flux.serving() as url, FluxClient(url) as client:
        number = await ledger.begin([deletion("gone"), event("busy", "late", p=-1)], [ABSENT] * 2)
        await ledger.end_aside(number, {})
        entry = await ledger.entry(number)
        assert entry is not None
        doubts = await Settler(client, ledger, clock, SOON).run(entry)
    kept = await ledger.ask(lambda store: store.events(number))
    assert [one.step for one in kept] == [Step.FAILED, Step.ACCEPTED]
    assert (doubts.found, doubts.lost) == (1, 1)


async def test_while_nobody_answers_a_doubt_stays_and_the_reason_is_said() -> None:
    ledger = ledger_at(None)
    async with FluxClient("http://127.0.0.1:9") as client:
        number = await ledger.begin([event("a", "x", p=1)], [ABSENT])
        await ledger.end_aside(number, {})
        entry = await ledger.entry(number)
        assert entry is not None
        doubts = await Settler(client, ledger, SystemClock(), SOON).run(entry)
    assert doubts.left == 1
    assert "nobody answers" in (doubts.problem or "")


CRASH = """
import asyncio, os, signal, sys
from pathlib import Path
from flux_tui.client import FluxClient, Step
from flux_tui.client.sent.ledger import Ledger
from flux_tui.client.sent.recording import RecordingPublisher
from flux_tui.model.clock import SystemClock
from flux_tui.model.event import setting
from flux_tui.replica.world import World

def report(advance):
    if advance.step is Step.ACCEPTED:
        os.kill(os.getpid(), signal.SIGKILL)

async def main():
    ledger = Ledger(Path(sys.argv[2]), SystemClock())
    async with FluxClient(sys.argv[1]) as client:
        publisher = RecordingPublisher(ledger, client, World())
        events = [setting("lab", "me", f"e{n % 70}", {"p": n}) for n in range(6000)]
        await publisher.publish(events, report=report)

asyncio.run(main())
"""


async def test_killed_in_the_middle_of_sending_each_event_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "sent.sqlite"
    async with local_engine() as running:
        command = [sys.executable, "-c", CRASH, running.url, str(path)]
        process = await asyncio.create_subprocess_exec(*command, env=environment())
        assert await process.wait() == -signal.SIGKILL
        ledger = ledger_at(path)
        (number,) = await ledger.ask(lambda store: store.doubtful())
        entry = await ledger.entry(number)
        assert entry is not None
        assert entry.events == entry.in_doubt, "what could have left, and no more"
        async with FluxClient(running.url) as client:
            doubts = await Settler(client, ledger, SystemClock(), SOON).run(entry)
            ids = {
                one.event_id for n in range(70) for one in await client.history(f"e{n}", limit=500)
            }
        kept = await ledger.ask(lambda store: list(store.all_events(number)))
    assert 0 < doubts.found <= len(kept) <= 6000
    assert doubts.left == 0
    assert {one.event.event_id for one in kept if one.step is Step.ACCEPTED} == ids
    assert running.engine.log.newest == doubts.found


@given(worlds, events)
@settings(max_examples=20, deadline=None)
def test_an_undo_from_the_file_restores_the_state_of_a_real_engine(
    state: dict[str, JsonObject], done: list[Event]
) -> None:
    asyncio.run(_undo_on_an_engine(state, done))


async def _undo_on_an_engine(state: dict[str, JsonObject], done: list[Event]) -> None:
    ledger = ledger_at(None)
    async with local_engine() as running, FluxClient(running.url) as client:

        async def world_now() -> World:
            return world_of({one.id: one.properties for one in (await client.entities()).entities})

        async def publish(sent: list[Event]) -> None:
            publisher = RecordingPublisher(ledger, client, await world_now(), settings=QUICK)
            await publisher.publish(sent)

        async def plan_to_undo_last() -> list[Event]:
            numbers = await ledger.ask(lambda store: store.numbers())
            kept = await ledger.ask(lambda store: list(store.all_events(numbers[0])))
            plan = choose_all(plan_of(await world_now(), [one.deed for one in kept]))
            return list(plan.events("me", 1))

        await publish([setting("lab", "me", i, values) for i, values in state.items()])
        before = (await world_now()).state()
        await publish(done)
        after = (await world_now()).state()
        undo = await plan_to_undo_last() if done else []
        await publish(undo)
        assert equal((await world_now()).state(), before)
        if undo:
            await publish(await plan_to_undo_last())
            assert equal((await world_now()).state(), after)
