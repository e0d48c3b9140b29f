"""Drafts that are back take the ids of those alone who had them; what nobody wants is ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from flux_tui.client.publishing.written import completed, text_of
from flux_tui.client.sent.ledger import Ledger, file_of
from flux_tui.client.sent.owner import own_name
from flux_tui.model.clock import SystemClock
from flux_tui.model.event import Event, setting
from flux_tui.replica.undo.before import ABSENT
from flux_tui.tui.composer.drafts import Drafts
from flux_tui.tui.draft_keeping.catching_up import catch_up
from flux_tui.tui.draft_keeping.keeping import DraftKeeping
from flux_tui.tui.draft_keeping.kept import KeptDrafts
from flux_tui.tui.draft_keeping.slots import Slots
from flux_tui.tui.options import ExplorerOptions

URL = "http://flux.lab.example:3000"
DEAD, LONG_DEAD = "999999991@1.00", "999999992@1.00"
DRAFTED = setting("s", "me", "lamp", {"on": True})


def keeping(folder: Path) -> DraftKeeping:
    return DraftKeeping(ExplorerOptions(url=URL, state_folder=folder))


def ledger_in(folder: Path) -> Ledger:
    return Ledger(file_of(folder, URL), SystemClock())


async def begun(ledger: Ledger, owner: str, event_id: str) -> int:
    """A process had begun to send what is drafted when it was killed."""
    sent = DRAFTED._replace(event_id=event_id, timestamp=1)
    text = completed(text_of(DRAFTED), DRAFTED, event_id, 1)
    number = await ledger.begin([sent], [ABSENT], texts=[text])
    update = "UPDATE entries SET owner = ? WHERE number = ?"
    await ledger.ask(lambda store: store._file.work(lambda db: db.execute(update, (owner, number))))
    return number


def leave(folder: Path, left_by: Iterable[str] | None, profile: str | None = None) -> None:
    """A killed explorer left the same as a batch."""
    slot = Slots(folder, profile, URL).take_free()
    assert slot is not None
    owners = None if left_by is None else frozenset(left_by)
    slot.write(replace(KeptDrafts(), batch="[]", left_by=owners))
    slot.release()


def back(mine: DraftKeeping) -> Drafts:
    drafts = mine.put_back(lambda: 1_000)
    assert drafts is not None
    return drafts


def id_of(drafts: Drafts, event: Event = DRAFTED) -> str | None:
    return drafts.batch.outbox.make_ready([event]).events[0].event_id


async def test_a_draft_takes_no_id_of_another_that_was_killed_once(tmp_path: Path) -> None:
    ledger, mine = ledger_in(tmp_path), keeping(tmp_path)
    await begun(ledger, LONG_DEAD, "long-ago")
    await begun(ledger, DEAD, "lately")
    leave(tmp_path, [DEAD])
    drafts = back(mine)
    await catch_up(drafts, ledger, mine)
    assert id_of(drafts) == "lately"
    assert await ledger.unfinished() == {}


async def test_what_no_draft_is_left_of_is_ended_though_none_is_back(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    await begun(ledger, DEAD, "long-ago")
    await catch_up(Drafts(lambda: 1_000), ledger, keeping(tmp_path))
    assert await ledger.unfinished() == {}


async def test_what_a_draft_may_want_that_waits_for_another_explorer_stays(tmp_path: Path) -> None:
    ledger, mine = ledger_in(tmp_path), keeping(tmp_path)
    number = await begun(ledger, DEAD, "lately")
    leave(tmp_path, [DEAD], profile="lab")
    await catch_up(Drafts(lambda: 1_000), ledger, mine)
    assert list(await ledger.unfinished()) == [number]


async def test_of_drafts_that_do_not_say_who_had_them_everything_counts(tmp_path: Path) -> None:
    ledger, mine = ledger_in(tmp_path), keeping(tmp_path)
    await begun(ledger, DEAD, "lately")
    leave(tmp_path, None)
    drafts = back(mine)
    await catch_up(drafts, ledger, mine)
    assert id_of(drafts) == "lately"


async def test_killed_before_it_has_caught_up_an_explorer_leaves_that_to_the_next(
    tmp_path: Path,
) -> None:
    ledger, second = ledger_in(tmp_path), keeping(tmp_path)
    await begun(ledger, DEAD, "lately")
    leave(tmp_path, [DEAD])
    drafts = back(second)
    drafts.batch.text = "[ ]"
    second.close(drafts)
    second.end()
    third = keeping(tmp_path)
    drafts = back(third)
    assert drafts.left_by == frozenset({DEAD, own_name()})
    await catch_up(drafts, ledger, third)
    assert id_of(drafts) == "lately"
    assert await third.left_by() == {own_name()}
