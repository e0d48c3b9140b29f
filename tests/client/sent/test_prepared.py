"""Events that a ledger has ready while it is asked whether to send them."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.client.publishing.written import Ready, completed, span_of_time, text_of
from flux_tui.client.sent.entry import Note, SentEvent
from flux_tui.client.sent.ledger import Ledger
from flux_tui.client.sent.prepared import Prepared
from flux_tui.client.sent.recording import Recording
from flux_tui.model.change import PropertySet
from flux_tui.model.clock import SystemClock
from flux_tui.model.event import Event, setting
from flux_tui.model.json import JsonObject
from flux_tui.replica.undo.before import ABSENT
from flux_tui.replica.world import World
from tests.client.sent.kept import bytes_of, event
from tests.replica.undo.deeds import apply, events, world_of, worlds

ASKED, AGREED = 999, 1_000_000
"""When a person was asked, and when they said yes, in ms."""


def named(drafted: list[Event]) -> list[Event]:
    return [one._replace(event_id=f"id-{n}") for n, one in enumerate(drafted)]


def at(time: int, drafted: list[Event]) -> list[Event]:
    return [one._replace(timestamp=time) if one.timestamp is None else one for one in drafted]


async def prepare(prepared: Prepared, drafted: list[Event]) -> None:
    """Prepare events as they would be sent when it is asked."""
    if drafted:
        contents = list(map(text_of, drafted))
        texts = [
            completed(content, one, one.event_id or "", one.timestamp or ASKED)
            for content, one in zip(contents, drafted, strict=True)
        ]
        times = [
            span_of_time(text, content, ASKED) if one.timestamp is None else None
            for text, content, one in zip(texts, contents, drafted, strict=True)
        ]
        await prepared.add(Ready(at(ASKED, drafted), texts), times)


async def keep(recording: Recording, sent: list[Event], *portions: int) -> None:
    """Keep events as they are sent, so many of the first together."""
    start = 0
    for end in (*sorted(portion for portion in portions if portion < len(sent)), len(sent)):
        if end > start:
            await recording.keep(sent[start:end], list(map(text_of, sent[start:end])))
            start = end
    await recording.close()


async def kept_in(ledger: Ledger, note: Note) -> list[SentEvent]:
    number = note.entry
    return [] if number is None else await ledger.ask(lambda store: list(store.all_events(number)))


def without_entry(kept: list[SentEvent]) -> list[SentEvent]:
    return [one._replace(entry=0) for one in kept]


@given(worlds, events, events, st.integers(0, 8), st.integers(0, 8), st.booleans(), st.booleans())
def test_what_was_prepared_is_kept_as_what_was_not(
    state: dict[str, JsonObject],
    drafted: list[Event],
    meanwhile: list[Event],
    ahead: int,
    portion: int,
    dated: bool,
    lost: bool,
) -> None:
    drafted = named(at(7, drafted) if dated else drafted)
    sent = at(AGREED, drafted)

    async def compare() -> None:
        ledger, world = Ledger(None, SystemClock()), world_of(state)
        prepared = Prepared(ledger, world)
        await prepare(prepared, drafted[:portion])
        await prepare(prepared, drafted[portion:ahead])
        apply(world, at(8, meanwhile))
        if lost:
            prepared.drop()
        plain, ready = Note(), Note(prepared=prepared)
        await keep(Recording(ledger, world, ready), sent, portion, ahead)
        await keep(Recording(ledger, world, plain), sent, portion, ahead)
        kept = await kept_in(ledger, ready)
        assert [one.event for one in kept] == sent
        assert without_entry(kept) == without_entry(await kept_in(ledger, plain))
        entries = await ledger.ask(lambda store: store.entries(store.numbers()))
        assert [entry.events for entry in entries] == [len(sent)] * (2 if sent else 0)

    asyncio.run(compare())


def is_watching(prepared: Prepared, world: World) -> bool:
    """Whether the world notes for it what moves."""
    world.apply(PropertySet("lamp", "word", "moved", 9))
    return bool(prepared.befores.moved)


async def test_what_is_never_sent_is_not_kept(tmp_path: Path) -> None:
    ledger, world = Ledger(tmp_path / "sent.sqlite", SystemClock()), world_of({"lamp": {"n": 1}})
    prepared = Prepared(ledger, world)
    await prepare(prepared, [event("lamp", "id-1", word="never-agreed-to")])
    assert is_watching(prepared, world)
    prepared.drop()
    assert prepared.packed(0, [event("lamp", "id-1", word="never-agreed-to")], frozenset()) == {}
    assert await ledger.ask(lambda store: store.numbers()) == []
    ledger.close()
    assert b"never-agreed-to" not in bytes_of(tmp_path)


async def test_what_is_dropped_while_it_is_being_prepared_leaves_nothing() -> None:
    ledger, world = Ledger(None, SystemClock()), world_of({"lamp": {"n": 1}})
    prepared = Prepared(ledger, world)
    for drafted in ([event("lamp", f"id-{n}", n=n) for n in range(500)], [event("lamp", "a", n=1)]):
        preparing = asyncio.ensure_future(prepare(prepared, drafted))
        await asyncio.sleep(0)
        preparing.cancel()
        with suppress(asyncio.CancelledError):
            await preparing
    prepared.drop()
    assert not is_watching(prepared, world)
    assert prepared.size == 0


async def test_an_id_that_no_file_can_hold_is_prepared_as_it_is_kept() -> None:
    ledger, world = Ledger(None, SystemClock()), World()
    prepared, broken = Prepared(ledger, world), event("lamp", "id-\ud800", n=1)
    await prepare(prepared, [broken])
    note = Note(prepared=prepared)
    await keep(Recording(ledger, world, note), [broken])
    (kept,) = await kept_in(ledger, note)
    assert kept.event.event_id == "id-?"


async def test_of_others_under_the_same_places_nothing_is_taken() -> None:
    ledger, world = Ledger(None, SystemClock()), World()
    prepared = Prepared(ledger, world)
    await prepare(prepared, [event("lamp", "id-1", n=1), event("lamp", "id-2", n=2)])
    sent = [event("lamp", "id-1", n=1), event("door", "id-3", n=3)]
    note = Note(prepared=prepared)
    await keep(Recording(ledger, world, note), sent)
    kept = await kept_in(ledger, note)
    assert [one.event for one in kept] == sent
    assert [one.before for one in kept] == [ABSENT, ABSENT]


async def test_where_a_secret_goes_out_only_what_stands_for_it_is_kept() -> None:
    ledger, world = Ledger(None, SystemClock()), World()
    prepared = Prepared(ledger, world)
    hushed = setting("lab", "me", "lamp", {"key": "hush"}, timestamp=1, event_id="id-1")
    await prepare(prepared, [hushed])
    note = Note(prepared=prepared, secrets={"hush": "{{env:KEY}}"})
    await keep(Recording(ledger, world, note), [hushed])
    (kept,) = await kept_in(ledger, note)
    assert kept.masked
    assert kept.event.properties == {"key": "{{env:KEY}}"}


async def test_the_file_that_is_let_go_of_meanwhile_loses_nothing(tmp_path: Path) -> None:
    ledger, world = Ledger(tmp_path / "sent.sqlite", SystemClock()), World()
    prepared = Prepared(ledger, world)
    sent = [event("lamp", f"id-{n}", n=n) for n in range(20)]
    await prepare(prepared, sent)
    ledger.close()
    note = Note(prepared=prepared)
    await keep(Recording(ledger, world, note), sent, 7)
    assert [one.event for one in await kept_in(ledger, note)] == sent
